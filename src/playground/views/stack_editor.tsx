import type { JSX } from 'preact';
import { isObject } from '../../core/is_object.ts';
import type { Path } from '../../experiment/text/source.ts';
import type { Edit } from '../file/edit.ts';
import { itemOf, kindsOf } from '../file/fields.ts';
import { usePage } from './context.ts';
import { KindForm, typeName } from './kind_form.tsx';

interface StackEditorProps {
  /** The layers as a file writes them. */
  layers: readonly unknown[];
  /** Where they are in the file. */
  path: Path;
  edit(change: Edit): void;
}

/** A list of layers: each with its options, moved, removed, and repeated groups inside. */
export function StackEditor({ layers, path, edit }: StackEditorProps): JSX.Element {
  const { data } = usePage();
  const kinds = kindsOf(itemOf(data.schema.properties!.layers!, data.schema), data.schema);
  return (
    <div class="stack">
      <ol>
        {layers.map((layer, at) => {
          const repeat = isObject(layer) && isObject(layer.repeat) ? layer.repeat : undefined;
          const name = repeat ? `repeat ${String(repeat.times)} times` : (typeName(layer) ?? 'layer');
          return (
            <li key={at}>
              <div class="layer">
                <LayerButtons {...{ name, at, of: layers.length, path, edit }} />
                {repeat ? (
                  <Repeated repeat={repeat} path={[...path, at, 'repeat']} edit={edit} />
                ) : (
                  <details open={layers.length < 4}>
                    <summary>{name}</summary>
                    <KindForm
                      title="Layer"
                      kinds={kinds}
                      value={layer}
                      set={(below, value) => edit({ edit: 'set', path: [...path, at, ...below], value })}
                    />
                  </details>
                )}
              </div>
            </li>
          );
        })}
      </ol>
      <AddLayer names={kinds.map(({ name }) => name)} {...{ path, edit }} at={layers.length} />
    </div>
  );
}

function LayerButtons({
  name,
  at,
  of,
  path,
  edit,
}: {
  name: string;
  at: number;
  of: number;
  path: Path;
  edit: StackEditorProps['edit'];
}): JSX.Element {
  const move = (to: number) => edit({ edit: 'move', list: path, from: at, to });
  return (
    <span class="buttons">
      <button type="button" class="plain" disabled={at === 0} onClick={() => move(at - 1)}>
        <span aria-hidden="true">↑</span>
        <span class="hidden">Move {name} up</span>
      </button>
      <button type="button" class="plain" disabled={at === of - 1} onClick={() => move(at + 1)}>
        <span aria-hidden="true">↓</span>
        <span class="hidden">Move {name} down</span>
      </button>
      <button
        type="button"
        class="plain"
        disabled={of === 1}
        onClick={() => edit({ edit: 'remove', list: path, at })}
      >
        <span aria-hidden="true">✕</span>
        <span class="hidden">Remove {name}</span>
      </button>
    </span>
  );
}

function Repeated({
  repeat,
  path,
  edit,
}: {
  repeat: Record<string, unknown>;
  path: Path;
  edit: StackEditorProps['edit'];
}): JSX.Element {
  const layers = Array.isArray(repeat.layers) ? repeat.layers : [];
  const times = Number(repeat.times ?? 1);
  return (
    <fieldset class="repeat">
      <legend>
        <label>
          Repeat{' '}
          <input
            type="number"
            min={1}
            max={1000}
            value={times}
            onInput={(event) => {
              const value = Number(event.currentTarget.value);
              if (Number.isInteger(value) && value >= 1)
                edit({ edit: 'set', path: [...path, 'times'], value });
            }}
          />{' '}
          times
        </label>
      </legend>
      <StackEditor layers={layers} path={[...path, 'layers']} edit={edit} />
    </fieldset>
  );
}

function AddLayer({
  names,
  path,
  at,
  edit,
}: {
  names: readonly string[];
  path: Path;
  at: number;
  edit: StackEditorProps['edit'];
}): JSX.Element {
  return (
    <label class="add">
      <span class="hidden">Add a layer</span>
      <select
        value=""
        onChange={(event) => {
          const value = event.currentTarget.value;
          event.currentTarget.value = '';
          const layer = value === 'repeat' ? { repeat: { times: 2, layers: ['max_pool'] } } : value;
          edit({ edit: 'insert', list: path, at, value: layer });
        }}
      >
        <option value="" disabled>
          + Add a layer
        </option>
        {names.map((name) => (
          <option key={name}>{name}</option>
        ))}
        <option value="repeat">repeat …</option>
      </select>
    </label>
  );
}

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { isObject } from '../../core/is_object.ts';
import type { Path } from '../../experiment/text/source.ts';
import type { Edit } from '../file/edit.ts';
import { itemOf, kindsOf } from '../file/fields.ts';
import { Button, MarkButton } from './button.tsx';
import { usePage } from './context.ts';
import { KindForm, typeName } from './kind_form.tsx';
import { Names } from './names.tsx';

interface StackEditorProps {
  /** Which of the page's stacks it is. */
  name: 'first' | 'second';
  /** The layers as a file writes them. */
  layers: readonly unknown[];
  /** Where they are in the file. */
  path: Path;
  edit(change: Edit): void;
}

/** A list of layers: each with its options, moved, removed, and repeated groups inside. */
export function StackEditor({ name: stack, layers, path, edit }: StackEditorProps): JSX.Element {
  const { data, texts } = usePage();
  const { forms } = texts;
  const kinds = kindsOf(itemOf(data.schema.properties!.layers!, data.schema), data.schema);
  return (
    <div class="stack">
      <ol>
        {layers.map((layer, at) => {
          const repeat = isObject(layer) && isObject(layer.repeat) ? layer.repeat : undefined;
          const name = repeat ? forms.repeated(String(repeat.times)) : (typeName(layer) ?? forms.layer);
          return (
            <li key={at}>
              <div class="layer">
                <LayerButtons {...{ stack, name, at, of: layers.length, path, edit }} />
                {repeat ? (
                  <Repeated name={stack} repeat={repeat} path={[...path, at, 'repeat']} edit={edit} />
                ) : (
                  <details open={layers.length < 4}>
                    <summary translate={false}>{name}</summary>
                    <KindForm
                      title={forms.layer}
                      place={[stack, ...path, at].join('.')}
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
      <AddLayer names={kinds.map(({ name }) => name)} {...{ stack, path, edit }} at={layers.length} />
    </div>
  );
}

function LayerButtons({
  stack,
  name,
  at,
  of,
  path,
  edit,
}: Pick<StackEditorProps, 'path' | 'edit'> & {
  stack: StackEditorProps['name'];
  name: string;
  at: number;
  of: number;
}): JSX.Element {
  const { forms } = usePage().texts;
  const id = (index: number, does: string) => [stack, ...path, index, does].join('.');
  // The focus goes with the layer, or to the one that takes its place.
  const focus = (...ids: string[]) =>
    requestAnimationFrame(() => {
      const buttons = ids.map(
        (one) => document.getElementById(one) as HTMLButtonElement | HTMLSelectElement | null,
      );
      buttons.find((button) => button && !button.disabled)?.focus();
    });
  const move = (to: number) => {
    edit({ edit: 'move', list: path, from: at, to });
    const does = ['up', 'down'];
    focus(...(to < at ? does : does.toReversed()).map((one) => id(to, one)));
  };
  const remove = () => {
    edit({ edit: 'remove', list: path, at });
    focus(id(Math.min(at, of - 2), 'remove'), [stack, ...path, 'add'].join('.'));
  };
  const buttons = [
    { does: 'up', mark: '↑', words: forms.up(name), disabled: at === 0, act: () => move(at - 1) },
    { does: 'down', mark: '↓', words: forms.down(name), disabled: at === of - 1, act: () => move(at + 1) },
    { does: 'remove', mark: '✕', words: forms.remove(name), disabled: of === 1, act: remove },
  ];
  return (
    <span class="buttons">
      {buttons.map(({ does, mark, words, disabled, act }) => (
        <MarkButton key={does} id={id(at, does)} {...{ mark, words, disabled, act }} />
      ))}
    </span>
  );
}

function Repeated({
  name,
  repeat,
  path,
  edit,
}: Pick<StackEditorProps, 'name' | 'path' | 'edit'> & {
  repeat: Record<string, unknown>;
}): JSX.Element {
  const { forms } = usePage().texts;
  const layers = Array.isArray(repeat.layers) ? repeat.layers : [];
  const times = Number(repeat.times ?? 1);
  return (
    <fieldset class="repeat">
      <legend>
        <label>
          {forms.repeatBefore}{' '}
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
          {forms.repeatAfter}
        </label>
      </legend>
      <StackEditor name={name} layers={layers} path={[...path, 'layers']} edit={edit} />
    </fieldset>
  );
}

/** The choice of a kind of layer, and a button that adds it: keys that go through the choices add nothing. */
function AddLayer({
  stack,
  names,
  path,
  at,
  edit,
}: Pick<StackEditorProps, 'path' | 'edit'> & {
  stack: StackEditorProps['name'];
  names: readonly string[];
  at: number;
}): JSX.Element {
  const { forms } = usePage().texts;
  const [chosen, setChosen] = useState(names[0]!);
  const layer = chosen === REPEAT ? { repeat: { times: 2, layers: ['max_pool'] } } : chosen;
  return (
    <p class="add">
      <select
        id={[stack, ...path, 'add'].join('.')}
        aria-label={forms.toAdd}
        value={chosen}
        onChange={(event) => setChosen(event.currentTarget.value)}
      >
        <Names names={names} />
        <option value={REPEAT}>{forms.repeat}</option>
      </select>
      <Button words={forms.add} act={() => edit({ edit: 'insert', list: path, at, value: layer })} />
    </p>
  );
}

/** The choice of a group of layers that is repeated. */
const REPEAT = 'repeat';

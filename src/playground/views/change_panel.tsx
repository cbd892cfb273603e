import type { ComponentChildren, ComponentProps, JSX } from 'preact';
import { isObject } from '../../core/is_object.ts';
import type { Path } from '../../experiment/text/source.ts';
import { valueOfText } from '../file/edit.ts';
import { fieldOf, formFields, type JsonSchema, kindsOf } from '../file/fields.ts';
import { bothInOne, layersOfText, textOfLayers } from '../file/second.ts';
import { type PageState, withSetting } from '../state.ts';
import { Button } from './button.tsx';
import { usePage } from './context.ts';
import { DotsDistance } from './dots_distance.tsx';
import { FieldRow } from './field.tsx';
import { FieldHelp } from './field_help.tsx';
import { Fields, KindForm } from './kind_form.tsx';
import { StackEditor } from './stack_editor.tsx';

/** Fields of the shift that are shown at once. */
const FIRST_OF_SHIFT = ['max', 'fill_mode', 'distribution'];

/** The forms of the experiment: each change is a change of the file. */
export function ChangePanel({ state }: { state: PageState }): JSX.Element {
  const { controller, data, texts } = usePage();
  const { forms } = texts;
  const { text, second } = state.setting;
  const value = valueOfText(text);
  if (!value) return <p class="wait">{forms.unreadable}</p>;
  const { schema } = data;
  const property = (name: string): JsonSchema => schema.properties![name]!;
  const resolved = state.results[0].reading?.resolved ?? {};
  const swept = Object.keys(isObject(value.sweep) ? value.sweep : {});
  const below = (key: string) =>
    swept.filter((path) => path.startsWith(`${key}.`)).map((path) => path.slice(key.length + 1));
  const setAt =
    (...base: Path) =>
    (path: Path, given: unknown) =>
      controller.edit({ edit: 'set', path: [...base, ...path], value: given });
  /** The form of a key of the file that takes a kind. */
  const form = (key: string, title: string, more: Partial<ComponentProps<typeof KindForm>> = {}) => (
    <KindForm
      title={title}
      place={key}
      kinds={kindsOf(property(key), schema)}
      value={value[key]}
      swept={below(key)}
      set={setAt(key)}
      {...more}
    />
  );
  const row = (name: string) => (
    <FieldRow
      field={fieldOf(name, property(name), schema)}
      place={name}
      value={value[name]}
      swept={swept.includes(name)}
      set={(given) => setAt()([name], given)}
    />
  );
  return (
    <FieldHelp>
      <FormPart title={forms.image}>
        {form('image', forms.image, { resolved: resolved.image, most: 6 })}
        <DotsDistance image={value.image} set={setAt('image')} />
      </FormPart>
      <FormPart title={forms.shift}>
        <Fields
          title={forms.shift}
          place="shift"
          fields={formFields(property('shift'), schema)}
          value={value.shift}
          resolved={resolved.shift}
          first={FIRST_OF_SHIFT}
          swept={below('shift')}
          set={setAt('shift')}
        />
        {row('trials')}
        {row('seed')}
      </FormPart>
      <FormPart title={forms.layers}>
        {value.pool !== undefined ? (
          <>
            {form('pool', forms.pool, { first: ['depth', 'pool_size', 'strides', 'padding'] })}
            <Button
              words={forms.toStack}
              act={() => {
                controller.edit({ edit: 'set', path: ['layers'], value: layersOfText(text) });
                controller.edit({ edit: 'set', path: ['pool'], value: undefined });
                // This button goes away.
                requestAnimationFrame(() => document.getElementById('first.layers.add')?.focus());
              }}
            />
          </>
        ) : Array.isArray(value.layers) ? (
          <StackEditor
            name="first"
            layers={value.layers}
            path={['layers']}
            edit={(change) => controller.edit(change)}
          />
        ) : (
          <p class="quiet">{forms.sweptLayers}</p>
        )}
        {row('steps')}
      </FormPart>
      <FormPart title={forms.comparison}>
        {form('compare', forms.coincide, { resolved: resolved.compare, none: forms.byDefault })}
      </FormPart>
      <FormPart title={forms.second}>
        <SecondStack second={second} text={text} />
      </FormPart>
    </FieldHelp>
  );
}

function FormPart({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  return (
    <section class="part">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** A second stack on the same image and shifts, to be compared. */
function SecondStack({ second, text }: { second: string | undefined; text: string }): JSX.Element {
  const { controller, texts } = usePage();
  const { forms } = texts;
  const set = (given: string | undefined) => controller.set({ second: given });
  if (second === undefined) {
    const layers = layersOfText(text);
    return (
      <>
        <p class="quiet">{forms.aboutSecond}</p>
        <Button
          disabled={layers.length === 0}
          words={forms.addSecond}
          act={() => set(textOfLayers(swapped(layers)))}
        />
      </>
    );
  }
  const layers = valueOfText(second)?.layers;
  return (
    <>
      <StackEditor
        name="second"
        layers={Array.isArray(layers) ? layers : []}
        path={['layers']}
        edit={(change) => controller.edit(change, 1)}
      />
      <p class="actions">
        <Button
          words={forms.bothIntoFile}
          act={() =>
            controller.change((before) => ({
              ...withSetting(before, { text: bothInOne({ text, second }), second: undefined, variant: 0 }),
              notice: forms.wroteBoth,
            }))
          }
        />
        <Button words={forms.removeSecond} act={() => set(undefined)} />
      </p>
    </>
  );
}

/** The same layers with average pools for max pools, and max pools for all other pools: something to compare with. */
function swapped(layers: readonly unknown[]): unknown[] {
  const text = JSON.stringify(layers);
  const other = text.includes('"max_pool"')
    ? text.replaceAll('"max_pool"', '"avg_pool"')
    : text.replaceAll(/"(?:avg|lp|blur|max_blur)_pool"/g, '"max_pool"');
  return JSON.parse(other) as unknown[];
}

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { fieldText, valueOfField } from '../file/edit.ts';
import type { FormField } from '../file/fields.ts';
import { meaningIn } from '../texts/texts.ts';
import { MarkButton } from './button.tsx';
import { usePage } from './context.ts';
import { Names } from './names.tsx';

interface FieldProps {
  field: FormField;
  /** Where it is in the file, which no other field of the page has: `layers.0.strides`. */
  place: string;
  /** As the file writes it; undefined: not at all. */
  value: unknown;
  /** What it is where the file does not write it. */
  preset?: unknown;
  /** Whether it is swept by the file. */
  swept?: boolean;
  /** @param value undefined takes it out of the file */
  set(value: unknown): void;
}

/** One option of a kind: the control that its schema asks for. */
export function FieldRow({
  field,
  place: id,
  value,
  preset = field.default,
  swept,
  set,
}: FieldProps): JSX.Element {
  const { language, texts } = usePage();
  const shown = value === undefined ? preset : value;
  return (
    <div class="field option">
      <label for={id} translate={false}>
        {field.name}
      </label>
      <span class="control">
        <FieldControl
          {...{ id, field, shown, set }}
          optional={preset === undefined && !field.required}
          describedBy={`${id}-d`}
        />
        {value !== undefined && value !== preset && !field.boolean && !field.required && (
          <MarkButton
            title={texts.forms.toDefault}
            mark="↺"
            words={texts.forms.optionToDefault(field.name)}
            act={() => {
              set(undefined);
              // The button goes away, and the focus would go with it.
              requestAnimationFrame(() => document.getElementById(id)?.focus());
            }}
          />
        )}
      </span>
      {swept && <span class="quiet note">{texts.forms.swept}</span>}
      <small id={`${id}-d`} class="about hidden">
        {meaningIn(language, field.description)}
      </small>
    </div>
  );
}

interface ControlProps {
  id: string;
  describedBy: string;
  field: FormField;
  shown: unknown;
  /** Whether it has no default to show, so that it can be left empty. */
  optional: boolean;
  set(value: unknown): void;
}

function FieldControl({ id, describedBy, field, shown, optional, set }: ControlProps): JSX.Element {
  const { byDefault } = usePage().texts.forms;
  const { boolean, words, number, more } = field;
  if (boolean && !number && !more)
    return (
      <input
        id={id}
        aria-describedby={describedBy}
        type="checkbox"
        checked={shown === true}
        onChange={(event) => set(event.currentTarget.checked)}
      />
    );
  if (words.length > 0 && !number && !more)
    return (
      <select
        id={id}
        aria-describedby={describedBy}
        value={String(shown ?? '')}
        onChange={(event) => set(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
      >
        {optional && <option value="">{byDefault}</option>}
        <Names names={words} />
      </select>
    );
  const isWord = typeof shown === 'string' && words.includes(shown);
  if (number && (typeof shown === 'number' || isWord || (shown === undefined && !more)))
    return (
      <>
        {words.map((word) => (
          <label key={word} class="word" translate={false}>
            <input
              type="checkbox"
              aria-label={`${field.name}: ${word}`}
              checked={shown === word}
              onChange={(event) => set(event.currentTarget.checked ? word : undefined)}
            />
            {word}
          </label>
        ))}
        {!isWord && <NumberControl {...{ id, describedBy, number, shown, optional, set }} />}
      </>
    );
  return <YamlControl {...{ id, describedBy, shown, set }} />;
}

function NumberControl({
  id,
  describedBy,
  number,
  shown,
  optional,
  set,
}: Omit<ControlProps, 'field'> & { number: NonNullable<FormField['number']> }): JSX.Element {
  const { byDefault } = usePage().texts.forms;
  const written = typeof shown === 'number';
  const value = written ? shown : 0;
  // The end of the slider stays while it is dragged.
  const [held, setHeld] = useState<number | undefined>(undefined);
  const most = held ?? Math.min(number.most, sliderEnd(Math.abs(value)));
  const least = Math.max(number.least, value < 0 ? -most : Math.min(0, most), Number.NEGATIVE_INFINITY);
  const step = number.whole || Number.isInteger(value) ? 1 : 'any';
  const take = (text: string) => {
    const given = Number(text);
    if (text.trim() === '') optional && set(undefined);
    else if (Number.isFinite(given)) set(given);
  };
  return (
    <>
      {written && (
        <input
          class="slider"
          type="range"
          aria-hidden="true"
          tabIndex={-1}
          min={Math.max(least, number.whole ? number.least : least)}
          max={most}
          step={step === 'any' ? most / 64 : 1}
          value={value}
          onPointerDown={() => setHeld(most)}
          onPointerUp={() => setHeld(undefined)}
          onInput={(event) => take(event.currentTarget.value)}
        />
      )}
      <input
        id={id}
        aria-describedby={describedBy}
        type="number"
        step={step}
        {...(Number.isFinite(number.least) && number.least > -1e9 && { min: number.least })}
        value={written ? String(value) : ''}
        placeholder={byDefault}
        onInput={(event) => take(event.currentTarget.value)}
      />
    </>
  );
}

/** The end of a slider for a value: a power of two, so that it does not move with every step. */
function sliderEnd(value: number): number {
  return Math.max(8, 2 ** Math.ceil(Math.log2(Math.max(1, value) * 1.5)));
}

/** A value that no simpler control can take, written as in the file. */
function YamlControl({ id, describedBy, shown, set }: Omit<ControlProps, 'field' | 'optional'>): JSX.Element {
  const { byDefault } = usePage().texts.forms;
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const wrong = typed !== undefined && valueOfField(typed) === undefined;
  const leave = () => {
    if (typed === undefined) return;
    const read = valueOfField(typed);
    if (!read) return;
    setTyped(undefined);
    set(typed.trim() === '' ? undefined : read.value);
  };
  return (
    <input
      id={id}
      aria-describedby={describedBy}
      aria-invalid={wrong}
      type="text"
      class="yaml"
      spellcheck={false}
      autocomplete="off"
      value={typed ?? fieldText(shown)}
      placeholder={byDefault}
      onInput={(event) => setTyped(event.currentTarget.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === 'Enter') leave();
      }}
    />
  );
}

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { isObject } from '../../core/is_object.ts';
import type { Path } from '../../experiment/text/source.ts';
import type { FormField, FormKind } from '../file/fields.ts';
import { usePage } from './context.ts';
import { FieldRow } from './field.tsx';

interface KindFormProps {
  /** The name of the whole, as the user reads it. */
  title: string;
  /** Where it is in the file, which nothing else of the page has: `layers.0`. */
  place: string;
  kinds: readonly FormKind[];
  /** As the file writes it: a name, an object with `type`, or nothing. */
  value: unknown;
  /** What it is with every default filled in, where that is known. */
  resolved?: unknown;
  /** Fields that are shown at once; the others are shown when asked for. Default: all. */
  first?: readonly string[];
  /** A kind with more fields than this shows those at once that are written or have a value to show. Default: any number. */
  most?: number;
  /** The swept keys below it. */
  swept?: readonly string[];
  /** Shown in place of the kind where the file writes none. */
  none?: string;
  set(path: Path, value: unknown): void;
}

/** The form of a kind: which one, and its options. */
export function KindForm(props: KindFormProps): JSX.Element {
  const { title, place: id, kinds, value, resolved, none, set } = props;
  const written = typeName(value);
  const name = written ?? (none === undefined ? typeName(resolved) : undefined);
  const kind = kinds.find((one) => one.name === name);
  return (
    <>
      <div class="field">
        <label for={id}>{title}</label>
        <select
          id={id}
          value={name ?? ''}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            if (chosen === '') set([], undefined);
            else choose(kinds.find((one) => one.name === chosen)!, value, set);
          }}
        >
          {none !== undefined && <option value="">{none}</option>}
          {name !== undefined && !kind && <option translate={false}>{name}</option>}
          {kinds.map((one) => (
            <option key={one.name} translate={false}>
              {one.name}
            </option>
          ))}
        </select>
      </div>
      {kind && <Fields key={kind.name} {...props} fields={kind.fields} />}
    </>
  );
}

/** Writes another kind. What it has in common with the one before stays. */
function choose({ name, fields }: FormKind, value: unknown, set: KindFormProps['set']): void {
  const written = Object.entries(isObject(value) ? value : {}).filter(([key]) => key !== 'type');
  const kept = written.filter(([key]) => fields.some((field) => field.name === key));
  if (kept.length === 0) set([], name);
  else if (kept.length === written.length) set(['type'], name);
  else set([], { type: name, ...Object.fromEntries(kept) });
}

interface FieldsProps
  extends Pick<KindFormProps, 'value' | 'resolved' | 'first' | 'most' | 'swept' | 'set' | 'title' | 'place'> {
  fields: readonly FormField[];
}

/** The options of a kind: those that are written or come first, then the others when asked for. */
export function Fields({
  fields,
  value,
  resolved,
  first,
  most,
  swept = [],
  set,
  title,
  place,
}: FieldsProps): JSX.Element {
  const { texts } = usePage();
  const own = isObject(value) ? value : {};
  const filled = isObject(resolved) ? resolved : {};
  const all = first === undefined && fields.length <= (most ?? fields.length);
  // Found once: an option that moved while it is written would lose the focus.
  const [shown] = useState(
    () =>
      new Set(
        fields.flatMap(({ name }) => (all || first?.includes(name) || own[name] !== undefined ? [name] : [])),
      ),
  );
  const rest = fields.filter(({ name }) => !shown.has(name));
  const row = (field: FormField) => (
    <FieldRow
      key={field.name}
      field={field}
      place={`${place}.${field.name}`}
      value={own[field.name]}
      preset={
        field.default ?? (own[field.name] === undefined ? simple(filled[field.name], field) : undefined)
      }
      swept={swept.includes(field.name)}
      set={(given) => set([field.name], given)}
    />
  );
  return (
    <>
      {fields.filter(({ name }) => shown.has(name)).map(row)}
      {rest.length > 0 && (
        <details class="more">
          <summary>{texts.forms.more(title)}</summary>
          {rest.map(row)}
        </details>
      )}
    </>
  );
}

/** A default as its field shows it: [64, 64] is 64 where that is a number. */
function simple(value: unknown, { number }: FormField): unknown {
  if (
    number &&
    Array.isArray(value) &&
    value.length === 2 &&
    value[0] === value[1] &&
    typeof value[0] === 'number'
  )
    return value[0];
  return value ?? undefined;
}

/** The name of a kind as a file writes it. */
export function typeName(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return isObject(value) && typeof value.type === 'string' ? value.type : undefined;
}

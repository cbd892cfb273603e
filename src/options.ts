import * as v from 'valibot';
import { didYouMean } from './error.ts';

/**
 * The words in which a kind says what options it takes. Each message completes the sentence "expected …", and
 * each rule that JSON schema can express is one.
 */

const FLOAT32_MAX = 3.4028234663852886e38;

/** The options of some kind: of which, only its own file knows. */
// biome-ignore lint/suspicious/noExplicitAny: it stands for every schema there is
export type AnySchema = v.GenericSchema<any, any>;

type Entries = Record<string, v.GenericSchema>;

/** An object with these keys and no others; the nearest name is offered for a wrong one. */
export function options<E extends Entries>(
  entries: E,
): v.StrictObjectSchema<E, v.ErrorMessage<v.StrictObjectIssue>> {
  const names = Object.keys(entries);
  return v.strictObject(entries, (issue) => {
    if (issue.expected === 'never') return unknownName('key', String(issue.input), names);
    return issue.expected === 'Object'
      ? `expected an object with ${names.join(', ') || 'no keys'}`
      : 'is missing';
  });
}

/** `unknown key "raduis"; did you mean "radius"?`, or else the names there are. */
export function unknownName(what: string, name: string, names: readonly string[]): string {
  const hint = didYouMean(name, names);
  const all = names.length === 0 ? 'none is allowed here' : `allowed: ${[...names].sort().join(', ')}`;
  return `unknown ${what} ${JSON.stringify(name)}${hint || `; ${all}`}`;
}

/** What an option means, as the docs and the JSON schema show it. */
export function described<S extends v.GenericSchema>(description: string, schema: S) {
  return v.pipe(schema, v.description(description));
}

/** A finite float32. */
export function number({ min = -FLOAT32_MAX, max = FLOAT32_MAX } = {}) {
  const expected = `expected a ${rangeText('finite number', min, max, FLOAT32_MAX)}`;
  return v.pipe(v.number(expected), v.minValue(min, expected), v.maxValue(max, expected));
}

/** A whole number. */
export function whole({ min = -Number.MAX_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = {}) {
  const expected = `expected a ${rangeText('whole number', min, max, Number.MAX_SAFE_INTEGER)}`;
  return v.pipe(
    v.number(expected),
    v.integer(expected),
    v.minValue(min, expected),
    v.maxValue(max, expected),
  );
}

export function boolean() {
  return v.boolean('expected true or false');
}

/** One of a few words. */
export function choice<const Names extends readonly [string, ...string[]]>(names: Names) {
  return v.picklist(names, (issue) =>
    typeof issue.input === 'string'
      ? unknownName('value', issue.input, names)
      : `expected ${names.join(' or ')}`,
  );
}

/** Two of the same, rows first. */
export function pair<S extends v.GenericSchema>(item: S, names: string) {
  return v.strictTuple([item, item], `expected two numbers, ${names}`);
}

/** A size of whole numbers: n, or [height, width]; n stands for both. */
export function size({ min = 1, max = Number.MAX_SAFE_INTEGER } = {}) {
  const item = whole({ min, max });
  const expected = `expected a ${rangeText('whole number', min, max, Number.MAX_SAFE_INTEGER)}, or two as [height, width]`;
  return v.pipe(
    v.union([item, pair(item, '[height, width]')], expected),
    v.transform((input): [number, number] => (typeof input === 'number' ? [input, input] : input)),
  );
}

function rangeText(noun: string, min: number, max: number, limit: number): string {
  if (min > -limit && max < limit) return `${noun} from ${min} to ${max}`;
  if (min > -limit) return `${noun} of at least ${min}`;
  return max < limit ? `${noun} of at most ${max}` : noun;
}

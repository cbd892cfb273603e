import * as v from 'valibot';
import { didYouMean, either, grouped, quoted } from './error.ts';

/**
 * The words in which a kind says what options it takes. Each message completes the sentence "expected …", and
 * each rule that JSON schema can express is one.
 */

const FLOAT32_MAX = 3.4028234663852886e38;

/** Up to here a double holds every whole number. */
const WHOLE_MAX = 2 ** 53;

/** The options of some kind: of which, only its own file knows. */
export type AnySchema = v.GenericSchema<any, any>;

type Entries = Record<string, v.GenericSchema>;

/** An object with these keys and no others; the nearest name is offered for a wrong one. */
export function options<E extends Entries>(
  entries: E,
): v.StrictObjectSchema<E, v.ErrorMessage<v.StrictObjectIssue>> {
  const names = Object.keys(entries);
  const schema = v.strictObject(entries, (issue) => {
    if (issue.expected === 'never') return unknownName('key', String(issue.input), names);
    return issue.expected === 'Object'
      ? `expected an object with ${names.join(', ') || 'no keys'}`
      : 'is missing';
  });
  return notList(schema);
}

/** valibot takes a list for an object, with its indices for keys: this takes objects only. */
export function notList<S extends v.GenericSchema>(schema: S): S {
  const run = schema['~run'];
  return {
    ...schema,
    '~run'(dataset, config) {
      if (!Array.isArray(dataset.value)) return run.call(this, dataset, config);
      const refused = run.call(this, { value: undefined }, config);
      // It was refused as no object; what was refused is the list.
      return { ...refused, issues: refused.issues?.map((issue) => ({ ...issue, input: dataset.value })) };
    },
  };
}

/** `unknown key "raduis"; did you mean "radius"?`, or else the names there are. */
export function unknownName(what: string, name: string, names: readonly string[]): string {
  const hint = didYouMean(name, names);
  const all = names.length === 0 ? 'none is allowed here' : `allowed: ${[...names].sort().join(', ')}`;
  return `unknown ${what} ${quoted(name)}${hint || `; ${all}`}`;
}

/** What an option means, as the docs and the JSON schema show it. */
export function described<S extends v.GenericSchema>(description: string, schema: S) {
  return v.pipe(schema, v.description(description));
}

/** A finite float32. */
export function number({ min = -FLOAT32_MAX, max = FLOAT32_MAX } = {}) {
  const expected = `expected a ${rangeText('finite number', min, max, FLOAT32_MAX)}`;
  return v.pipe(
    v.number(expected),
    v.minValue(min, min === -FLOAT32_MAX ? `${expected}, at least -3.4e38` : expected),
    v.maxValue(max, max === FLOAT32_MAX ? `${expected}, at most 3.4e38` : expected),
  );
}

/** A whole number. */
export function whole({ min = -WHOLE_MAX, max = WHOLE_MAX } = {}) {
  const expected = `expected a ${rangeText('whole number', min, max, WHOLE_MAX)}`;
  return v.pipe(
    v.number(expected),
    v.integer(expected),
    v.minValue(min, min === -WHOLE_MAX ? `${expected}, at least -2^53` : expected),
    v.maxValue(max, max === WHOLE_MAX ? `${expected}, at most 2^53` : expected),
  );
}

export function boolean() {
  return v.boolean('expected true or false');
}

/** One of a few words. */
export function choice<const Names extends readonly [string, ...string[]]>(names: Names) {
  return v.picklist(names, (issue) =>
    typeof issue.input === 'string' ? unknownName('value', issue.input, names) : `expected ${either(names)}`,
  );
}

/** A file or a folder that the experiment names: a path relative to its own folder. */
export function path(what: 'file' | 'folder' = 'file') {
  const expected = `expected the path of a ${what}`;
  return v.pipe(
    v.string(expected),
    v.nonEmpty(expected),
    v.maxLength(4096, `${expected}, 4,096 characters at most`),
  );
}

/** Two of the same, rows first. */
export function pair<S extends v.GenericSchema>(item: S, names: string) {
  return v.strictTuple([item, item], `expected two numbers, ${names}`);
}

/** A size of whole numbers: n, or [height, width]; n stands for both. */
export function size({ min = 1, max = WHOLE_MAX } = {}) {
  const item = whole({ min, max });
  const expected = `expected a ${rangeText('whole number', min, max, WHOLE_MAX)}, or two as [height, width]`;
  return v.pipe(
    v.union([item, pair(item, '[height, width]')], expected),
    v.transform((input): [number, number] => (typeof input === 'number' ? [input, input] : input)),
  );
}

function rangeText(noun: string, min: number, max: number, limit: number): string {
  if (min > -limit && max < limit) return `${noun} from ${grouped(min)} to ${grouped(max)}`;
  if (min > -limit) return `${noun} of at least ${grouped(min)}`;
  return max < limit ? `${noun} of at most ${grouped(max)}` : noun;
}

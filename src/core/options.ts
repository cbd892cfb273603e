import * as v from 'valibot';
import { either, grouped } from './error.ts';
import { formatPhrase, type Mistake, unknownName } from './mistake.ts';

/** Schemas for the options of kinds. A rule that JSON schema can express is written so that it is exported. */

const FLOAT32_MAX = 3.4028234663852886e38;

/** Up to here a double holds every whole number. */
const WHOLE_MAX = 2 ** 53;

/** The options schema of any kind. */
export type AnySchema = v.GenericSchema<any, any>;

type OptionEntries = Record<string, v.GenericSchema>;

/** An issue that valibot found, with what our own schemas say of it. */
export type MistakenIssue = v.BaseIssue<unknown> & { mistake?: Mistake };

/**
 * A message for valibot that carries a mistake as data: `issue.mistake`. The reader of experiments adds the place and
 * the value.
 */
export function says(mistakeOf: (issue: v.BaseIssue<unknown>) => Mistake) {
  return (issue: v.BaseIssue<unknown>): string => {
    const mistake = mistakeOf(issue);
    (issue as MistakenIssue).mistake = mistake;
    return formatPhrase(mistake);
  };
}

/**
 * A message for valibot that names what belongs there.
 *
 * @example v.check(isEven, expects('an even number')) // radius: expected an even number, not 3.
 */
export function expects(expected: string) {
  return says(() => ({ expected }));
}

/**
 * A message for valibot that states the rule which is broken. It shows no value.
 *
 * @example v.check(holds, breaks('only equals has a tolerance'))
 */
export function breaks(problem: string) {
  return says(() => ({ problem }));
}

/** Checks an object; the mistake is at one of its keys. */
export function checkAt<Given extends object>(
  key: NoInfer<keyof Given & string>,
  requirement: (given: Given) => boolean,
  message: (issue: v.BaseIssue<unknown>) => string,
) {
  const check: v.BaseValidation<any, any, v.BaseIssue<unknown>> = v.check(requirement, message);
  return v.forward(check, [key] as never) as v.BaseValidation<Given, Given, v.BaseIssue<unknown>>;
}

/** The schema of an object with these keys and no others. */
export function options<E extends OptionEntries>(
  entries: E,
): v.StrictObjectSchema<E, v.ErrorMessage<v.StrictObjectIssue>> {
  const names = Object.keys(entries);
  const message = says((issue) => {
    if (issue.expected === 'never') return unknownName('key', String(issue.input), names);
    return issue.expected === 'Object' ? { expected: 'an object', keys: names } : { missing: 'key' };
  });
  return notList(v.strictObject(entries, message));
}

/**
 * The names of the options of a kind, without what is checked and filled in after them.
 *
 * @example optionKeys(options({ radius: number() })) // ['radius']
 */
export function optionKeys(schema: AnySchema): string[] {
  return Object.keys(optionEntries(schema));
}

/** The options of a kind by their names. */
export function optionEntries(schema: AnySchema): Record<string, AnySchema> {
  const { pipe } = schema as { pipe?: readonly v.GenericSchema[] };
  return ((pipe?.[0] ?? schema) as unknown as { entries?: Record<string, AnySchema> }).entries ?? {};
}

/** The same schema, but it refuses lists: valibot takes a list for an object with its indices as keys. */
export function notList<S extends v.GenericSchema>(schema: S): S {
  const run = schema['~run'];
  return {
    ...schema,
    '~run'(dataset, config) {
      if (!Array.isArray(dataset.value)) return run.call(this, dataset, config);
      const refused = run.call(this, { value: undefined }, config);
      // The schema refused undefined as no object; the input to report is the list.
      return { ...refused, issues: refused.issues?.map((issue) => ({ ...issue, input: dataset.value })) };
    },
  };
}

/** A schema with a description, which the docs and the JSON schema show. */
export function described<S extends v.GenericSchema>(description: string, schema: S) {
  const { pipe = [schema] } = schema as unknown as { pipe?: v.GenericSchema[] };
  const at = pipe.findIndex(({ type }) => type === 'transform');
  const whole = v.pipe(schema, v.description(description));
  // A JSON schema of what is given ends at the first transformation, so that a description behind it would be lost.
  return at < 0
    ? whole
    : { ...whole, pipe: pipe.toSpliced(at, 0, v.description(description) as never) as never };
}

/** A finite float32. */
export function number({ min = -FLOAT32_MAX, max = FLOAT32_MAX } = {}) {
  const noun = `a ${rangeNoun('finite number', min, max, FLOAT32_MAX)}`;
  return v.pipe(
    v.number(expects(noun)),
    v.minValue(min, expects(min === -FLOAT32_MAX ? `${noun}, at least -3.4e38` : noun)),
    v.maxValue(max, expects(max === FLOAT32_MAX ? `${noun}, at most 3.4e38` : noun)),
  );
}

/** A whole number. */
export function whole({ min = -WHOLE_MAX, max = WHOLE_MAX } = {}) {
  const noun = `a ${rangeNoun('whole number', min, max, WHOLE_MAX)}`;
  return v.pipe(
    v.number(expects(noun)),
    v.integer(expects(noun)),
    v.minValue(min, expects(min === -WHOLE_MAX ? `${noun}, at least -2^53` : noun)),
    v.maxValue(max, expects(max === WHOLE_MAX ? `${noun}, at most 2^53` : noun)),
  );
}

/** true or false; the message says so. */
export function boolean() {
  return v.boolean(expects('true or false'));
}

/**
 * The schema of one of a few words. A word that is near one of them is answered with it.
 *
 * @example choice(['same', 'valid']) // takes 'same'; of 'vaild' it says: unknown value "vaild"; did you mean "valid"?
 */
export function choice<const Names extends readonly [string, ...string[]]>(names: Names) {
  return v.picklist(
    names,
    says(({ input }) =>
      typeof input === 'string' ? unknownName('value', input, names) : { expected: either(names) },
    ),
  );
}

/** A file or a folder that the experiment names: a path relative to its own folder. */
export function path(what: 'file' | 'folder' = 'file') {
  const noun = `the path of a ${what}`;
  return v.pipe(
    v.string(expects(noun)),
    v.nonEmpty(expects(noun)),
    v.maxLength(4096, expects(`${noun}, 4,096 characters at most`)),
  );
}

/** Two values of one schema, rows first. @param names how a message writes the pair: `[y, x]` */
export function pair<S extends v.GenericSchema>(item: S, names: string) {
  return v.strictTuple([item, item], expects(`two numbers, ${names}`));
}

/** A size in whole numbers: [height, width], or n for [n, n]. */
export function size({ min = 1, max = WHOLE_MAX } = {}) {
  const item = whole({ min, max });
  const noun = `a ${rangeNoun('whole number', min, max, WHOLE_MAX)}, or two as [height, width]`;
  return v.pipe(
    v.union([item, pair(item, '[height, width]')], expects(noun)),
    v.transform((input): [number, number] => (typeof input === 'number' ? [input, input] : input)),
  );
}

function rangeNoun(noun: string, min: number, max: number, limit: number): string {
  if (min > -limit && max < limit) return `${noun} from ${grouped(min)} to ${grouped(max)}`;
  if (min > -limit) return `${noun} of at least ${grouped(min)}`;
  return max < limit ? `${noun} of at most ${grouped(max)}` : noun;
}

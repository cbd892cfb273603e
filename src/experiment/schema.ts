import * as v from 'valibot';
import { grouped } from '../error.ts';
import type { MeasureKind } from '../measure/kind.ts';
import {
  type AnySchema,
  choice,
  described,
  notList,
  number,
  options,
  unknownName,
  whole,
} from '../options.ts';
import { shiftOptions } from '../shift/options.ts';
import type { Kinds } from './kinds.ts';

/** A kind of any family, as far as the schema is concerned. */
interface Kind {
  title: string;
  options: AnySchema;
}

type Entries = Record<string, AnySchema>;

/** The most that may be asked for; stated in the docs, and checked before anything is computed. */
export const limits = {
  imageValues: 16_000_000,
  trials: 100_000_000,
  measurements: 10_000_000,
  variants: 100_000,
  layers: 1_000,
  fileBytes: 256 * 1024,
};

/** Every key of an experiment file but `sweep`, with what it takes. Defaults stand here and nowhere else. */
export function experimentEntries({ images, layers, comparisons, measures }: Kinds) {
  return {
    $schema: described('Where the JSON schema is, for editors.', v.optional(v.string('expected a text'))),
    description: described('The claim, in a sentence.', v.optional(v.string('expected a text'))),
    seed: described(
      'What all random numbers are drawn from: a number or a text.',
      v.optional(v.union([number(), v.string()], 'expected a number or a text'), 0),
    ),
    trials: described(
      'Random draws of a shift, or `all`: every shift of the range exactly once.',
      v.optional(
        v.union(
          [whole({ min: 1, max: limits.trials }), v.literal('all')],
          `expected a whole number from 1 to ${grouped(limits.trials)}, or "all"`,
        ),
        1000,
      ),
    ),
    image: described('What is shifted.', kindOf('image', images)),
    against: described(
      'A second image of the same size, compared with the first.',
      v.optional(kindOf('image', images)),
    ),
    shift: described('How far, with what chance, and what enters the frame.', shiftOptions),
    pool: described(
      'Short for layers: this layer, depth times.',
      v.optional(
        kindOf('pool', pools(layers), poolDepth, (name) =>
          Object.hasOwn(layers, name) ? `${name} does not pool; write it in layers` : undefined,
        ),
      ),
    ),
    layers: described(
      'The stack. `repeat: { times, layers }` stands for its layers, so many times.',
      v.optional(layerList(layers)),
    ),
    compare: described(
      'When two outputs coincide. Default: exact where every layer is exact, else close.',
      v.optional(kindOf('comparison', comparisons)),
    ),
    steps: described(
      'Rows of the table. pools: the image, each layer that pools, and the last; all: every step.',
      v.optional(choice(['pools', 'all']), 'pools'),
    ),
    measures: described(
      'Further measures by name.',
      v.optional(v.array(nameOf('measure', measures), 'expected a list of measures'), []),
    ),
    tables: described(
      'The tables that are written: summary, one row per variant and step; shifts, one per variant, step and distinct shift.',
      v.optional(
        v.pipe(
          v.array(choice(['summary', 'shifts']), 'expected a list of tables'),
          v.minLength(1, 'expected at least one table'),
        ),
        ['summary'],
      ),
    ),
    expect: described(
      'What must hold.',
      v.optional(v.array(expectation(measures), 'expected a list of expectations'), []),
    ),
  } satisfies Entries;
}

const scalar = v.union([v.string(), number(), v.boolean()], 'expected a text, a number, true or false');

/** What stands in a table under its own name: a spreadsheet takes a text that begins otherwise for a formula. */
const label = v.pipe(v.string(), v.regex(/^[^=+@-]/));

/** The values of one swept key: a list of scalars, or an object that names values of any sort. */
const sweepValues = v.union([
  v.pipe(v.array(v.union([label, number(), v.boolean()])), v.minLength(1)),
  v.pipe(v.record(label, v.unknown()), v.minEntries(1)),
]);

/** The whole of an experiment file, as the exported JSON schema describes it. */
export function experimentSchema(kinds: Kinds) {
  return options({
    ...experimentEntries(kinds),
    sweep: described(
      'Paths into the file, each with its values: every combination is one variant, the last key runs fastest. Values that are not scalars get names.',
      v.optional(v.record(v.string(), sweepValues)),
    ),
  });
}

function expectation(measures: Record<string, MeasureKind>) {
  const metrics = Object.fromEntries(
    Object.values(measures).flatMap(({ columns }) => Object.entries(columns)),
  );
  const bound = (what: string) => described(what, v.optional(number()));
  return v.pipe(
    options({
      metric: described('A column that a measure fills.', nameOf('metric', metrics)),
      at: described(
        'The rows: values of identity columns. All of the selected rows must hold. Default: every row.',
        v.optional(notList(v.record(v.string(), scalar, 'expected an object of columns and values')), {}),
      ),
      min: bound('The least allowed, compared with the unrounded value.'),
      max: bound('The most allowed.'),
      equals: bound('The value, give or take `within`.'),
      within: described('Absolute tolerance of `equals`.', v.optional(number({ min: 0 }), 0)),
    }),
    v.check(
      ({ min, max, equals }) => min !== undefined || max !== undefined || equals !== undefined,
      'expected min, max or equals',
    ),
    v.check(
      ({ min, max }) => min === undefined || max === undefined || min <= max,
      'expected a min that is not above max',
    ),
    v.forward(
      v.check(({ equals, within }) => equals !== undefined || within === 0, 'only equals has a tolerance'),
      ['within'],
    ),
  );
}

const poolDepth: Entries = {
  depth: described(
    'How many times the layer is applied.',
    v.optional(whole({ min: 1, max: limits.layers }), 1),
  ),
};

function pools(layers: Kinds['layers']): Kinds['layers'] {
  return Object.fromEntries(Object.entries(layers).filter(([, { pools }]) => pools));
}

function layerList(layers: Kinds['layers']): v.GenericSchema<unknown[], unknown[]> {
  const most = `expected at most ${grouped(limits.layers)} layers`;
  const tooMany = v.pipe(v.array(v.unknown()), v.maxLength(limits.layers, most));
  const list: AnySchema = v.lazy((input) =>
    Array.isArray(input) && input.length > limits.layers
      ? tooMany
      : v.pipe(
          v.array(item, 'expected a list of layers'),
          v.minLength(1, 'expected at least one layer'),
          v.maxLength(limits.layers, most),
        ),
  );
  const layer = kindOf('layer', layers);
  const repeat = options({
    repeat: described(
      'These layers, so many times.',
      options({ times: described('How many times.', whole({ min: 1, max: limits.layers })), layers: list }),
    ),
  });
  const item: AnySchema = v.lazy((input) => {
    if (input === undefined) return v.union([layer, repeat]);
    return isObject(input) && Object.hasOwn(input, 'repeat') ? repeat : layer;
  });
  return list;
}

function nameOf(what: string, record: Record<string, unknown>, elsewhere: Elsewhere = () => undefined) {
  const names = Object.keys(record);
  return v.picklist(names, (issue) =>
    typeof issue.input === 'string'
      ? (elsewhere(issue.input) ?? unknownName(what, issue.input, names))
      : `expected the name of ${article(what)} ${what}`,
  );
}

/** What to say of a name that belongs elsewhere. */
type Elsewhere = (name: string) => string | undefined;

function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? 'an' : 'a';
}

/**
 * A kind is its name, or an object with `type`. Given an input, only the branch of its type is tried, so that a
 * mistake gets its own place and words.
 */
function kindOf(
  what: string,
  kinds: Record<string, Kind>,
  extra: Entries = {},
  elsewhere?: Elsewhere,
): AnySchema {
  const name = nameOf(what, kinds, elsewhere);
  const branches = Object.fromEntries(
    Object.entries(kinds).map(([type, kind]) => [
      type,
      withEntries(kind, { type: v.literal(type), ...extra }),
    ]),
  );
  const alone = Object.keys(branches).filter((type) => v.safeParse(branches[type]!, { type }).success);
  const union = v.union([v.picklist(alone), ...Object.values(branches)]);
  return v.lazy((input: unknown) => {
    if (input === undefined) return union;
    if (typeof input === 'string')
      return Object.hasOwn(branches, input) ? v.pipe(name, expand, branches[input]!) : name;
    if (!isObject(input))
      return v.never(`expected the name of ${article(what)} ${what}, or an object with type`);
    const { type } = input;
    return typeof type === 'string' && Object.hasOwn(branches, type)
      ? branches[type]!
      : v.looseObject({ type: name }, () => withoutType(input, Object.keys(branches)));
  });
}

/** A kind that is written as `max_pool: { … }` shows what was meant. */
function withoutType(input: Record<string, unknown>, names: readonly string[]): string {
  const key = names.find((name) => Object.hasOwn(input, name));
  if (key !== undefined) return `is missing; write { type: ${key}, … }`;
  return `is missing; allowed: ${[...names].sort().join(', ')}`;
}

const expand = v.transform((type: string) => ({ type }));

/** The kind's options with entries of their own in front; what was checked and filled in after them stays. */
function withEntries({ title, options: schema }: Kind, extra: Entries): AnySchema {
  const { pipe } = schema as { pipe?: readonly [v.GenericSchema, ...v.PipeItem<any, any, any>[]] };
  const [root, ...actions] = pipe ?? [schema];
  const { entries } = root as unknown as { entries: Entries };
  return v.pipe(options({ ...extra, ...entries }), ...(actions as []), v.description(title));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import * as v from 'valibot';
import { grouped } from '../../core/error.ts';
import { isObject } from '../../core/is_object.ts';
import {
  type AnySchema,
  boolean,
  breaks,
  choice,
  described,
  expects,
  notList,
  number,
  options,
  says,
  whole,
} from '../../core/options.ts';
import type { Policy } from '../../expect/policy.ts';
import { type PresetName, presets } from '../../image/preprocess/presets.ts';
import type { MeasureKind } from '../../measure/kind.ts';
import { worstOf } from '../../measure/of_pictures.ts';
import type { TableKind } from '../../results/tables/kind.ts';
import { furtherTables, tables } from '../../results/tables/registry.ts';
import { shiftOptions } from '../../shift/options.ts';
import type { BaselineInput } from './input.ts';
import { kindOf, layerList, nameAmong } from './kind_schema.ts';
import type { Kinds } from './kinds.ts';
import { limits } from './limits.ts';
import { measureList } from './measure_list.ts';

/** The schema of every key of an experiment file except `sweep`. All defaults are declared here. */
export function experimentEntries({ images, layers, comparisons, measures }: Kinds) {
  return {
    $schema: described('Where the JSON schema is, for editors.', v.optional(v.string(expects('a text')))),
    description: described(
      'The claim, in a sentence.',
      v.optional(v.pipe(v.string(expects('a text')), v.trim())),
    ),
    seed: described(
      'What all random numbers are drawn from: a number or a text.',
      v.optional(v.union([number(), v.string()], expects('a number or a text')), 0),
    ),
    trials: described(
      'Random draws of a shift, or `all`: every shift of the range exactly once. Of a set of pictures: for each picture.',
      v.optional(
        v.union(
          [whole({ min: 1, max: limits.trials }), v.literal('all')],
          expects(`a whole number from 1 to ${grouped(limits.trials)}, or "all"`),
        ),
        1000,
      ),
    ),
    preprocess: described(
      'Preprocessing of pictures by name, short for options of image: torchvision (shorter side 256, crop 224, mean and std of ImageNet); keras_tf, keras_caffe, keras_torch (values and order of channels). Options that image writes come first.',
      v.optional(choice(Object.keys(presets) as [PresetName, ...PresetName[]])),
    ),
    image: described('What is shifted.', kindOf('image', images)),
    against: described(
      'A second image of the same size, compared with the first.',
      v.optional(kindOf('image', images)),
    ),
    shift: described('How far, with what chance, and what enters the frame.', shiftOptions),
    pool: described(
      'Short for layers: this layer, `depth` times. Default of depth: 1.',
      v.optional(
        kindOf('pool', poolingLayers(layers), poolDepth, (name) =>
          Object.hasOwn(layers, name)
            ? { problem: `${name} does not pool`, remedy: 'write it in layers' }
            : undefined,
        ),
      ),
    ),
    layers: described(
      'The stack. `repeat: { times, layers }` repeats its layers `times` times.',
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
      'Further measures: names, or objects with `type` and options, each once.',
      v.optional(measureList(measures), []),
    ),
    tables: described(
      `Which tables are written. summary always is, named or not. ${tablesText()}`,
      v.optional(
        v.pipe(
          v.array(choice(['summary', ...furtherTables]), expects('a list of tables')),
          v.minLength(1, expects('at least one table')),
        ),
        ['summary'],
      ),
    ),
    expect: described(
      'What must hold.',
      v.optional(v.array(expectationSchema(measures), expects('a list of expectations')), []),
    ),
    baseline: described(
      'How `coincide check` compares with the committed tables. same: every cell; { no_worse_by }: how much worse it may be; { no_worse: significant }: a drop of match_rate counts if the exact McNemar test finds it; off: not at all.',
      v.optional(baselinePolicy(), 'same'),
    ),
  } satisfies Record<string, AnySchema>;
}

/** `shifts: one row per variant, measured step and distinct shift, of one image; …` */
function tablesText(): string {
  const each = Object.entries<TableKind>(tables).map(([name, { title, needs }]) => {
    const row = `${title.charAt(0).toLowerCase()}${title.slice(1, -1)}`;
    return `${name}: ${row}${needs ? ', of a set' : ''}`;
  });
  return `${each.join('; ')}.`;
}

/** Words and objects have schemas of their own, so that a mistake in one is not reported for the other. */
function baselinePolicy() {
  const word = choice(['same', 'off']);
  const object = v.pipe(
    options({
      no_worse_by: described(
        'The most that match_rate, pair_rate and cosine may fall, and position_bits rise.',
        v.optional(number({ min: 0 })),
      ),
      no_worse: described('The test that finds a drop.', v.optional(choice(['significant']))),
    }),
    v.check(
      (given) => (given.no_worse_by === undefined) !== (given.no_worse === undefined),
      expects('one of no_worse_by and no_worse'),
    ),
  );
  const either = v.union(
    [word, object],
    expects('same, off, { no_worse_by: NUMBER } or { no_worse: significant }'),
  );
  return v.lazy((input): AnySchema => {
    if (typeof input === 'string') return word;
    return isObject(input) ? object : either;
  }) as v.GenericSchema<BaselineInput | undefined, Policy>;
}

const scalar = v.union([v.string(), number(), v.boolean()], expects('a text, a number, true or false'));

/** A text that is written to a table. A spreadsheet takes a text that begins with = + @ - for a formula. */
const label = v.pipe(v.string(), v.regex(/^[^=+@\t\r-]/));

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

function expectationSchema(measures: Record<string, MeasureKind>) {
  const metrics = Object.fromEntries(
    Object.values(measures).flatMap(({ columns }) =>
      Object.entries(columns).filter(([, { hidden }]) => !hidden),
    ),
  );
  const bound = (what: string) => described(what, v.optional(number()));
  return v.pipe(
    options({
      metric: described('A column that a measure fills.', nameAmong('metric', metrics)),
      of: described(
        'Of a set, one value in place of that of all pictures: worst_picture, worst_label (the worst class), or p05, than which 5 % of the pictures are worse (on the line between the two nearest). Which is worse, the column says.',
        v.optional(choice(worstOf)),
      ),
      at: described(
        'The rows: values of identity columns; and of a set with classes label, the name of a class or its number. All of the selected rows must hold. Default: every row.',
        v.optional(notList(v.record(v.string(), scalar, expects('an object of columns and values'))), {}),
      ),
      min: bound('The least allowed, compared with the unrounded value.'),
      max: bound('The most allowed.'),
      equals: bound('The value, give or take `within`.'),
      within: described('Absolute tolerance of `equals`.', v.optional(number({ min: 0 }), 0)),
      confident: described(
        'Whether the end of the 95 % interval that is nearer to breaking must hold too, in place of the estimate.',
        v.optional(boolean(), false),
      ),
      compare_to: described(
        'Another variant, by values of identity columns: the row must be at least as good as that one’s at the same depth.',
        v.optional(
          v.pipe(
            notList(v.record(v.string(), scalar, expects('an object of columns and values'))),
            v.minEntries(1, expects('at least one column')),
          ),
        ),
      ),
      min_gain: described('How much better than `compare_to` it must be.', v.optional(number(), 0)),
      level: described(
        'error: the check fails if it does not hold; warn: the check reports it, and passes.',
        v.optional(choice(['error', 'warn']), 'error'),
      ),
    }),
    v.check(
      ({ min, max, equals, compare_to }) =>
        min !== undefined || max !== undefined || equals !== undefined || compare_to !== undefined,
      says(() => ({ expected: 'min, max, equals or compare_to', remedy: 'for example min: 0.9' })),
    ),
    v.forward(
      v.check(
        ({ of, confident }) => of === undefined || !confident,
        breaks('one picture or class that was chosen has no interval'),
      ),
      ['confident'],
    ),
    v.forward(
      v.check(
        ({ of, at }) => of === undefined || !('label' in at),
        breaks('it is either of one class or the worst of all'),
      ),
      ['of'],
    ),
    v.check(
      ({ min, max }) => min === undefined || max === undefined || min <= max,
      expects('a min that is not above max'),
    ),
    v.forward(
      v.check(
        ({ equals, within }) => equals !== undefined || within === 0,
        breaks('only equals has a tolerance'),
      ),
      ['within'],
    ),
    v.forward(
      v.check(
        ({ compare_to, min_gain }) => compare_to !== undefined || min_gain === 0,
        breaks('only compare_to has a gain'),
      ),
      ['min_gain'],
    ),
  );
}

const poolDepth = {
  depth: described(
    'How many times the layer is applied.',
    v.optional(whole({ min: 1, max: limits.layers }), 1),
  ),
};

function poolingLayers(layers: Kinds['layers']): Kinds['layers'] {
  return Object.fromEntries(Object.entries(layers).filter(([, { pools }]) => pools));
}

import * as v from 'valibot';
import { grouped } from '../../core/error.ts';
import {
  type AnySchema,
  choice,
  described,
  expects,
  number,
  options,
  says,
  whole,
} from '../../core/options.ts';
import { type PresetName, presets } from '../../image/preprocess/presets.ts';
import type { TableKind } from '../../results/tables/kind.ts';
import { furtherTables, tables } from '../../results/tables/registry.ts';
import { shiftOptions } from '../../shift/options.ts';
import { baselinePolicy } from './baseline.ts';
import { expectationSchema } from './expectation.ts';
import { kindOf, layerList } from './kind_schema.ts';
import type { Kinds } from './kinds.ts';
import { limits } from './limits.ts';
import { measureList } from './measure_list.ts';
import { isNoSeed, SAME_NUMBERS } from './no_seed.ts';

/** A text as a seed. The same numbers are drawn from a word for chance each time, so none is taken. */
const seedText = v.pipe(
  v.string(),
  v.check(
    (text) => !isNoSeed(text),
    says(() => ({ problem: SAME_NUMBERS, remedy: 'write seed: 0, or another number' })),
  ),
);

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
      v.optional(v.union([number(), seedText], expects('a number or a text')), 0),
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

const poolDepth = {
  depth: described(
    'How many times the layer is applied.',
    v.optional(whole({ min: 1, max: limits.layers }), 1),
  ),
};

function poolingLayers(layers: Kinds['layers']): Kinds['layers'] {
  return Object.fromEntries(Object.entries(layers).filter(([, { pools }]) => pools));
}

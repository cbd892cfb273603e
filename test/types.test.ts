import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { expect, expectTypeOf, onTestFinished, test } from 'vitest';
import {
  defineImage,
  defineLayer,
  defineMeasure,
  type Experiment,
  type ExperimentInput,
  image,
  layer,
  type Metric,
  measure,
  parseExperiment,
  type Result,
  type Row,
  readExperiment,
  run,
  UserError,
} from '../src/index.ts';

const base = { image: 'circle', shift: { max: 1 }, trials: 9 } as const;

/** Compiled by `tsc`, which fails where one of these compiles; at run time they are refused in words. */
test.each<[string, () => unknown, string]>([
  [
    'an unknown layer',
    () => {
      // @ts-expect-error there is no max_pol
      return parseExperiment({ ...base, layers: ['max_pol'] });
    },
    'layers.0: unknown layer "max_pol"; did you mean "max_pool"?',
  ],
  [
    'an unknown layer inside repeat',
    () => {
      // @ts-expect-error there is no rellu
      return parseExperiment({ ...base, layers: [{ repeat: { times: 2, layers: ['rellu'] } }] });
    },
    'layers.0.repeat.layers.0: unknown layer "rellu"; did you mean "relu"?',
  ],
  [
    'a wrong option',
    () => {
      // @ts-expect-error it is called pool_size
      return parseExperiment({ ...base, pool: { type: 'max_pool', pool_sise: 2 } });
    },
    'pool: unknown key "pool_sise"; did you mean "pool_size"?',
  ],
  [
    'an option of another type',
    () => {
      // @ts-expect-error padding is a word
      return parseExperiment({ ...base, pool: { type: 'max_pool', padding: 1 } });
    },
    'pool.padding: expected same, valid, circular, circular_centered, reflect, replicate or full, not 1; write full, which does what padding=1 does in PyTorch.',
  ],
  [
    'an option of another kind',
    () => {
      // @ts-expect-error a circle has no channels
      return parseExperiment({ ...base, image: { type: 'circle', channels: 2 }, pool: 'max_pool' });
    },
    'image: unknown key "channels"; allowed: center, filled, radius, size, type, value.',
  ],
  [
    'a wrong metric',
    () => {
      // @ts-expect-error there is no match_rat
      return parseExperiment({ ...base, pool: 'max_pool', expect: [{ metric: 'match_rat', min: 1 }] });
    },
    'expect.0.metric: unknown metric "match_rat"; did you mean "match_rate"?',
  ],
  [
    'a kind whose option is required, by its name alone',
    () => {
      // @ts-expect-error pixels need rows
      return parseExperiment({ ...base, image: 'pixels', pool: 'max_pool' });
    },
    'image.rows is missing; write rows: [[0, 1], [1, 0]].',
  ],
  [
    'no shift',
    () => {
      // @ts-expect-error shift is required
      return parseExperiment({ image: 'circle', pool: 'max_pool' });
    },
    'shift is missing; write shift: { max: 3 }.',
  ],
])('%s does not compile, and is a UserError', (_, work, message) => {
  expect(work).toThrow(new UserError(message));
});

test('what is right compiles', () => {
  const file: ExperimentInput = {
    ...base,
    image: { type: 'dots', at: [[1, 2]], value: 'random' },
    against: 'noise',
    shift: { y: [-1, 1], x: [0, 2], fill_mode: 'wrap' },
    layers: ['relu', { type: 'avg_pool', strides: [1, 2] }, { repeat: { times: 2, layers: ['max_pool'] } }],
    compare: { type: 'close', relative: 1e-3 },
    sweep: { seed: [1, 'a'], layers: { plain: ['relu'] } },
    expect: [{ metric: 'against_rate', at: { depth: 0 }, equals: 0, within: 1 }],
  };
  expectTypeOf(parseExperiment).returns.toEqualTypeOf<Experiment>();
  expectTypeOf(run).returns.resolves.toEqualTypeOf<Result>();
  expectTypeOf<Row['match_rate']>().toEqualTypeOf<number | null | undefined>();
  expectTypeOf<'match_rate'>().toExtend<Metric>();
  expectTypeOf<'match_rat'>().not.toExtend<Metric>();
  expect(parseExperiment(file).variants).toHaveLength(2);
});

const options = v.strictObject({ by: v.optional(v.number(), 2) });
const half = layer({
  title: 'Each value divided.',
  options,
  pools: false,
  local: true,
  tolerance: 0,
  window: () => ({ size: [1, 1], strides: [1, 1], padding: 'valid' }),
  apply: (tf, x, { by }) => tf.mul(x, 1 / by),
});
const ramp = image({
  title: 'A ramp.',
  options: v.strictObject({ length: v.number() }),
  shape: ({ length }) => [1, length, 1],
  draw: ({ length }) => ({ shape: [1, length, 1], data: Float32Array.from({ length }, (_, x) => x) }),
});
const peak = measure({
  title: 'The largest value.',
  when: 'asked',
  columns: { peak: { type: 'number', unit: 'value', description: 'The largest.', formula: 'max r' } },
  measure: ({ reference }) => ({ peak: Math.max(...reference.data) }),
});
const own = { layers: { half }, images: { ramp }, measures: { peak } };
const written = {
  image: { type: 'ramp', length: 8 },
  shift: { x: [0, 1] },
  layers: ['half', { type: 'half', by: 7 }],
  steps: 'all',
  measures: ['peak'],
  expect: [{ metric: 'peak', at: { step: 2 }, equals: 0.5, within: 1e-6 }],
} as const;

test('the earlier names of defineLayer, defineImage and defineMeasure are the same functions', () => {
  expect(layer).toBe(defineLayer);
  expect(image).toBe(defineImage);
  expect(measure(peak)).toBe(defineMeasure(peak));
});

test('kinds of one’s own compile and run, in an object and in a file', async () => {
  const result = await run(written, own);
  expect(result.table.rows.map(({ layer: name, peak: most }) => [name, most])).toEqual([
    ['ramp', 7],
    ['half', 3.5],
    ['half', expect.closeTo(0.5, 6)],
  ]);
  expect(result.verdicts).toMatchObject([{ state: 'passed' }]);

  const folder = mkdtempSync(join(tmpdir(), 'coincide-own-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'ramp.yaml');
  writeFileSync(path, JSON.stringify(written));
  const fromFile = await run(await readExperiment(path, own));
  expect(fromFile.table.rows.map(({ experiment: _, ...row }) => row)).toEqual(
    result.table.rows.map(({ experiment: _, ...row }) => row),
  );
  expect(parseExperiment(written, 'ramp', own).resolved).toEqual(result.resolved);
  await expect(readExperiment(path)).rejects.toThrow('unknown image "ramp"');
});

test('the mistakes in kinds of one’s own do not compile either, and are UserErrors', async () => {
  // @ts-expect-error its option is a number
  const wrong = () => run({ ...written, layers: [{ type: 'half', by: 'two' }] }, own);
  await expect(wrong()).rejects.toThrow(UserError);
  // @ts-expect-error there is no halve
  const unknown = () => run({ ...written, layers: ['halve'] }, own);
  await expect(unknown()).rejects.toThrow('layers.0: unknown layer "halve"; did you mean "half"?');
  // @ts-expect-error without its kind there is no peak
  const without = () => run({ ...base, pool: 'max_pool', expect: [{ metric: 'peak', min: 0 }] });
  await expect(without()).rejects.toThrow('unknown metric "peak"');
});

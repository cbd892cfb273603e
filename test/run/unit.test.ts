import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseBackend } from '../../src/backend/load.ts';
import { createScheduler } from '../../src/core/scheduler.ts';
import { type Experiment, parseObject, readSource } from '../../src/experiment/parse.ts';
import { readObject } from '../../src/experiment/read.ts';
import { objectSource } from '../../src/experiment/text/source.ts';
import { tablesOf } from '../../src/results/files.ts';
import { toCsv } from '../../src/results/table_csv.ts';
import { gatherVariant, type VariantResult, variantFacts } from '../../src/run/combine.ts';
import { estimatedSeconds } from '../../src/run/cost.ts';
import { gatherResults } from '../../src/run/gather.ts';
import { type Result, resultOf, runExperiment } from '../../src/run/run.ts';
import { runUnit } from '../../src/run/run_unit.ts';
import { unitsOf } from '../../src/run/unit.ts';
import type { UnitResult } from '../../src/run/unit_result.ts';
import { filesOf } from '../support/image/pictures.ts';

const computing = await chooseBackend('auto');

/** An idx file of grey pictures of other values each; every third is blank. */
function idx(count: number, size: number): Uint8Array {
  const values = Array.from({ length: count * size * size }, (_, i) =>
    Math.floor(i / size / size) % 3 === 2 ? 0 : (i * i) % 251,
  );
  return Uint8Array.from([0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, size, 0, 0, 0, size, ...values]);
}

const labels = (count: number) =>
  Uint8Array.from([0, 0, 8, 1, 0, 0, 0, count, ...Array.from({ length: count }, (_, i) => i % 2)]);

const PICTURES = 11;

function setExperiment(more: object) {
  const value = {
    image: { type: 'idx', images: 'images.idx', labels: 'labels.idx' },
    shift: { max: 2 },
    trials: 30,
    pool: { type: 'avg_pool', depth: 2 },
    tables: ['summary', 'images', 'shifts', 'labels'],
    ...more,
  };
  const files = filesOf({ 'images.idx': idx(PICTURES, 8), 'labels.idx': labels(PICTURES) });
  return readSource(objectSource(value), { name: 'set' }, { ...files, named: () => [] });
}

function combined(experiment: Experiment, variant: number, units: readonly UnitResult[]): VariantResult {
  const gatherer = gatherVariant('set', variantFacts(experiment, variant), experiment.measures);
  for (const unit of units) gatherer.add(unit);
  return gatherer.end();
}

/** What has the worst values of the expectations that do not hold. */
const worstOf = ({ verdicts }: Result) =>
  verdicts.map((one) => one.state === 'failed' && one.violations.map(({ row }) => row.of));

test('a set gives the same numbers, tables and warnings however it is cut', async () => {
  const experiment = await setExperiment({
    measures: ['separation', 'worst', 'sensitivity', 'fooling', 'normalized_variance'],
    trials: 'all',
    expect: [
      { metric: 'max_abs', of: 'worst_picture', max: -1 },
      { metric: 'match_rate', of: 'worst_label', min: 2 },
    ],
  });
  const whole = await runExperiment(experiment, computing);
  expect(whole.warnings).toEqual([
    'of 3 of 11 pictures: the image has no set pixel, so nothing can be seen to move.',
  ]);
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: PICTURES - 1 })), async (cuts) => {
      const ends = [0, ...cuts.sort((a, b) => a - b), PICTURES];
      const results = [];
      for (const [i, first] of ends.slice(0, -1).entries()) {
        const unit = { variant: 0, pictures: [first, ends[i + 1]!] as const };
        const settings = { ...computing, scheduler: createScheduler(), progress: () => {} };
        results.push(await runUnit(experiment, unit, settings));
      }
      const gathering = gatherResults(experiment);
      gathering.add(combined(experiment, 0, results));
      const cut = await resultOf(experiment, gathering.end());
      // Sums that are put together in another order may differ in the last bit, which no table prints.
      const summed = { normalized_variance: expect.any(Number) };
      expect(cut.table.rows).toEqual(whole.table.rows.map((row) => ({ ...row, ...summed })));
      expect(toCsv(cut.table)).toBe(toCsv(whole.table));
      expect(cut.images!.rows).toEqual(whole.images!.rows);
      expect(cut.labels!.rows).toEqual(whole.labels!.rows);
      expect(toCsv(cut.shifts!)).toBe(toCsv(whole.shifts!));
      expect(cut.warnings).toEqual(whole.warnings);
      expect(worstOf(cut)).toEqual(worstOf(whole));
    }),
    { numRuns: 12 },
  );
});

test('a set is cut into slices by its cost alone, which follow one another and are nearly of one length', async () => {
  const small = await setExperiment({});
  expect(unitsOf(small)).toMatchObject({ count: 1 });
  const large = await setExperiment({
    tables: ['summary'],
    shift: { max: 800 },
    trials: 'all',
    sweep: { 'pool.depth': [1, 2] },
  });
  const { count, at, of, seconds } = unitsOf(large);
  const perPicture = estimatedSeconds(large.variants[0]!);
  expect(of(0)[1]).toBe(Math.ceil((PICTURES * perPicture) / 2));
  expect(of(1)).toEqual([of(0)[1], count]);
  expect(count).toBeGreaterThan(4);
  for (const variant of [0, 1]) {
    const [first, end] = of(variant);
    let next = 0;
    for (let index = first; index < end; index++) {
      const unit = at(index);
      expect(unit.variant).toBe(variant);
      expect(unit.pictures![0]).toBe(next);
      next = unit.pictures![1];
      expect(seconds(index)).toBeLessThan(2 * perPicture + 2);
    }
    expect(next).toBe(PICTURES);
  }
});

test('of single images, each variant is a unit', () => {
  const experiment = parseObject(
    { image: 'circle', shift: { max: 1 }, pool: 'max_pool', sweep: { seed: [1, 2, 3] } },
    { name: 'x' },
  );
  const units = unitsOf(experiment);
  expect(units.count).toBe(3);
  expect([0, 1, 2].map(units.at)).toEqual([{ variant: 0 }, { variant: 1 }, { variant: 2 }]);
  expect(units.of(1)).toEqual([1, 2]);
});

test('the estimate grows with the shifts, the size and the channels of a stack', () => {
  const secondsOf = (more: object) =>
    estimatedSeconds(
      parseObject(
        {
          image: { type: 'noise', size: 64 },
          shift: { max: 2 },
          trials: 'all',
          layers: ['max_pool'],
          ...more,
        },
        { name: 'x' },
      ).variants[0]!,
    );
  const base = secondsOf({});
  expect(secondsOf({ shift: { max: 8 } })).toBeGreaterThan(2 * base);
  expect(secondsOf({ image: { type: 'noise', size: 128 } })).toBeGreaterThan(2 * base);
  const filters = (n: number) => ({ layers: [{ type: 'conv2d', kernel: 'random', filters: n }] });
  expect(secondsOf(filters(32))).toBeGreaterThan(2 * secondsOf(filters(4)));
  expect(secondsOf({ trials: 3 })).toBeLessThan(base);
});

test('the estimate of a model does not grow with the maps that it gives: all are computed for its last value', async () => {
  const secondsOf = async (output: string) => {
    const layers = [{ type: 'model', path: 'experiments/models/max-tfjs/model.json', output }];
    const image = { type: 'noise', size: 28 };
    const value = { image, shift: { max: 4 }, trials: 'all', layers };
    const { variants } = await readObject(value, '.', { name: 'x', kinds: {} });
    return estimatedSeconds(variants[0]!);
  };
  const [map, values] = [await secondsOf('conv1'), await secondsOf('dense')];
  // conv1 gives 600 times as many values.
  expect(map).toBeLessThan(2 * values);
});

test.each([
  ['an image', { image: { type: 'circle', size: 12 }, tables: ['shifts'] }],
  ['a set', { tables: ['images', 'shifts', 'labels'] }],
])('of %s, rows that are not held are made again from units, whatever is held', async (_, more) => {
  const value = {
    shift: { max: 2 },
    trials: 60,
    pool: { type: 'max_pool', depth: 2 },
    sweep: { seed: [1, 2, 3, 4, 5, 6] },
    expect: [
      { metric: 'matches', at: { depth: 2 }, min: 60 },
      { metric: 'classes', at: {}, min: 1 },
    ],
    ...more,
  };
  const experiment = 'image' in more ? parseObject(value, { name: 'set' }) : await setExperiment(value);
  const { variants } = experiment;
  const settings = { ...computing, scheduler: createScheduler(), progress: () => {} };
  const units = unitsOf(experiment);
  const results: UnitResult[] = [];
  for (let at = 0; at < units.count; at++) results.push(await runUnit(experiment, units.at(at), settings));
  const whole = await runExperiment(experiment, computing);
  let asked = 0;
  function* again(from: number) {
    for (let variant = from; variant < variants.length; variant++) {
      asked++;
      const own = results.slice(...units.of(variant));
      yield combined(experiment, variant, own);
    }
  }
  for (const mostBytes of [0, 1, 500, Number.POSITIVE_INFINITY]) {
    const gathering = gatherResults(experiment, { again, mostBytes });
    for (const result of again(0)) gathering.add(result);
    asked = 0;
    const { verdicts, ...tables } = await resultOf(experiment, gathering.end());
    // Both expectations are about the same rows, which are made once for both.
    if (mostBytes === 0) expect(asked).toBe(variants.length);
    // Rows of an image are made again each time, those of a set are held.
    if (mostBytes > 500) expect(asked).toBe('image' in more ? variants.length : 0);
    expect(verdicts).toEqual(whole.verdicts);
    for (const [name, table] of tablesOf(whole)) {
      const found = new Map(tablesOf(tables)).get(name)!;
      expect(toCsv(found)).toBe(toCsv(table));
      expect(toCsv(found)).toBe(toCsv(table));
      expect(found.rows).toEqual(table.rows);
    }
  }
});

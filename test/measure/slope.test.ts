import { expect, test } from 'vitest';
import { slope } from '../../src/measure/slope.ts';
import { said } from '../support/measure/deciding.ts';
import { setOf } from '../support/measure/set_of.ts';
import { trialsOf } from '../support/measure/trials.ts';
import { runFile } from '../support/running.ts';

const { shifts } = trialsOf(
  [
    [0, 0],
    [0, -0.5],
    [0, 0.5],
    [0, 1],
  ],
  [0, 1, 1, 1],
  [0, 1, 2, 3],
).measured;

test('by hand: the mean change of a value per pixel, to either side', async () => {
  const outputs = [
    [1, 5],
    [2, 6],
    [1, 9],
    [0, 0],
  ];
  // (0 + 4) / 2 / 0.5 to the right; (1 + 1) / 2 / 0.5 to the left.
  expect(await said(slope, outputs, { shifts })).toMatchObject({
    slope_forward: 4,
    slope_backward: 2,
    slope_difference: 2 / 3,
  });
});

test('is empty where nothing changes, and without opposite shifts', async () => {
  expect(await said(slope, [[1], [1], [1], [1]], { shifts })).toMatchObject({
    slope_forward: 0,
    slope_backward: 0,
    slope_difference: null,
  });
  expect(await said(slope, [[1], [2]])).toMatchObject({ slope_forward: null, slope_difference: null });
});

test('a bilinear shift of a ramp has one slope, and of a corner two; a set compares its means', async () => {
  const list = [{ rows: [[0, 0, 0, 4, 4]] }, { rows: [[0, 1, 2, 3, 4]] }, { rows: [[2, 2, 2, 2, 0]] }];
  const { table } = await runFile(
    {
      image: 'set',
      shift: { x: [-0.25, 0.25], step: 0.25, fill_mode: 'nearest' },
      trials: 'all',
      layers: ['relu'],
      measures: ['slope'],
    },
    { kinds: { images: { set: setOf(list) } } },
  );
  // To the right a pixel takes its left neighbour's value in part: of each picture 4, 4 and 2 over 5 pixels.
  const [forward, backward] = [(4 + 4 + 2) / 15, (4 + 4 + 2) / 15];
  expect(table.rows.at(-1)!.slope_forward).toBeCloseTo(forward, 6);
  expect(table.rows.at(-1)!.slope_backward).toBeCloseTo(backward, 6);
  expect(table.rows.at(-1)!.slope_difference).toBeCloseTo(0, 6);
});

test('of a set, the difference is that of the means over pictures', async () => {
  const list = [{ rows: [[0, 0, 0, 0, 4]] }, { rows: [[0, 1, 2, 3, 0]] }];
  const { table } = await runFile(
    {
      image: 'set',
      shift: { x: [-0.25, 0.25], step: 0.25 },
      trials: 'all',
      layers: ['relu'],
      measures: ['slope'],
    },
    { kinds: { images: { set: setOf(list) } } },
  );
  // Black enters: to the right the last 4 loses a quarter of its difference from 0; to the left it also gives to its left.
  const right = (4 + (1 + 1 + 1 + 3)) / 10;
  const left = (4 + 4 + (1 + 1 + 1 + 3)) / 10;
  const { slope_forward, slope_backward, slope_difference } = table.rows.at(-1)!;
  expect(slope_forward).toBeCloseTo(right, 6);
  expect(slope_backward).toBeCloseTo(left, 6);
  expect(slope_difference).toBeCloseTo((left - right) / ((left + right) / 2), 6);
  expect(table.columns.map(({ name }) => name)).not.toContain('slope_mean');
});

test('is refused, with the text to write, where no shifts are opposite', async () => {
  const file = { image: 'circle', shift: { list: [[0, 0.5]] }, pool: 'max_pool', measures: ['slope'] };
  await expect(runFile(file)).rejects.toThrow(
    'measures.0: slope needs shifts by ±ε along x, such as shift: { x: [-0.01, 0.01], step: 0.01 } with trials: all.',
  );
});

test.each([
  ['trials', [1, 'all']],
  ['trials', ['all', 1]],
])('is refused where one of several variants of a shift has no opposite ones: %s %j', async (key, values) => {
  const file = { image: 'circle', shift: { max: 1 }, pool: 'max_pool', measures: ['slope'] };
  await expect(runFile({ ...file, sweep: { [key]: values } })).rejects.toThrow(
    'slope needs shifts by ±ε along x',
  );
  await expect(runFile({ ...file, trials: 'all' })).resolves.toBeDefined();
});

import { expect, test } from 'vitest';
import { drawVariant } from '../../src/run/draw_variant.ts';
import { neverYields, readFile, runFile } from '../support/running.ts';

const file = {
  image: { type: 'noise', size: 12 },
  shift: { max: 2 },
  trials: 8,
  layers: [{ type: 'max_pool', pool_size: 2 }],
};

/** What is drawn of each variant, in order. */
async function drawn(sweep: object) {
  const { variants } = readFile({ ...file, sweep });
  const all: Awaited<ReturnType<typeof drawVariant>>[] = [];
  for (const variant of variants) all.push(await drawVariant(variant, neverYields));
  return all.map(({ shifts, images }) => ({ shifts, image: images[0] }));
}

test('variants that differ in their layers share one image, and its shifts', async () => {
  const [first, second] = await drawn({ 'layers.0.pool_size': [2, 3] });
  expect(second!.shifts).toBe(first!.shifts);
  expect(second!.image).toBe(first!.image);
});

test.each([
  ['shift.max', [1, 2], { image: true, shifts: false }],
  ['trials', [8, 9], { image: true, shifts: false }],
  ['image.size', [12, 13], { image: false, shifts: true }],
  ['seed', [1, 2], { image: false, shifts: false }],
])('variants that differ in %s share what does not depend on it', async (key, values, shared) => {
  const [first, second] = await drawn({ [key]: values });
  expect({
    image: second!.image === first!.image,
    shifts: second!.shifts === first!.shifts,
  }).toEqual(shared);
});

test('of all shifts none depends on the seed', async () => {
  const { variants } = readFile({ ...file, trials: 'all', sweep: { seed: [1, 2] } });
  const [first, second] = [
    await drawVariant(variants[0]!, neverYields),
    await drawVariant(variants[1]!, neverYields),
  ];
  expect(second.shifts).toBe(first.shifts);
});

test('each variant of a sweep has the numbers that it has alone', async () => {
  const sweep = { seed: [1, 2], trials: [5, 'all', 9], 'layers.0.pool_size': [2, 3] };
  const { table } = await runFile({ ...file, sweep });
  const alone: object[] = [];
  for (const seed of sweep.seed)
    for (const trials of sweep.trials)
      for (const pool_size of sweep['layers.0.pool_size']) {
        const one = { ...file, seed, trials, layers: [{ type: 'max_pool', pool_size }] };
        alone.push(...(await runFile(one)).table.rows);
      }
  expect(table.rows).toMatchObject(alone);
});

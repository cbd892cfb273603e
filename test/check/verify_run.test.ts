import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { loadBackend } from '../../src/backend/load.ts';
import { verifyRun } from '../../src/check/verify_run.ts';
import { options } from '../../src/core/options.ts';
import { circle } from '../../src/image/circle.ts';
import { defineImage } from '../../src/image/kind.ts';
import { noise } from '../../src/image/noise.ts';
import { runExperiment } from '../../src/run/run.ts';
import { readFile } from '../support/running.ts';

/** Five pictures of noise, as a set. */
const noises = defineImage({
  title: 'Noises.',
  options: options({}),
  shape: () => [8, 8, 1],
  pictures: () => ({
    list: [0, 1, 2, 3, 4].map((i) => ({ name: `p${i}`, label: 0 })),
    classes: ['a'],
    limit: 5,
    skipsBad: false,
  }),
  draw: (_, random) => noise.draw({ size: [8, 8], channels: 1 }, random),
});

/** Five filled circles, whose edges are 0 except for rounding. */
const circles = defineImage({
  title: 'Circles.',
  options: options({}),
  shape: () => [16, 16, 1],
  pictures: () => ({
    list: [3, 4, 5, 6, 7].map((i) => ({ name: `p${i}`, label: 0 })),
    classes: ['a'],
    limit: 5,
    skipsBad: false,
  }),
  draw: (_, random, source) =>
    circle.draw(
      v.parse(circle.options, { size: 16, radius: 3 + source!.picture / 2, filled: true, value: 0.1 }),
      random,
    ),
});

const experiment = readFile({
  image: { type: 'noise', size: 12 },
  shift: { max: 2 },
  trials: 'all',
  layers: ['max_pool', { type: 'avg_pool', pool_size: 3, strides: 1 }],
  steps: 'all',
});
const settings = { backend: () => loadBackend('wasm') };
const ways = { own: { ...settings, loops: true }, other: settings, name: 'wasm' };

test('plain loops and a backend agree, also where windows read padding', async () => {
  const result = await runExperiment(experiment, { ...settings, loops: true });
  await verifyRun(experiment, result, ways);
});

test('one count that differs is a failure, which says where', async () => {
  const result = await runExperiment(experiment, { ...settings, loops: true });
  const rows = result.table.rows.map((row) => (row.step === 1 ? { ...row, matches: 25 } : row));
  const wrong = { ...result, table: { ...result.table, rows } };
  await expect(verifyRun(experiment, wrong, ways)).rejects.toThrow(
    /^wasm gives other numbers; nothing is written\.\n.*depth 1: matches was 25, is 1 /s,
  );
});

describe('what rounding alone decides is no difference', () => {
  test.each([
    [
      'ties of the farthest shift',
      {
        image: { type: 'noise', size: 8 },
        shift: { x: [-1, 1], fill_mode: 'wrap' },
        trials: 'all',
        layers: ['global_avg_pool'],
        measures: ['worst'],
        sweep: { seed: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
      },
      12 * 2,
    ],
    [
      'values that are 0 in loops and nearly 0 on a backend, in tables of shifts too',
      {
        image: { type: 'circle', size: 16, filled: true, value: 0.1 },
        shift: { max: 1 },
        trials: 'all',
        layers: [
          { type: 'conv2d', kernel: 'sharpen' },
          { type: 'conv2d', kernel: 'edge' },
        ],
        steps: 'all',
        tables: ['summary', 'shifts'],
      },
      3,
    ],
    [
      'ties of the farthest shift, of a set',
      {
        image: 'noises',
        shift: { x: [-1, 1], fill_mode: 'wrap' },
        trials: 'all',
        layers: ['global_avg_pool'],
        measures: ['worst'],
        sweep: { seed: [0, 1, 2, 3] },
      },
      4 * 2,
    ],
    [
      'values that are 0 in loops and nearly 0 on a backend, of a set, with a table of its pictures',
      {
        image: 'circles',
        shift: { max: 1 },
        trials: 'all',
        layers: [
          { type: 'conv2d', kernel: 'sharpen' },
          { type: 'conv2d', kernel: 'edge' },
        ],
        steps: 'all',
        tables: ['summary', 'images', 'shifts'],
      },
      3,
    ],
  ])('%s', async (_, file, rows) => {
    const one = readFile(file, { kinds: { images: { noises, circles } } });
    const result = await runExperiment(one, ways.own);
    expect(await verifyRun(one, result, ways)).toMatch(
      new RegExp(`^x: wasm gives the same numbers in ${rows} rows, cell by cell`.replace('x', one.name)),
    );
    // A cell that was not measured so is found in the same rows.
    const last = result.table.rows.length - 1;
    const wrong = result.table.rows.map((row, i) => (i === last ? { ...row, active_fraction: 0.123 } : row));
    await expect(
      verifyRun(one, { ...result, table: { ...result.table, rows: wrong } }, ways),
    ).rejects.toThrow(/active_fraction was 0\.123/);
  });
});

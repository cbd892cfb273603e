import { expect, test } from 'vitest';
import { maxPool } from '../../../src/layers/max_pool.ts';
import { toCsv } from '../../../src/results/table_csv.ts';
import type { Result } from '../../../src/run/run.ts';
import { outputsOf, runFile } from '../../support/running.ts';

const block = [
  { type: 'conv2d', kernel: 'random', filters: 3, padding: 'same' },
  'relu',
  { type: 'max_pool', pool_size: 3, strides: 2 },
];
const noise = { type: 'noise', size: [17, 22], channels: 2 };
const dots = {
  type: 'dots',
  size: [40, 40],
  at: [
    [20, 20],
    [19, 23],
  ],
};
const shift = { y: [-3, 2], x: [-1, 4] };

/** Stacks whose windows read padding, over images of which it changes all outputs, some, or none. */
const experiments: Record<string, object> = {
  'noise, all of whose borders change': { image: noise, shift, layers: [...block, ...block] },
  'dots on an empty ground, which come near the edge': {
    image: dots,
    shift: { max: 18, step: 3 },
    layers: block,
  },
  'dots that stay far from it': { image: dots, shift: { max: 2 }, layers: block },
  'a blur that reflects': {
    image: noise,
    shift,
    layers: [
      { type: 'blur_pool', filter: 5 },
      { type: 'max_blur_pool', profile: 'timm' },
    ],
  },
  ...Object.fromEntries(
    [1, 2, 3].flatMap((filter) =>
      [3, 4, 6].map((strides) => [
        `the maximum of 6×5 cells, blurred by ${filter} taps that reflect, every ${strides}th`,
        {
          image: noise,
          shift,
          layers: [{ type: 'max_blur_pool', profile: 'timm', pool_size: [6, 5], filter, strides }],
        },
      ]),
    ),
  ),
  'an average that does not count padding': {
    image: noise,
    shift: { ...shift, fill_mode: 'reflect' },
    layers: [
      { type: 'avg_pool', pool_size: [4, 3], strides: [3, 2] },
      { type: 'avg_pool', pool_size: 5, strides: 1 },
    ],
  },
  'on the torus': {
    image: noise,
    shift: { max: 2, fill_mode: 'wrap' },
    layers: [{ type: 'lp_pool', pool_size: 4, strides: 1 }],
  },
  'shifts by parts of a pixel': { image: noise, shift: { max: 1, step: 0.5 }, layers: block },
};

const csvOf = ({ table, shifts }: Result) => toCsv(table) + toCsv(shifts!);

test.each(Object.entries(experiments))(
  '%s: mended maps give what every shift by itself does',
  async (_, file) => {
    const whole = { trials: 'all', steps: 'all', tables: ['summary', 'shifts'], ...file };
    const expected = csvOf(await runFile(whole, { loops: true, copies: true }));
    for (const memory of [1, 30_000, 2 ** 28]) {
      expect(csvOf(await runFile(whole, { loops: true, memory })), `${memory} bytes`).toBe(expected);
    }
  },
);

test('one pass goes to the end of a padded stack', async () => {
  const said: string[] = [];
  await runFile({ image: noise, shift, layers: block }, { loops: true, told: (why) => said.push(why) });
  expect(said[0]).toBe('in plain loops, without a backend');
  expect(said.filter((why) => !why.startsWith('distances of step '))).toHaveLength(1);
});

test('an output that its padding changes is not that of the map: the edge of a row of ones falls to its sum', async () => {
  // A 1×3 kernel of ones over a row of ones: 3 inside; 2 at the edge, where padding is 0. The image goes on as 1.
  const file = {
    image: { type: 'pixels', rows: [[1, 1, 1, 1, 1]] },
    shift: { y: [0, 0], x: [-1, 1], fill_mode: 'nearest' },
    trials: 'all',
    steps: 'all',
    layers: [
      { type: 'conv2d', kernel: [[1, 1, 1]] },
      { type: 'conv2d', kernel: [[1, 1, 1]] },
    ],
  };
  const [, first, second] = await outputsOf(file, { loops: true });
  for (const { data } of first!.outputs) expect([...data]).toEqual([2, 3, 3, 3, 2]);
  for (const { data } of second!.outputs) expect([...data]).toEqual([5, 8, 9, 8, 5]);
});

test('of shifts far beyond the image, only those that differ have their borders corrected', async () => {
  let values = 0;
  const counted: typeof maxPool = {
    ...maxPool,
    loops: {
      ...maxPool.loops!,
      apply(x, ...rest) {
        values += x.data.length;
        return maxPool.loops!.apply(x, ...rest);
      },
    },
  };
  const file = {
    image: { type: 'noise', size: 6 },
    shift: { max: 40, fill_mode: 'nearest' },
    trials: 'all',
    layers: Array.from({ length: 4 }, () => ({ type: 'counted', strides: 1 })),
  };
  const { table } = await runFile(file, { loops: true, kinds: { layers: { counted } } });
  expect(table.rows.at(-1)).toMatchObject({ trials: 81 ** 2 });
  // Four maps of the extended image, and at most all cells of 13² outputs that differ, at four layers.
  expect(values).toBeLessThan(4 * (86 + 4) ** 2 + 4 * 4 * 13 ** 2 * 6 ** 2);
});

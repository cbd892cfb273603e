import { expect, test } from 'vitest';
import type { Image } from '../../../src/core/tensor.ts';
import { type Grid, gridOf, oracles } from '../../support/engine/oracle.ts';
import { outputsOf } from '../../support/running.ts';

/** What a frame of [height, width] sees in the middle of a picture. */
function cropped(grid: Grid, [height, width]: readonly [number, number]): Grid {
  const top = Math.floor((grid.length - height) / 2);
  const left = Math.floor((grid[0]!.length - width) / 2);
  return grid.slice(top, top + height).map((row) => row.slice(left, left + width));
}

const values = ({ data }: Image) => Array.from(data);
const image = { type: 'noise', size: [21, 24], channels: 2 };
/** Tiles, then windows that read padding: the shared pass, then copies. */
const layers = [
  { type: 'max_pool', pool_size: [3, 2] },
  { type: 'max_pool', pool_size: 3, strides: 2 },
];

const shifts: [string, { shift: object; frame: [number, number] }][] = [
  ['whole pixels', { shift: { max: 3 }, frame: [15, 18] }],
  ['a frame of odd rest', { shift: { y: [-3, 2], x: [-2, 2] }, frame: [16, 19] }],
  ['bilinear halves', { shift: { max: 2, step: 0.5 }, frame: [15, 18] }],
  [
    'lanczos3 quarters of a list',
    {
      shift: {
        list: [
          [0.25, -1.75],
          [0, 1],
          [-2.5, 0],
        ],
        interpolation: 'lanczos3',
      },
      frame: [9, 12],
    },
  ],
  ['a line', { shift: { max: 3, path: 'diagonal', step: 0.75 }, frame: [12, 14] }],
];

test.each(shifts.flatMap(([name, given]) => [false, true].map((copies) => [name, copies, given] as const)))(
  '%s: the frame of a larger image sees the shifted image cropped (copies: %s)',
  async (_, copies, { shift, frame }) => {
    const file = { image, layers, trials: 'all', steps: 'all' };
    const framed = await outputsOf({ ...file, shift: { ...shift, frame } }, { copies });
    // Of the whole image something is filled in, but not where the frame looks.
    const filled = { ...shift, fill_mode: 'constant', fill_value: 1e6 };
    const [whole] = await outputsOf({ ...file, shift: filled, layers: ['relu'] }, { copies });
    expect(framed).toHaveLength(3);
    expect(framed[0]!.outputs.length).toBeGreaterThan(2);
    for (const [s, picture] of whole!.outputs.entries()) {
      let grid = cropped(gridOf(picture), frame);
      expect(values(framed[0]!.outputs[s]!)).toEqual(grid.flat(2));
      for (const [i, layer] of layers.entries()) {
        const size = [layer.pool_size].flat();
        const pool_size = [size[0]!, size.at(-1)!] as const;
        const strides = layer.strides ? ([layer.strides, layer.strides] as const) : pool_size;
        grid = oracles.max_pool!(grid, { pool_size, strides, padding: 'same' });
        expect(values(framed[i + 1]!.outputs[s]!)).toEqual(grid.flat(2));
      }
    }
  },
);

test('whatever the fill mode says, nothing is filled around a frame', async () => {
  const file = { image, layers: ['relu'], trials: 'all' };
  const seen = async (fill_mode: string, copies: boolean) => {
    const shift = { max: 2, step: 0.5, frame: [15, 18], fill_mode, fill_value: 7 };
    const [step] = await outputsOf({ ...file, shift }, { copies });
    return step!.outputs.map(values);
  };
  const expected = await seen('constant', false);
  for (const mode of ['constant', 'nearest', 'reflect', 'wrap']) {
    for (const copies of [false, true]) expect(await seen(mode, copies)).toEqual(expected);
  }
});

test('as large as the image, a frame of no shifts is the image', async () => {
  const [step] = await outputsOf({ image, layers: ['relu'], shift: { max: 0, frame: [21, 24] } });
  const [plain] = await outputsOf({ image, layers: ['relu'], shift: { max: 0 } });
  expect(step!.outputs).toEqual(plain!.outputs);
});

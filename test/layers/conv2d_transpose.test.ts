import { describe, expect, test } from 'vitest';
import { conv2d } from '../../src/layers/conv2d.ts';
import { conv2dTranspose } from '../../src/layers/conv2d_transpose.ts';
import { backendsThere } from '../support/backends.ts';
import { gridOf } from '../support/engine/oracle.ts';
import { transposed } from '../support/layers/enlarged.ts';
import {
  complaints,
  expectGrid,
  noise,
  outputOf,
  picture,
  rowsOf,
  stepOf,
} from '../support/layers/output.ts';

describe.each(backendsThere)('conv2d_transpose on $name', (backend) => {
  test.each(['same', 'valid'])(
    'is the transpose of a convolution, for every kernel and stride, %s',
    (padding) => {
      for (let k = 1; k <= 5; k++)
        for (let s = 1; s <= 4; s++) {
          const [kernel_size, strides] = [
            [k, 1 + ((k + s) % 4)],
            [s, 1 + ((k * s) % 3)],
          ] as [[number, number], [number, number]];
          const given = { kernel: 'random', kernel_size, filters: 3, bias: [0.5, -1, 0], strides, padding };
          const image = noise([3, 4, 2], `${k} ${s}`);
          const limit = conv2dTranspose.tolerance * 2 * Math.sqrt(2 * kernel_size[0] * kernel_size[1]);
          const wanted = transposed(gridOf(image), given);
          expectGrid(outputOf(backend, conv2dTranspose, image, given), wanted, limit, JSON.stringify(given));
        }
    },
  );

  test('on a small picture', () => {
    const found = (row: number[], kernel: number[][], given: object) =>
      rowsOf(outputOf(backend, conv2dTranspose, picture([row]), { kernel, strides: [1, 2], ...given }));
    const long = [[1, 10, 100]];
    expect(found([1, 2], long, { padding: 'valid' })).toEqual([[1, 10, 102, 20, 200]]);
    // Keras: Conv2DTranspose(1, (1, 3), strides=(1, 2), padding='same') cuts the last cell.
    expect(found([1, 2], long, {})).toEqual([[1, 10, 102, 20]]);
    expect(found([1, 2], [[3]], { padding: 'valid', bias: 1 })).toEqual([[4, 1, 7, 1]]);
    expect(found([1, 2], [[1, 2, 4, 8]], {})).toEqual([[2, 6, 12, 8]]);
    // Of the 5 cells that kernels reach, (2 - 1) · 2 + 3 - 2 + output_padding are left: one is cut on either side, or the last.
    expect(found([1, 2], long, { output_padding: 0 })).toEqual([[10, 102, 20]]);
    expect(found([1, 2], long, { output_padding: [0, 1] })).toEqual([[1, 10, 102, 20]]);
    expect(found([1, 2], long, { output_padding: [0, 1], padding: 'valid' })).toEqual([
      [1, 10, 102, 20, 200, 0],
    ]);
  });
});

test('Σ conv(x) · y = Σ x · transposed(y), for kernels of one channel', () => {
  const kernel = [
    [1, -2, 0.5],
    [0.25, 3, -1],
  ];
  const backend = backendsThere[0]!;
  const [x, y] = [noise([7, 9, 1], 'x'), noise([3, 4, 1], 'y')];
  const options = { kernel, strides: [2, 2], padding: 'valid' };
  const forward = outputOf(backend, conv2d, x, options).flat(2);
  const back = outputOf(backend, conv2dTranspose, y, options);
  expect([forward.length, back.length, back[0]!.length]).toEqual([12, 6, 9]);
  const dot = (a: readonly number[], b: ArrayLike<number>) =>
    a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  expect(dot(back.flat(2), x.data)).toBeCloseTo(dot(forward, y.data), 4);
});

test('conv2d_transpose makes cells of a part of a pixel, and refuses what conv2d has and it has not', () => {
  expect(stepOf(conv2dTranspose, [3, 4, 2], { kernel: 'edge', strides: 2 })).toMatchObject({
    shape: [6, 8, 1],
    stride: [1 / 2, 1 / 2],
  });
  expect(complaints(conv2dTranspose, { kernel: 'edge', padding: 'circular' })).toEqual([
    ['padding', 'unknown value "circular"; allowed: same, valid'],
  ]);
});

test.each([
  [
    { kernel_size: 3, strides: 2, output_padding: 2 },
    '2, where a kernel of 3 cells with strides of 2 takes 0 to 1',
  ],
  [
    { kernel_size: 4, strides: 3, output_padding: 0 },
    '0, where a kernel of 4 cells with strides of 3 takes 1 to 2',
  ],
  [
    { kernel_size: 2, output_padding: 0 },
    '0, where a kernel of 2 cells with strides of 1 takes none with padding: same; leave output_padding out',
  ],
  [
    { kernel_size: 2, padding: 'valid', strides: [1, 2], output_padding: [0, 2] },
    '2, where a kernel of 2 cells with strides of 2 takes 0 to 1',
  ],
])('%j is refused, as by Keras', (given, message) => {
  const step = stepOf(conv2dTranspose, [3, 4, 2], { kernel: 'random', ...given });
  expect(step).toBe(`has output_padding: ${message}`);
});

import { expect, test } from 'vitest';
import { conv2d } from '../../src/layers/conv2d.ts';
import { complaints, stepOf } from '../support/layers/output.ts';

const ROWS = 'expected rows of numbers, all of one length';

test.each([
  [{}, 'kernel', 'is missing'],
  [{ kernel: 5 }, 'kernel', 'expected a name, rows of numbers, a list of such kernels, or random'],
  [{ kernel: 'egde' }, 'kernel', 'unknown kernel "egde"; did you mean "edge"?'],
  [{ kernel: [] }, 'kernel', ROWS],
  [{ kernel: [[]] }, 'kernel.0', ROWS],
  [{ kernel: [1] }, 'kernel.0', ROWS],
  [{ kernel: [[1, 2], [3]] }, 'kernel', 'the rows differ in length; row 1 has 2 numbers, row 2 has 1'],
  [{ kernel: [[1, 'x']] }, 'kernel.0.1', 'expected a finite number'],
  [{ kernel: [[[1]], [[1, 2]]] }, 'kernel', 'expected kernels of one size'],
  [{ kernel: [[[1], [2, 3]]] }, 'kernel.0', 'the rows differ in length; row 1 has 1 number, row 2 has 2'],
  [{ kernel: [[[1]], [1]] }, 'kernel.1.0', ROWS],
  [{ kernel: 'edge', filters: 2 }, 'filters', 'expected only with kernel: random'],
  [{ kernel: 'edge', kernel_size: 2 }, 'kernel_size', 'expected only with kernel: random'],
  [{ kernel: 'edge', seed: 1 }, 'seed', 'expected only with kernel: random'],
  [{ kernel: 'random', seed: true }, 'seed', 'expected a number or a text'],
  [{ kernel: 'edge', bias: 'x' }, 'bias', 'expected a number, or a list of one per output channel'],
  [{ kernel: 'edge', bias: [1, 2] }, 'bias', 'expected one number per output channel'],
  [{ kernel: 'random', filters: 2, bias: [1] }, 'bias', 'expected one number per output channel'],
  [{ kernel: 'edge', padding: 'ful' }, 'padding', 'unknown value "ful"; did you mean "full"?'],
  [{ kernel: 'edge', stride: 2 }, 'stride', 'unknown key "stride"; did you mean "strides"?'],
])('conv2d refuses %j at %s', (given, path, message) => {
  expect(complaints(conv2d, given)).toEqual([[path, message]]);
});

test.each([
  [{ kernel: 'edge' }, [7, 9, 1]],
  [{ kernel: 'edge', padding: 'valid', strides: 2 }, [3, 4, 1]],
  [{ kernel: [[1, 2, 3, 4]], padding: 'valid' }, [7, 6, 1]],
  [
    {
      kernel: [
        [[1], [2]],
        [[3], [4]],
      ],
      padding: 'valid',
    },
    [6, 9, 2],
  ],
  [{ kernel: 'random', filters: 4, kernel_size: [7, 9], padding: 'valid', bias: [1, 2, 3, 4] }, [1, 1, 4]],
  [{ kernel: 'random', filters: 4, kernel_size: 9, padding: 'circular', strides: [1, 2] }, [7, 5, 4]],
])('conv2d with %j makes of 7×9×3 values %j', (given, shape) => {
  expect(stepOf(conv2d, [7, 9, 3], given)).toMatchObject({ shape, depth: 0 });
});

test.each([
  [
    [64, 64, 1],
    { kernel_size: 64, filters: 65_536 },
    'has 268,435,456 weights, more than the 16,000,000 allowed',
  ],
  [[1, 1, 4096], { kernel_size: 64 }, 'has 16,777,216 weights, more than the 16,000,000 allowed'],
  [
    [1000, 1000, 1],
    { kernel_size: 1, filters: 17 },
    'gives 17,000,000 values, more than the 16,000,000 allowed',
  ],
  [[2, 2, 1], { kernel_size: 3, padding: 'valid' }, 'has a window of 3×3, larger than the 2×2 that is left'],
] as const)('over %j values conv2d refuses a random kernel with %j', (shape, given, why) => {
  expect(stepOf(conv2d, shape, { kernel: 'random', ...given })).toBe(why);
});

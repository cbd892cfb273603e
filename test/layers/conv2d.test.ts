import { describe, expect, test } from 'vitest';
import { conv2d } from '../../src/layers/conv2d.ts';
import { kernels } from '../../src/layers/kernels/named_kernels.ts';
import { maxPool } from '../../src/layers/max_pool.ts';
import { backendsThere } from '../support/backends.ts';
import { gridOf } from '../support/engine/oracle.ts';
import { convolved, namedKernels, randomKernel } from '../support/layers/convolved.ts';
import { expectGrid, noise, outputOf, picture, rowsOf } from '../support/layers/output.ts';
import { paddingNames, poolCases } from '../support/layers/pooling.ts';

const each = { strides: [1, 1], padding: 'same', bias: 0 } as const;
const flat = (value: number) => noise([5, 6, 1], 'flat', () => value);

describe.each(backendsThere)('conv2d on $name', (backend) => {
  test.each(paddingNames)(
    'gives the sums that plain loops give, for every size, window and stride, %s',
    (padding) => {
      for (const { height, width, options } of poolCases(maxPool, padding)) {
        const { pool_size: kernel_size, strides } = options;
        const given = { kernel: 'random', kernel_size, filters: 2, bias: [0.5, -1], strides, padding };
        const image = noise([height, width, 3], `${height} ${width}`);
        const wanted = convolved(gridOf(image), given);
        const terms = 3 * kernel_size[0] * kernel_size[1];
        // Of numbers up to 1 with weights of standard deviation √(2 / terms): their sizes add up to about √terms.
        const limit = conv2d.tolerance * Math.sqrt(terms);
        expectGrid(outputOf(backend, conv2d, image, given), wanted, limit, JSON.stringify(given));
      }
    },
  );

  test.each(Object.keys(namedKernels))('knows %s', (kernel) => {
    const image = noise([6, 7, 2], kernel);
    const wanted = convolved(gridOf(image), { kernel, ...each });
    expectGrid(outputOf(backend, conv2d, image, { kernel }), wanted, 32 * conv2d.tolerance, kernel);
  });

  test('correlates and does not convolve: a dot shows the kernel turned by half', () => {
    const dot = picture([
      [0, 0, 0],
      [0, 1, 0],
      [0, 0, 0],
    ]);
    expect(rowsOf(outputOf(backend, conv2d, dot, { kernel: 'emboss' }))).toEqual([
      [2, 1, 0],
      [1, 1, -1],
      [0, -1, -2],
    ]);
  });

  test.each([
    ['identity', 3, 3],
    ['sharpen', 3, 3],
    ['gaussian_blur', 3, 3],
    ['box_blur', 3, 3],
    ['emboss', 3, 3],
    ['edge', 3, 0],
    ['laplacian', 3, 0],
    ['sobel_x', 3, 0],
    ['sobel_y', 3, 0],
  ])('%s makes of a flat %d a flat %d', (kernel, value, sum) => {
    const values = outputOf(backend, conv2d, flat(value), { kernel, padding: 'circular' }).flat(2);
    expect(values).toHaveLength(30);
    for (const found of values) expect(found).toBeCloseTo(sum, 5);
  });

  test('sobel kernels are slopes, to the right and down, and the laplacian is a curvature', () => {
    const surface = (z: (y: number, x: number) => number) =>
      picture([0, 1, 2, 3].map((y) => [0, 1, 2, 3, 4].map((x) => z(y, x))));
    const all = (kernel: string, z: (y: number, x: number) => number) => [
      ...new Set(outputOf(backend, conv2d, surface(z), { kernel, padding: 'valid' }).flat(2)),
    ];
    expect(all('sobel_x', (y, x) => 5 * y + 3 * x)).toEqual([8 * 3]);
    expect(all('sobel_y', (y, x) => 5 * y + 3 * x)).toEqual([8 * 5]);
    expect(all('laplacian', (y, x) => y * y + 2 * x * x)).toEqual([2 + 4]);
  });

  test('has one output channel for each kernel of a list, and adds up all input channels in each', () => {
    const image = picture([
      [
        [1, 10],
        [2, 20],
        [3, 30],
      ],
    ]);
    const kernel = [[[1, 0]], [[0, 1]], [[1, -1]]];
    expect(outputOf(backend, conv2d, image, { kernel, padding: 'valid', bias: [0, 0.5, 100] })).toEqual([
      [
        [11, 22.5, 89],
        [22, 33.5, 89],
      ],
    ]);
    expect(outputOf(backend, conv2d, image, { kernel: [[2]], strides: [1, 2], bias: -1 })).toEqual([
      [[21], [65]],
    ]);
  });
});

describe('the random kernel of conv2d', () => {
  const weights = (seed: number | string, step: number, given = {}) => {
    const image = noise([8, 8, 3], 'any');
    const dots = [0, 1, 2].map((channel) => {
      const data = new Float32Array(image.data.length).fill(0);
      data[(4 * 8 + 4) * 3 + channel] = 1;
      return outputOf(backendsThere[0]!, conv2d, { shape: image.shape, data }, given, { seed, step });
    });
    // Under `valid` the cell at (4 - y, 4 - x) sees the dot through the kernel's cell (y, x).
    return (y: number, x: number, c: number, f: number) => dots[c]![4 - y]![4 - x]![f]!;
  };

  test('is drawn from a stream that anyone can open, for its step and shape, filter by filter', () => {
    for (const [seed, step] of [
      [0, 1],
      [0, 2],
      ['seed', 1],
    ] as const) {
      const found = weights(seed, step, {
        kernel: 'random',
        kernel_size: [2, 4],
        filters: 5,
        padding: 'valid',
      });
      const wanted = randomKernel({ seed, step }, [2, 4, 3, 5]);
      for (const [y, row] of wanted.entries())
        for (const [x, cell] of row.entries())
          for (const [c, filters] of cell.entries())
            expect(filters.map((_, f) => found(y, x, c, f))).toEqual(filters);
    }
  });

  test('has the mean 0 and the variance 2 / (height · width · channels) of He', () => {
    const values = randomKernel({ seed: 1, step: 1 }, [5, 5, 8, 100]).flat(3);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    // Of 20,000 draws: five standard errors.
    expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(0.01 / 20_000));
    expect(Math.abs(variance / 0.01 - 1)).toBeLessThan(5 * Math.sqrt(2 / 20_000));
  });

  test('is 3×3 with one filter unless it is said otherwise', () => {
    const image = noise([5, 5, 2], 'default');
    const given = { kernel: 'random', kernel_size: [3, 3] as const, filters: 1, ...each };
    const found = outputOf(backendsThere[0]!, conv2d, image, { kernel: 'random' });
    expectGrid(found, convolved(gridOf(image), given), 10 * conv2d.tolerance, 'default');
  });
});

test('every kernel that has a name is tested', () => {
  expect(Object.keys(kernels).sort()).toEqual(Object.keys(namedKernels).sort());
});

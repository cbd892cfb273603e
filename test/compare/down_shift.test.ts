import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { downShift } from '../../src/compare/down_shift.ts';
import { type Image, type Pair, windowOfImage } from '../../src/core/tensor.ts';
import { copyWindow } from '../../src/engine/copy_window.ts';
import { counted } from '../support/compare/counted.ts';
import { outputsOf } from '../support/running.ts';

const noise = (size: Pair) => ({ type: 'noise', size, channels: 2 });
const circular = { type: 'down_shift', relative: 0, border: 'circular' };
const interior = { type: 'down_shift', relative: 0 };

/** Each multiple of the stride within ±max once. */
function multiples(max: number, [down, across]: Pair): string[] {
  const found: string[] = [];
  for (let y = -max; y <= max; y++)
    for (let x = -max; x <= max; x++) if (y % down === 0 && x % across === 0) found.push(`1: ${y} ${x}`);
  return found.sort();
}

const parse = (given: object) => v.parse(downShift.options, given);

describe('what is compared', () => {
  const image: Image = { shape: [3, 4, 1], data: Float32Array.from({ length: 12 }, (_, i) => i) };
  const moved = (cells: Pair, reach: Pair, border: string): string | undefined => {
    const window = downShift.align!(windowOfImage(image), cells, reach, parse({ border }));
    return window && [...copyWindow(window).data].join(' ');
  };

  test('is, of the interior, the cells that are there for every shift, where this one moved them', () => {
    expect(moved([0, 0], [1, 1], 'interior')).toBe('5 6');
    expect(moved([1, -1], [1, 1], 'interior')).toBe('8 9');
    expect(moved([0, 1], [0, 1], 'interior')).toBe('2 3 6 7 10 11');
    expect(moved([-1, 0], [1, 0], 'interior')).toBe('0 1 2 3');
  });

  test('is nothing where no cell is there for every shift', () => {
    expect(moved([0, 0], [1, 2], 'interior')).toBeUndefined();
    expect(moved([0, 0], [2, 0], 'interior')).toBeUndefined();
  });

  test('is, of a circle, the output rolled back', () => {
    expect(moved([1, 0], [9, 9], 'circular')).toBe('4 5 6 7 8 9 10 11 0 1 2 3');
    expect(moved([0, -1], [9, 9], 'circular')).toBe('3 0 1 2 7 4 5 6 11 8 9 10');
    expect(moved([-4, 9], [9, 9], 'circular')).toBe(moved([2, 1], [9, 9], 'circular'));
  });
});

test.each([
  [{}, 'down_shift(1e-5)', 4e-5],
  [{ border: 'circular' }, 'down_shift(1e-5) circular', 4e-5],
  [{ absolute: 1, relative: 0.5, border: 'interior' }, 'down_shift(absolute=1, relative=0.5)', 3],
])(
  'with options %j it is printed %s, and allows %f beside a largest value of 4',
  (given, label, tolerance) => {
    expect(downShift.label(parse(given))).toBe(label);
    expect(downShift.tolerance!(4, parse(given))).toBeCloseTo(tolerance, 15);
  },
);

test('a border it does not know is refused', () => {
  const { issues } = v.safeParse(downShift.options, { border: 'wrap' });
  const message = 'unknown value "wrap"; allowed: circular, interior';
  expect(issues?.map((issue) => [v.getDotPath(issue), issue.message])).toEqual([['border', message]]);
});

describe.each([false, true])('every whole shift matches (copies: %s)', (copies) => {
  test('on the torus, whatever the layers, as long as windows go round it', async () => {
    const layers = [
      { type: 'max_pool', pool_size: 3, strides: [2, 1], padding: 'circular' },
      'relu',
      { type: 'max_pool', pool_size: [2, 4], strides: [1, 3], padding: 'circular' },
      { type: 'subsample', strides: 2 },
    ];
    const file = {
      image: noise([16, 12]),
      shift: { max: 5, fill_mode: 'wrap' },
      trials: 'all',
      steps: 'all',
    };
    const steps = await outputsOf({ ...file, layers, compare: circular }, { copies });
    const strides: Pair[] = [
      [1, 1],
      [2, 1],
      [2, 1],
      [2, 3],
      [4, 6],
    ];
    expect(steps).toHaveLength(5);
    for (const [i, step] of steps.entries()) {
      expect(counted(step)).toEqual(multiples(5, strides[i]!));
      expect(step.trialsOf[0]).toBe(step.shifts.total);
    }
  });

  test.each(['constant', 'nearest', 'reflect', 'wrap'])(
    'in the interior, where windows read no padding, whatever comes in: %s',
    async (fill_mode) => {
      const layers = [
        { type: 'max_pool', pool_size: [2, 3], strides: [2, 1], padding: 'valid' },
        { type: 'max_pool', pool_size: 3, strides: [1, 2], padding: 'valid' },
      ];
      const shift = { max: 4, fill_mode, fill_value: 9 };
      const file = { image: noise([18, 20]), shift, trials: 'all', layers, compare: interior };
      const steps = await outputsOf(file, { copies });
      const strides: Pair[] = [
        [1, 1],
        [2, 1],
        [2, 2],
      ];
      expect(steps).toHaveLength(3);
      for (const [i, step] of steps.entries()) {
        expect(counted(step)).toEqual(multiples(4, strides[i]!));
        expect(step.trialsOf[0]).toBe(step.shifts.total);
      }
    },
  );
});

test('a shift within the tolerance of the moved reference matches, and no other', async () => {
  // A tenth of the largest value further right, what comes in is brighter; the border sees it.
  const rows = [0, 1, 2, 3, 4, 5, 6, 7].map((row) =>
    [0, 1, 2, 3, 4, 5, 6, 7].map((column) => row + 10 * column),
  );
  const matches = async (relative: number, border: string) => {
    const compare = { type: 'down_shift', relative, border };
    const shift = { x: [-2, 2], fill_mode: 'nearest' };
    const file = { image: { type: 'pixels', rows }, shift, trials: 'all', layers: ['relu'], compare };
    const [step] = await outputsOf(file);
    return Array.from(step!.shifts.dx).filter((_, s) => step!.classOf[s] === 0);
  };
  expect(await matches(0, 'interior')).toEqual([0, -2, -1, 1, 2]);
  // Rolled back, one column of 8 is off by 70 of 77, or two are.
  expect(await matches(0.9, 'circular')).toEqual([0]);
  expect(await matches(0.95, 'circular')).toEqual([0, -2, -1, 1, 2]);
});

test('against another image, what is compared of both is moved back, under the same tolerance', async () => {
  const rows = Array.from({ length: 8 }, (_, y) => Array.from({ length: 8 }, (_, x) => y + x));
  // The corner is off by much, the middle by little.
  const other = rows.map((row, y) =>
    row.map((value, x) => (y === 0 && x === 0 ? 9 : y === 4 && x === 4 ? value + 0.5 : value)),
  );
  const agreeing = async (relative: number, border: string) => {
    const compare = { type: 'down_shift', relative, border };
    const shift = { y: [-1, 1], step: 0.5, fill_mode: 'wrap' };
    const image = { type: 'pixels', rows };
    const against = { type: 'pixels', rows: other };
    const [step] = await outputsOf({ image, against, shift, trials: 'all', layers: ['relu'], compare });
    return step!.agrees;
  };
  // Halves are left out.
  const whole = [true, true, false, false, true];
  const none = whole.map(() => false);
  expect(await agreeing(0.5 / 14, 'interior')).toEqual(whole);
  expect(await agreeing(0.4 / 14, 'interior')).toEqual(none);
  expect(await agreeing(0.5 / 14, 'circular')).toEqual(none);
});

describe('between cells, with fourier', () => {
  const size = 15;
  const stack = (layers: unknown[], more: object = {}) => ({
    image: { type: 'noise', size },
    shift: { max: 1, step: 0.25, fill_mode: 'wrap', interpolation: 'fourier' },
    trials: 'all',
    layers,
    steps: 'all',
    compare: { type: 'down_shift', between: 'fourier', border: 'circular', ...more },
  });
  const conv = (given: object = {}) => ({
    type: 'conv2d',
    kernel: 'edge',
    padding: 'circular_centered',
    ...given,
  });

  test('what is linear and the same everywhere moves with every fraction of a cell', async () => {
    for (const step of await outputsOf(stack([conv()]))) {
      expect([...step.classOf].every((number) => number === 0)).toBe(true);
      expect(step.shifts.total).toBe(81);
    }
  });

  test('what makes new frequencies does not, and without it fractions are left out', async () => {
    const [, , relu] = await outputsOf(stack([conv(), 'relu']));
    expect(relu!.shifts.total).toBe(81);
    const matches = [...relu!.classOf].filter((number) => number === 0).length;
    expect(matches).toBe(9);
    const [, , whole] = await outputsOf(stack([conv(), 'relu'], { between: undefined }));
    expect(whole!.shifts.total).toBe(9);
    expect([...whole!.classOf].filter((number) => number === 0)).toHaveLength(9);
  });

  test('moves an output back to where the series of its frequencies says', () => {
    const wave = (x: number) =>
      1 + 2 * Math.cos((2 * Math.PI * 2 * x) / size) - Math.sin((2 * Math.PI * x) / size);
    const image: Image = {
      shape: [1, size, 1],
      data: Float32Array.from({ length: size }, (_, x) => wave(x)),
    };
    for (const right of [0.5, -1.25, 3.1]) {
      const options = parse({ between: 'fourier', border: 'circular' });
      const moved = downShift.align!(windowOfImage(image), [0, right], [0, 4], options)!;
      for (const [x, value] of copyWindow(moved).data.entries())
        expect(value).toBeCloseTo(wave(x + right), 5);
    }
  });

  test('leaves, of the interior, the whole cells that every shift leaves in the frame', () => {
    const image: Image = { shape: [1, 9, 1], data: Float32Array.from({ length: 9 }, (_, x) => x) };
    const options = parse({ between: 'fourier' });
    const moved = (right: number) => downShift.align!(windowOfImage(image), [0, right], [0, 1.5], options)!;
    expect(moved(0.5).shape).toEqual([1, 5, 1]);
    expect([...copyWindow(moved(1)).data]).toEqual([3, 4, 5, 6, 7]);
  });

  test('is in the name that the table prints', () => {
    expect(downShift.label(parse({ between: 'fourier' }))).toBe('down_shift(1e-5) fourier');
    expect(downShift.label(parse({ border: 'circular', between: 'fourier' }))).toBe(
      'down_shift(1e-5) circular fourier',
    );
  });
});

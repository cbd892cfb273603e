import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { roll } from '../../../src/measure/compare/roll.ts';
import {
  copyWindow,
  type Image,
  type Shape,
  type Window,
  windowOf,
  windowOfImage,
} from '../../../src/tensor.ts';
import { outputMaps } from '../../maps.ts';
import { outputsOf } from '../../running.ts';

/** [row][column][channel] */
type Grid = number[][][];

function gridOf({ data, shape: [height, width, channels] }: Image): Grid {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) =>
      Array.from(data.subarray((y * width + x) * channels, (y * width + x + 1) * channels)),
    ),
  );
}

/** One cell down, or one to the right: what leaves comes in at the other side. */
const down = (grid: Grid): Grid => [grid.at(-1)!, ...grid.slice(0, -1)];
const right = (grid: Grid): Grid => grid.map((row) => [row.at(-1)!, ...row.slice(0, -1)]);

/** Every roll of a grid, cell by cell. */
function* rolls(grid: Grid): Generator<Grid> {
  let start = grid;
  for (const _ of grid) {
    let rolled = start;
    for (const _ of grid[0]!) {
      yield rolled;
      rolled = right(rolled);
    }
    start = down(start);
  }
}

/** Whether some roll of one lies within the tolerance of the other: by trying all. */
function someRoll(x: Image, y: Image, tolerance: number): boolean {
  const other = gridOf(y).flat(2);
  return [...rolls(gridOf(x))].some((rolled) =>
    rolled.flat(2).every((value, i) => Math.abs(value - other[i]!) <= tolerance),
  );
}

function imageOf(grid: Grid): Image {
  return {
    shape: [grid.length, grid[0]!.length, grid[0]![0]!.length],
    data: Float32Array.from(grid.flat(2)),
  };
}

const same = (x: Window, y: Window, tolerance = 0) => roll.same!(x, y, tolerance);

/** Few values, so that outputs are often equal but for a roll. */
const shapes = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(1)).map(([y, x, c]): Shape => [y + 1, x + 1, c + 1]);
const imagesOf = (shape: Shape, value: fc.Arbitrary<number>) =>
  fc
    .array(value, { minLength: shape[0] * shape[1] * shape[2], maxLength: shape[0] * shape[1] * shape[2] })
    .map((values): Image => ({ shape, data: Float32Array.from(values) }));
const bits = fc.constantFrom(0, 0, 0, 1, -0);

describe('two outputs are the same up to a roll', () => {
  test('where some roll of the one is the other', () => {
    let equal = 0;
    fc.assert(
      fc.property(
        shapes.chain((shape) => fc.tuple(imagesOf(shape, bits), imagesOf(shape, bits))),
        fc.constantFrom(0, 0.25, 1),
        ([x, y], tolerance) => {
          const expected = someRoll(x, y, tolerance);
          expect(same(windowOfImage(x), windowOfImage(y), tolerance)).toBe(expected);
          if (expected && tolerance < 1) equal++;
        },
      ),
      { numRuns: 500 },
    );
    expect(equal).toBeGreaterThan(20);
  });

  test('wherever in a map they lie', () => {
    fc.assert(
      fc.property(outputMaps(bits), ({ map }) => {
        for (const a of map.rows.keys()) {
          for (const b of map.rows.keys()) {
            const [x, y] = [windowOf(map, a), windowOf(map, b)];
            expect(same(x, y)).toBe(someRoll(copyWindow(x), copyWindow(y), 0));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('is an equivalence: every roll of a roll is the same as the first, and as itself', () => {
    fc.assert(
      fc.property(
        shapes.chain((shape) => imagesOf(shape, fc.integer({ min: -2, max: 2 }))),
        fc.nat(9),
        fc.nat(9),
        (x, i, j) => {
          const rolled = [...rolls(gridOf(x))];
          const [a, b] = [imageOf(rolled[i % rolled.length]!), imageOf(rolled[j % rolled.length]!)];
          for (const [one, other] of [
            [x, x],
            [x, a],
            [a, x],
            [a, b],
            [b, a],
          ] as const)
            expect(same(windowOfImage(one), windowOfImage(other))).toBe(true);
        },
      ),
    );
  });

  test('within a tolerance of each value, and no further', () => {
    const x = windowOfImage({ shape: [1, 3, 1], data: Float32Array.of(1, 0, 0) });
    const y = windowOfImage({ shape: [1, 3, 1], data: Float32Array.of(0.25, 0, 1.25) });
    expect([0.25, 0.24].map((tolerance) => same(x, y, tolerance))).toEqual([true, false]);
  });

  test('all channels of a cell go together', () => {
    const x = windowOfImage({ shape: [1, 2, 2], data: Float32Array.of(1, 2, 3, 4) });
    const y = (...values: number[]) => windowOfImage({ shape: [1, 2, 2], data: Float32Array.from(values) });
    expect(same(x, y(3, 4, 1, 2))).toBe(true);
    expect(same(x, y(3, 2, 1, 4))).toBe(false);
    expect(same(x, y(2, 1, 4, 3))).toBe(false);
  });
});

test.each([
  [{}, 'roll(1e-5)', 4e-5],
  [{ relative: 0 }, 'roll(0)', 0],
  [{ absolute: 0.5, relative: 0.25 }, 'roll(absolute=0.5, relative=0.25)', 1.5],
])(
  'with options %j it is printed %s, and allows %f beside a largest value of 4',
  (given, label, tolerance) => {
    const options = v.parse(roll.options, given);
    expect(roll.label(options)).toBe(label);
    expect(roll.tolerance(4, options)).toBeCloseTo(tolerance, 15);
  },
);

test.each([
  [{ relative: -1 }, 'relative', 'expected a finite number of at least 0'],
  [{ tolerance: 1 }, 'tolerance', 'unknown key "tolerance"; allowed: absolute, relative'],
])('%j are refused at %s', (given, path, message) => {
  const { issues } = v.safeParse(roll.options, given);
  expect(issues?.map((issue) => [v.getDotPath(issue), issue.message])).toEqual([[path, message]]);
});

describe('on the course’s circle, over all circular shifts of ±3', () => {
  const matches = async (tie: string, copies: boolean) => {
    const file = {
      image: 'circle',
      shift: { max: 3, fill_mode: 'wrap' },
      trials: 'all',
      compare: 'roll',
      pool: { type: 'adaptive_polyphase', tie, depth: 4 },
    };
    const steps = await outputsOf(file, { copies });
    return steps.slice(1).map(({ trialsOf }) => trialsOf[0]);
  };

  test.each([true, false])(
    'adaptive sampling by the first of a tie fails at depths 1 to 3 (copies: %s)',
    async (copies) => {
      expect(await matches('first', copies)).toEqual([9, 9, 9, 49]);
    },
  );

  test.each([true, false])('and by the canonical one does not (copies: %s)', async (copies) => {
    expect(await matches('canonical', copies)).toEqual([49, 49, 49, 49]);
  });
});

test('against another image, outputs agree where some roll of one is the other', async () => {
  const dot = (...at: number[]) => ({ type: 'dots', size: 6, at: [at] });
  const both = {
    type: 'dots',
    size: 6,
    at: [
      [2, 2],
      [2, 3],
    ],
  };
  const agreeing = async (against: object, compare: string) => {
    const shift = { max: 1, fill_mode: 'wrap' };
    const file = { image: dot(2, 2), against, shift, trials: 'all', compare, layers: ['relu'] };
    const steps = await outputsOf(file);
    return steps.map(({ agrees }) => agrees!.filter(Boolean).length);
  };
  expect(await agreeing(dot(4, 1), 'roll')).toEqual([9, 9]);
  expect(await agreeing(dot(4, 1), 'close')).toEqual([0, 0]);
  expect(await agreeing(both, 'roll')).toEqual([0, 0]);
});

import fc from 'fast-check';
import seedrandom from 'seedrandom';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { stream } from '../../src/core/random.ts';
import type { Image } from '../../src/core/tensor.ts';
import { dots } from '../../src/image/dots.ts';
import { grid } from '../support/image/grid.ts';

type Given = v.InferInput<typeof dots.options>;

function draw(given: Given, seed = 0): Image {
  return dots.draw(v.parse(dots.options, given), (purpose, key) => stream(seed, purpose, key));
}

describe('dots', () => {
  test('stand where they are said to', () => {
    expect(
      grid(
        draw({
          size: [3, 5],
          at: [
            [0, 1],
            [2, 4],
            [1, 0],
          ],
        }),
      ),
    ).toEqual(['.#...', '#....', '....#']);
  });

  test('are one in the middle by default', () => {
    expect(grid(draw({ size: 3 }))).toEqual(['...', '.#.', '...']);
    expect(grid(draw({ size: 4 }))).toEqual(['....', '....', '..#.', '....']);
    expect(grid(draw({ size: [2, 5] }))).toEqual(['.....', '..#..']);
    expect(v.parse(dots.options, {})).toEqual({ size: [64, 64], value: 1, at: [[32, 32]] });
  });

  test('may be none, or the same again', () => {
    expect(grid(draw({ size: 2, at: [] }))).toEqual(['..', '..']);
    expect(
      grid(
        draw({
          size: 2,
          at: [
            [0, 1],
            [0, 1],
          ],
        }),
      ),
    ).toEqual(['.#', '..']);
  });

  test('are a set: their order and repeats change nothing, random values included', () => {
    const place = fc.tuple(fc.nat(5), fc.nat(6)) as fc.Arbitrary<[number, number]>;
    fc.assert(
      fc.property(fc.array(place, { maxLength: 12 }), fc.integer(), (at, seed) => {
        const size: [number, number] = [6, 7];
        const next = seedrandom(`${seed} value [6,7]`);
        const expected = new Float32Array(42);
        for (let y = 0; y < 6; y++)
          for (let x = 0; x < 7; x++)
            if (at.some((dot) => dot[0] === y && dot[1] === x)) expected[7 * y + x] = next();
        expect(draw({ size, at, value: 'random' }, seed).data).toEqual(expected);
        expect(draw({ size, at: [...at, ...at].reverse(), value: 'random' }, seed).data).toEqual(expected);
        expect(draw({ size, at, value: 3 }).data).toEqual(
          expected.map((_, i) => (at.some(([y, x]) => 7 * y + x === i) ? 3 : 0)),
        );
      }),
    );
  });

  test.each([
    [
      [-1, 0],
      [0, 0],
    ],
    [
      [3, 0],
      [2, 0],
    ],
    [
      [0, -1],
      [0, 0],
    ],
    [
      [0, 5],
      [0, 4],
    ],
  ])('outside the frame, at %j, are a mistake; the nearest place inside is %j', (dot, [y, x]) => {
    const { issues } = v.safeParse(dots.options, { size: [3, 5], at: [[0, 0], dot] });
    expect(issues?.map((issue) => [v.getDotPath(issue), issue.message])).toEqual([
      [
        'at.1',
        `expected a dot inside the frame, rows 0 to 2 and columns 0 to 4; write [${y}, ${x}], or a larger size`,
      ],
    ]);
  });

  test('in the corners are inside the frame', () => {
    expect(
      grid(
        draw({
          size: [3, 5],
          at: [
            [0, 0],
            [0, 4],
            [2, 0],
            [2, 4],
          ],
        }),
      ),
    ).toEqual(['#...#', '.....', '#...#']);
  });

  test.each([
    [{ at: 3 }, 'at', 'expected a list of [y, x]'],
    [{ at: [3] }, 'at.0', 'expected two numbers, [y, x]'],
    [{ at: [[0.5, 0]] }, 'at.0.0', 'expected a whole number'],
    [{ att: [] }, 'att', 'unknown key "att"; did you mean "at"?'],
  ])('%j are refused at %s', (given, path, message) => {
    const { issues } = v.safeParse(dots.options, given);
    expect(issues?.map((issue) => [v.getDotPath(issue), issue.message])).toEqual([[path, message]]);
  });
});

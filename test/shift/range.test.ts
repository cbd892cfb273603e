import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { countShifts, type ShiftList, type ShiftRange, stepsOf } from '../../src/shift/grid.ts';
import { shiftOptions } from '../../src/shift/options.ts';
import { shiftRange } from '../../src/shift/range.ts';

const rangeOf = (given: unknown) => shiftRange(v.parse(shiftOptions, given));

describe('a range', () => {
  test.each([
    [{ max: 3 }, { y: [-3, 3], x: [-3, 3], step: 1 }, 49],
    [{ max: [1, 2] }, { y: [-1, 1], x: [-2, 2], step: 1 }, 15],
    [{ max: 0 }, { y: [0, 0], x: [0, 0], step: 1 }, 1],
    [{ y: [-3, 3], x: [0, 5] }, { y: [-3, 3], x: [0, 5], step: 1 }, 42],
    [{ x: [2, 2] }, { y: [0, 0], x: [2, 2], step: 1 }, 1],
    [{ y: [-4, -1] }, { y: [-4, -1], x: [0, 0], step: 1 }, 4],
    [{ max: 1, step: 0.25 }, { y: [-1, 1], x: [-1, 1], step: 0.25 }, 81],
    [{ max: 0.3, step: 0.1 }, { y: [-0.3, 0.3], x: [-0.3, 0.3], step: 0.1 }, 49],
    [{ max: [1, 4], step: [1, 2] }, { y: [-1, 1], x: [-4, 4], step: [1, 2] }, 15],
    [{ y: [-0.2, 0.7], x: [-3, 6], step: [0.1, 3] }, { y: [-0.2, 0.7], x: [-3, 6], step: [0.1, 3] }, 40],
  ])('%j is a grid', (given, range, count) => {
    expect(rangeOf(given)).toStrictEqual(range);
    expect(countShifts(rangeOf(given))).toBe(count);
  });

  test('has one step for both axes, or one for each', () => {
    expect(stepsOf(rangeOf({ max: 1, step: 0.5 }) as ShiftRange)).toEqual([0.5, 0.5]);
    expect(stepsOf(rangeOf({ max: 2, step: [0.5, 2] }) as ShiftRange)).toEqual([0.5, 2]);
  });
});

/** The shifts of a list, and the key of its stream. */
function listed(given: unknown) {
  const { count, at, key } = rangeOf(given) as ShiftList;
  return [Array.from({ length: count }, (_, index) => at(index)), key];
}

describe('explicit shifts', () => {
  test('are those of a list, in its order', () => {
    const list = [
      [1, 0],
      [0.5, -2],
      [0, 0],
    ];
    expect(listed({ list })).toEqual([list, ['list', list]]);
    expect(countShifts(rangeOf({ list }))).toBe(3);
  });

  test.each([
    [{ max: 2, path: 'diagonal' }, ['-2 -2', '-1 -1', '0 0', '1 1', '2 2'], ['path', 'diagonal', -2, 2, 1]],
    [{ max: 4, path: 'horizontal', step: 4 }, ['0 -4', '0 0', '0 4'], ['path', 'horizontal', -4, 4, 4]],
    [
      { max: 0.5, path: 'vertical', step: 0.25 },
      ['-0.5 0', '-0.25 0', '0 0', '0.25 0', '0.5 0'],
      ['path', 'vertical', -0.5, 0.5, 0.25],
    ],
    [{ max: 0, path: 'vertical' }, ['0 0'], ['path', 'vertical', 0, 0, 1]],
  ])('of %j are the points of a line, from -max to max', (given, shifts, key) => {
    expect(listed(given)).toEqual([shifts.map((shift) => shift.split(' ').map(Number)), key]);
    expect(countShifts(rangeOf(given))).toBe(shifts.length);
  });

  test('of a line are whole multiples of its step, however long it is', () => {
    const { count, at } = rangeOf({ max: 1e12, path: 'diagonal', step: 0.1 }) as ShiftList;
    expect(count).toBe(2e13 + 1);
    expect([at(0), at(1e13), at(1e13 + 3), at(count - 1)]).toEqual([
      [-1e12, -1e12],
      [0, 0],
      [0.1 * 3, 0.1 * 3],
      [1e12, 1e12],
    ]);
  });
});

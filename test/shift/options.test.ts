import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { countShifts, shiftOptions, shiftRange } from '../../src/shift/options.ts';

const defaults = { distribution: 'uniform', fill_mode: 'constant', fill_value: 0 };

describe('the options of a shift', () => {
  test.each([
    [{ max: 3 }, { ...defaults, max: [3, 3] }, { y: [-3, 3], x: [-3, 3], step: 1 }, 49],
    [{ max: [1, 2] }, { ...defaults, max: [1, 2] }, { y: [-1, 1], x: [-2, 2], step: 1 }, 15],
    [{ max: 0 }, { ...defaults, max: [0, 0] }, { y: [0, 0], x: [0, 0], step: 1 }, 1],
    [
      { y: [-3, 3], x: [0, 5] },
      { ...defaults, y: [-3, 3], x: [0, 5] },
      { y: [-3, 3], x: [0, 5], step: 1 },
      42,
    ],
    [{ x: [2, 2] }, { ...defaults, x: [2, 2] }, { y: [0, 0], x: [2, 2], step: 1 }, 1],
    [{ y: [-4, -1] }, { ...defaults, y: [-4, -1] }, { y: [-4, -1], x: [0, 0], step: 1 }, 4],
  ])('%j are filled in, and are a range', (given, all, range, count) => {
    const options = v.parse(shiftOptions, given);
    expect(options).toEqual(all);
    expect(shiftRange(options)).toStrictEqual(range);
    expect(countShifts(shiftRange(options))).toBe(count);
  });

  test('count what is a fraction of a pixel apart', () => {
    expect(countShifts({ y: [-1, 1], x: [0, 0.3], step: 0.1 })).toBe(21 * 4);
  });

  test.each([
    [{}, null, 'expected either max, or ranges y and x'],
    [{ max: 3, y: [0, 1] }, null, 'expected either max, or ranges y and x'],
    [{ max: -1 }, 'max', 'expected a whole number of at least 0'],
    [{ max: 1.5 }, 'max', 'expected a whole number of at least 0'],
    [{ max: 'x' }, 'max', 'expected a whole number of at least 0, or two as [height, width]'],
    [{ y: [3, -3] }, 'y', 'expected [first, last] with first <= last'],
    [{ y: 3 }, 'y', 'expected two numbers, [first, last]'],
    [{ x: [0, 0.5] }, 'x.1', 'expected a whole number'],
    [{ max: 1, distribution: 'round' }, 'distribution', 'unknown value "round"; did you mean "rounded"?'],
    [
      { max: 1, fill_mode: 'mirror' },
      'fill_mode',
      'unknown value "mirror"; allowed: constant, nearest, reflect, wrap',
    ],
    [{ max: 1, fill_value: Number.NaN }, 'fill_value', 'expected a finite number'],
    [
      { max: 1, fill: 0 },
      'fill',
      'unknown key "fill"; allowed: distribution, fill_mode, fill_value, max, x, y',
    ],
  ])('%j are refused at %s', (given, path, message) => {
    const { issues } = v.safeParse(shiftOptions, given);
    expect(issues?.map((issue) => [v.getDotPath(issue), issue.message])).toEqual([[path, message]]);
  });
});

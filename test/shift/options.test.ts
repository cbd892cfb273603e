import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { shiftOptions } from '../../src/shift/options.ts';

const defaults = {
  step: 1,
  interpolation: 'bilinear',
  distribution: 'uniform',
  fill_mode: 'constant',
  fill_value: 0,
};

/** Where, and what: of every issue. */
function refusals(given: unknown): unknown[][] {
  const { issues = [] } = v.safeParse(shiftOptions, given);
  return issues.map((issue) => [v.getDotPath(issue), issue.message]);
}

test.each([
  [{ max: 3 }],
  [{ max: [1, 2] }],
  [{ y: [-3, 3], x: [0, 5] }],
  [{ list: [[0.5, -2]], interpolation: 'lanczos3' }],
  [{ max: 2, path: 'diagonal', step: 0.5 }],
  [{ max: [1, 4], step: [0.25, 2], fill_mode: 'wrap', interpolation: 'fourier' }],
  [{ max: 2, distribution: 'rounded', fill_mode: 'nearest', fill_value: -1 }],
])('%j stay as they are written, with every default filled in', (given) => {
  expect(v.parse(shiftOptions, given)).toStrictEqual({ ...defaults, ...given });
});

test.each([
  [8, [8, 8]],
  [
    [8, 6],
    [8, 6],
  ],
])('a frame of %j is %j', (frame, expected) => {
  expect(v.parse(shiftOptions, { max: 1, frame }).frame).toEqual(expected);
});

describe('the ends of a range', () => {
  const multiples = (step: number) => `expected whole multiples of the step, ${step}`;

  test('may be any whole multiple of the step, wherever rounding puts it', () => {
    for (const step of [0.1, 0.25, 0.3, 0.7, 1 / 3, 1e-3, 1.7]) {
      for (let k = 1; k <= 300; k++) {
        // As a file would have it: 0.3, not 0.1 · 3.
        const end = Number((k * step).toPrecision(15));
        expect(refusals({ max: end, step })).toEqual([]);
        expect(refusals({ y: [-end, 0], x: [-end, end], step })).toEqual([]);
      }
    }
  });

  test.each([
    [{ max: 1.5 }, 'max', 1],
    [{ max: 0.1, step: 0.25 }, 'max', 0.25],
    [{ max: [1, 3], step: [1, 2] }, 'max', 2],
    [{ max: [3, 4], step: [2, 1] }, 'max', 2],
    [{ x: [0, 0.5] }, 'x', 1],
    [{ x: [-0.3, 0.25], step: 0.25 }, 'x', 0.25],
    [{ y: [0.5, 1], x: [0.5, 1] }, 'y', 1],
    [{ max: 1, path: 'diagonal', step: 0.3 }, 'max', 0.3],
  ])('may not be others: %j', (given, path, step) => {
    expect(refusals(given)).toEqual([[path, multiples(step)]]);
  });

  test('are multiples within 1e-9 of a step, and no further', () => {
    for (const step of [0.25, 1, 8]) {
      expect(refusals({ max: step * (3 + 0.9e-9), step })).toEqual([]);
      expect(refusals({ max: step * (3 - 0.9e-9), step })).toEqual([]);
      expect(refusals({ max: step * (3 + 1.1e-9), step })).toEqual([['max', multiples(step)]]);
      expect(refusals({ max: step * (3 - 1.1e-9), step })).toEqual([['max', multiples(step)]]);
    }
  });

  test('are no more steps away than whole numbers are exact', () => {
    expect(refusals({ max: 2 ** 53 - 1 })).toEqual([]);
    expect(refusals({ max: 2 ** 53 })).toEqual([['max', multiples(1)]]);
    expect(refusals({ max: 2 ** 53, step: 2 })).toEqual([]);
  });

  test('of a list are no matter', () => {
    expect(refusals({ list: [[0.1, 0.25]] })).toEqual([]);
  });
});

const ONE = 'expected one of max, ranges y and x, radius, and list';
const PERIODIC = 'expected another, or fill_mode: wrap without a frame, since it takes the image to repeat';
const LIST = 'expected a list of different shifts [dy, dx]';
const ROUNDED = 'expected uniform, as rounded numbers are whole: it goes with step: 1, max or ranges';
const LENGTH = 'expected one number, as path goes in steps of one length';
const SIZE = 'expected a whole number from 1 to 16,000,000, or two as [height, width]';

test.each([
  [{}, null, ONE],
  [{ max: 3, y: [0, 1] }, null, ONE],
  [{ max: 3, list: [[0, 1]] }, null, ONE],
  [{ x: [0, 1], list: [[0, 1]] }, null, ONE],
  [{ max: -1 }, 'max', 'expected a finite number of at least 0'],
  [{ max: 'x' }, 'max', 'expected a finite number of at least 0, a percentage such as 10%, or two as [y, x]'],
  [
    { max: [1, 2, 3] },
    'max',
    'expected a finite number of at least 0, a percentage such as 10%, or two as [y, x]',
  ],
  [{ y: [3, -3] }, 'y', 'expected [first, last] with first <= last'],
  [{ y: 3 }, 'y', 'expected two numbers, [first, last]'],
  [{ x: [0, Number.POSITIVE_INFINITY] }, 'x.1', 'expected a finite number, at most 3.4e38'],
  [{ max: 1, step: 0 }, 'step', 'expected a finite number from 0.000001 to 1,000,000'],
  [{ max: 1, step: [1, -1] }, 'step.1', 'expected a finite number from 0.000001 to 1,000,000'],
  [{ max: 1, step: 'x' }, 'step', 'expected a number from 0.000001 to 1,000,000, or two as [y, x]'],
  [{ list: [] }, 'list', LIST],
  [{ list: 3 }, 'list', LIST],
  [
    {
      list: [
        [1, 0],
        [-0, 2],
        [0, 2],
      ],
    },
    'list',
    `[0, 2] is listed twice; ${LIST}`,
  ],
  [{ list: [[1, 2, 3]] }, 'list.0.2', 'expected two numbers, [dy, dx]'],
  [{ list: [3] }, 'list.0', 'expected two numbers, [dy, dx]'],
  [
    {
      list: [
        [0, 1],
        [-0, 1],
      ],
    },
    'list',
    `[0, 1] is listed twice; ${LIST}`,
  ],
  [{ y: [0, 1], path: 'diagonal' }, 'path', 'expected only with max: n'],
  [{ list: [[0, 1]], path: 'diagonal' }, 'path', 'expected only with max: n'],
  [{ max: [1, 1], path: 'diagonal' }, 'path', 'expected only with max: n'],
  [{ max: 2, path: 'horizontal', step: [1, 2] }, 'step', LENGTH],
  [{ max: 1, path: 'diagnal' }, 'path', 'unknown value "diagnal"; did you mean "diagonal"?'],
  [{ max: 1, distribution: 'round' }, 'distribution', 'unknown value "round"; did you mean "rounded"?'],
  [{ max: 1, step: 0.5, distribution: 'rounded' }, 'distribution', ROUNDED],
  [{ max: 2, step: 2, distribution: 'rounded' }, 'distribution', ROUNDED],
  [{ max: 2, path: 'diagonal', distribution: 'rounded' }, 'distribution', ROUNDED],
  [{ list: [[0, 1]], distribution: 'rounded' }, 'distribution', ROUNDED],
  [{ max: 1, interpolation: 'fourier' }, 'interpolation', PERIODIC],
  [{ max: 1, interpolation: 'fourier', fill_mode: 'reflect' }, 'interpolation', PERIODIC],
  [{ max: 1, interpolation: 'fourier', fill_mode: 'wrap', frame: 8 }, 'interpolation', PERIODIC],
  [{ max: 1, frame: 0 }, 'frame', 'expected a whole number from 1 to 16,000,000'],
  [{ max: 1, frame: 'x' }, 'frame', SIZE],
  [
    { max: 1, fill_mode: 'mirror' },
    'fill_mode',
    'unknown value "mirror"; allowed: constant, nearest, reflect, wrap',
  ],
  [{ max: 1, fill_value: Number.NaN }, 'fill_value', 'expected a finite number'],
  [{ max: 1, raduis: 0 }, 'raduis', 'unknown key "raduis"; did you mean "radius"?'],
])('%j are refused at %s', (given, path, message) => {
  expect(refusals(given)).toEqual([[path, message]]);
});

import { expect, test } from 'vitest';
import { decisionMargin } from '../../src/measure/decision_margin.ts';
import { said } from '../support/measure/deciding.ts';

test.each([
  [
    'is the smallest gap of all drawn',
    [
      [0, 9, 1],
      [5, 3.5, 1],
      [1, 2, 7],
    ],
    {},
    1.5,
  ],
  [
    'leaves out what was not drawn',
    [
      [5, 4.5],
      [7, 1],
    ],
    { trials: [0, 1] },
    6,
  ],
  [
    'is 0 at a tie',
    [
      [0, 9],
      [3, 3],
    ],
    {},
    0,
  ],
  ['takes negative values as they are', [[-5, -2, -4]], {}, 2],
  ['is not defined of a decision', [[1], [2]], { decides: true }, null],
  ['is not defined on a map', [[1, 2]], { shape: [2, 1, 1] as const }, null],
  ['is not defined of one channel', [[1]], {}, null],
])('%s', async (_, outputs, given, expected) => {
  expect(await said(decisionMargin, outputs, given)).toEqual({ decision_margin: expected });
});

import { expect, test } from 'vitest';
import { accuracy } from '../../src/measure/accuracy.ts';
import { said } from '../support/measure/deciding.ts';

const rest = { accuracy_low: null, accuracy_high: null };

test.each([
  ['the largest channel is the class', [[1, 3, 2]], { label: 1 }, 1],
  ['the largest channel is another', [[1, 3, 2]], { label: 2 }, 0],
  ['of a tie the first counts', [[3, 1, 3]], { label: 0 }, 1],
  ['the value of argmax is the class', [[2]], { label: 2, decides: true }, 1],
  ['the value of argmax is another', [[2]], { label: 0, decides: true }, 0],
  ['a map decides nothing', [[1, 3, 2, 5]], { label: 1, shape: [2, 1, 2] as const }, null],
  ['one channel decides nothing', [[1]], { label: 0 }, null],
  ['without a class', [[1, 3]], {}, null],
])('%s', async (_, outputs, given, expected) => {
  expect(await said(accuracy, outputs, given)).toEqual({ accuracy: expected, ...rest });
});

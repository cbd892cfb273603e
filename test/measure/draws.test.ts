import fc from 'fast-check';
import { expect, test } from 'vitest';
import { draws } from '../../src/measure/draws.ts';
import { randomTrials } from '../support/measure/trials.ts';

test('trials and shifts are how many draws there were, and how many of them different', () => {
  fc.assert(
    fc.property(randomTrials, ({ measured, list }) => {
      expect(draws.measure(measured)).toEqual({
        trials: list.length,
        shifts: new Set(list.map(({ dy, dx }) => `${dy} ${dx}`)).size,
      });
    }),
  );
});

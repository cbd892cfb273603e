import fc from 'fast-check';
import { expect, test } from 'vitest';
import { against } from '../../src/measure/against.ts';
import { wilson } from '../../src/measure/statistics/wilson.ts';
import { randomTrials } from '../support/measure/trials.ts';

test('against counts the trials in which the second image gives the same output', () => {
  fc.assert(
    fc.property(
      randomTrials,
      fc.array(fc.boolean(), { minLength: 13, maxLength: 13 }),
      ({ measured }, same) => {
        const agrees = same.slice(0, measured.classOf.length);
        const found = against.measure({ ...measured, agrees });
        const perTrial = agrees.flatMap((one, s) => Array<boolean>(measured.shifts.trials[s]!).fill(one));
        const count = perTrial.filter(Boolean).length;
        const rate = count / perTrial.length;
        const [low, high] = measured.shifts.all ? [rate, rate] : wilson(count, perTrial.length);
        expect(found).toEqual({
          against_matches: count,
          against_rate: rate,
          against_low: low,
          against_high: high,
        });
      },
    ),
  );
});

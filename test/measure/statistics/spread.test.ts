import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spreadOf } from '../../../src/measure/statistics/spread.ts';

test('the entropy is the sum over all counts, each with a logarithm of its own', () => {
  // Runs of one count, with others between them, whose totals differ from call to call.
  const run = fc
    .tuple(fc.oneof(fc.nat(4), fc.nat(600)), fc.nat(6))
    .map(([n, times]) => Array<number>(times).fill(n));
  const counts = fc.array(run, { maxLength: 20 }).map((runs) => runs.flat());
  fc.assert(
    fc.property(counts, (counts) => {
      const total = counts.reduce((a, b) => a + b, 0);
      let bits = 0;
      for (const n of counts) if (n > 0) bits += (n / total) * Math.log2(total / n);
      const taken = counts.filter((n) => n > 0).length;
      const found = spreadOf(Float64Array.from(counts), total);
      expect(found.taken).toBe(taken);
      if (total === 0) expect(found.bits).toBeNull();
      else expect(found.bits).toBeCloseTo(bits, 10);
    }),
  );
});

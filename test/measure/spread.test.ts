import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spreadOf } from '../../src/measure/spread.ts';

test('the entropy is the sum over counts in order, each with a logarithm of its own', () => {
  const counts = fc.array(fc.oneof(fc.nat(4), fc.nat(600)), { maxLength: 40 });
  fc.assert(
    fc.property(counts, (counts) => {
      const total = counts.reduce((a, b) => a + b, 0);
      let bits = 0;
      for (const n of counts) if (n > 0) bits += (n / total) * Math.log2(total / n);
      const taken = counts.filter((n) => n > 0).length;
      expect(spreadOf(Float64Array.from(counts), total)).toEqual({ taken, bits: total === 0 ? null : bits });
    }),
  );
});

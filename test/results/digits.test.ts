import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatCell } from '../../src/results/csv.ts';
import { writeDigits } from '../../src/results/digits.ts';

const bytes = new Uint8Array(40);

/** What is written; undefined where the digits are not known. Whatever was there before does not matter. */
function digitsOf(value: number, rate: boolean): string | undefined {
  bytes.fill(0x30 + (Math.floor(Math.abs(value)) % 10 || 0));
  const end = writeDigits(bytes, 3, value, rate);
  return end < 0 ? undefined : String.fromCharCode(...bytes.subarray(3, end));
}

const double = fc.double({ noNaN: true, noDefaultInfinity: true });
/** Numbers of some digits behind the point, and those in the middle of two of six digits. */
const decimal = fc.tuple(fc.integer({ min: -10_000_000, max: 10_000_000 }), fc.integer({ min: 0, max: 13 }));
const numbers = fc.oneof(
  double,
  fc.double({ min: -1.5, max: 1.5, noNaN: true }),
  fc.double({ min: 0, max: 2e6, noNaN: true }),
  fc.integer(),
  decimal.map(([digits, power]) => digits / 10 ** power),
  decimal.map(([digits, power]) => (digits + 0.5) / 10 ** power),
  // Neighbours of powers of ten.
  fc.tuple(fc.integer({ min: -8, max: 8 }), fc.integer({ min: -40, max: 40 })).map(([power, steps]) => {
    return 10 ** power * (1 + steps * 2 ** -52);
  }),
  fc
    .tuple(fc.integer({ min: -8, max: 8 }), fc.double({ min: -1e-6, max: 1e-6, noNaN: true }))
    .map(([power, part]) => 10 ** power * (1 + part)),
);

test('digits are those that a cell prints, or not known', () => {
  fc.assert(
    fc.property(numbers, fc.boolean(), (value, rate) => {
      const digits = digitsOf(value, rate);
      if (digits !== undefined)
        expect(digits).toBe(formatCell(value, { type: rate ? 'rate' : 'number', identity: false }));
    }),
    { numRuns: 20_000 },
  );
});

test('the digits of usual numbers are known', () => {
  const usual = fc.oneof(
    fc.double({ min: 1e-6, max: 1, noNaN: true }),
    fc.double({ min: 1, max: 999_999, noNaN: true }),
    fc.integer({ min: -(2 ** 31) + 1, max: 2 ** 31 - 1 }),
  );
  let unknown = 0;
  fc.assert(
    fc.property(usual, fc.boolean(), (value, rate) => {
      if (digitsOf(value, rate) === undefined) unknown++;
    }),
    { numRuns: 5000 },
  );
  expect(unknown).toBeLessThan(50);
});

test.each<[number, boolean, string | undefined]>([
  [0.1, false, '0.1'],
  [-0, false, '0'],
  [-0.25, false, '-0.25'],
  [0.9999999, true, '0.999999'],
  [-0.9999999, true, '-1'],
  [0.9999999, false, '1'],
  [9.999999, true, '10'],
  [0.000001, false, '0.000001'],
  [123456.75, false, '123457'],
  [123456.5, false, undefined],
  [999_999.7, false, undefined],
  [1e-7, false, undefined],
  [Number.NaN, false, undefined],
  [Number.POSITIVE_INFINITY, true, undefined],
  [2 ** 31, false, undefined],
])('the digits of %o (rate %o) are %s', (value, rate, digits) => {
  expect(digitsOf(value, rate)).toBe(digits);
});

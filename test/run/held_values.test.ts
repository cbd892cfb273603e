import fc from 'fast-check';
import { test } from 'vitest';
import { holdValues } from '../../src/run/held_values.ts';

/** Columns as measures have them: one value, few, many, with and without what is not defined. */
const columns: readonly ((picture: number) => number)[] = [
  () => 81,
  () => Number.NaN,
  (picture) => (picture % 7) / 7,
  (picture) => Math.sqrt(picture),
  (picture) => (picture % 3 === 0 ? Number.NaN : Math.fround(1 / (picture + 1))),
  (picture) => (picture % 2 === 0 ? -0 : -picture),
];
const PICTURES = 9000;
const rows = Array.from({ length: PICTURES }, (_, picture) => columns.map((value) => value(picture)));

test('the numbers of pictures come back bit for bit, however they are cut; -0 as 0', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: PICTURES - 1 }), { maxLength: 9 }), (cuts) => {
      const held = holdValues(columns.length);
      const ends = [...cuts.sort((a, b) => a - b), PICTURES];
      for (const [i, end] of ends.entries())
        held.add(Float64Array.from(rows.slice(ends[i - 1] ?? 0, end).flat()));
      for (const [picture, row] of rows.entries())
        for (const [column, value] of row.entries())
          if (!Object.is(held.at(column, picture), value + 0)) return false;
      return true;
    }),
    { numRuns: 10 },
  );
});

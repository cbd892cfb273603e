import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonParts } from '../../../src/cli/run/json_parts.ts';

const text = (value: unknown) => [...jsonParts(value)].join('');

test('any value is written as JSON.stringify writes it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(text(value)).toBe(JSON.stringify(value, null, 2));
      const held = { a: value, gone: undefined, b: [{ c: value }, undefined, Number.NaN] };
      expect(text(held)).toBe(JSON.stringify(held, null, 2));
    }),
  );
});

test('a function is the list whose items it gives, in parts of bounded length', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), (items) => {
      const list = { rows: () => items, after: 1 };
      expect(text(list)).toBe(JSON.stringify({ rows: items, after: 1 }, null, 2));
    }),
  );
  function* many() {
    for (let i = 0; i < 100_000; i++) yield { i };
  }
  const lengths = [...jsonParts({ rows: many })].map(({ length }) => length);
  expect(lengths.length).toBeGreaterThan(20);
  expect(Math.max(...lengths)).toBeLessThan(100_000);
});

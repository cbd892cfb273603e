import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MeasureKind, Value } from '../../src/measure/kind.ts';
import { measures } from '../../src/measure/registry.ts';
import { randomTrials } from '../support/measure/trials.ts';

const neverYields = { due: () => false, yieldNow: () => Promise.resolve() };

describe.each(Object.entries<MeasureKind>(measures))('the measure %s', (_, kind) => {
  test('says what it and each of its columns is', () => {
    expect(kind.title).toMatch(/^\S.*\.$/);
    expect(Object.keys(kind.columns).length).toBeGreaterThan(0);
    for (const [name, { description, formula, unit }] of Object.entries(kind.columns)) {
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(description).toMatch(/^\S.*\.$/);
      expect(formula).not.toBe('');
      expect(unit).not.toBe('');
    }
  });

  test('fills exactly its columns, each by its type; never with -0 or an infinity', async () => {
    await fc.assert(
      fc.asyncProperty(randomTrials, async ({ measured }) => {
        const step = { ...measured, agrees: Array.from(measured.classOf, (c) => c === 0) };
        const row: Record<string, Value> = kind.measure(step, await kind.read?.(step, neverYields));
        expect(Object.keys(row)).toEqual(Object.keys(kind.columns));
        for (const [name, { type }] of Object.entries(kind.columns)) {
          const value = row[name]!;
          if (value === null || Number.isNaN(value)) continue;
          expect(Number.isFinite(value) && !Object.is(value, -0), `${name} is ${value}`).toBe(true);
          if (type === 'integer') expect(Number.isInteger(value)).toBe(true);
          if (type === 'rate') expect(value >= 0 && value <= 1, `${name} is ${value}`).toBe(true);
        }
      }),
    );
  });
});

import { describe, expect, test } from 'vitest';
import type { MeasureKind } from '../../src/measure/kind.ts';
import { measures } from '../../src/measure/registry.ts';
import { reservedNames, sweepColumn } from '../../src/results/columns.ts';
import { summary } from '../../src/results/tables/summary.ts';

const kinds: Record<string, MeasureKind> = measures;
const summaryNames = summary
  .columns({ swept: [], measures: Object.values(kinds), set: false })
  .map(({ name }) => name);

describe('a swept key', () => {
  test('that is a column’s name gets `sweep.` in front', () => {
    const reserved = reservedNames(kinds);
    for (const name of summaryNames) expect(sweepColumn(name, reserved)).toBe(`sweep.${name}`);
    for (const name of ['seed', 'shift.max', 'pool.depth', 'layers'])
      expect(sweepColumn(name, reserved)).toBe(name);
  });

  test('makes way for the columns of a measure of one’s own, too', () => {
    const mine: MeasureKind = {
      title: 'Mine.',
      when: 'asked',
      columns: { seed: { type: 'number', unit: '1', description: 'Mine.', formula: '1' } },
      measure: () => ({ seed: 1 }),
    };
    expect(sweepColumn('seed', reservedNames({ ...kinds, mine }))).toBe('sweep.seed');
  });

  test('makes way for the columns that a further table has of its own', () => {
    expect(sweepColumn('image', reservedNames(kinds))).toBe('image');
    expect(sweepColumn('image', reservedNames(kinds, [{ name: 'image' }]))).toBe('sweep.image');
  });

  test('never shares its name with another column', () => {
    const reserved = reservedNames(kinds);
    const swept = [...summaryNames, 'seed'].map((key) => {
      return { key, name: sweepColumn(key, reserved), values: [1] };
    });
    const columns = summary.columns({ swept, measures: Object.values(kinds), set: false });
    expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length);
  });
});

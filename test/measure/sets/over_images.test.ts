import { describe, expect, test } from 'vitest';
import type { MeasureColumn, Value } from '../../../src/measure/kind.ts';
import { overImages } from '../../../src/measure/sets/over_images.ts';
import { setInterval } from '../../../src/measure/statistics/set_interval.ts';

const column = (over?: MeasureColumn['over']): MeasureColumn => {
  return { type: 'number', unit: '1', description: 'x.', formula: 'x', ...(over && { over }) };
};

const columns = {
  n: column('sum'),
  of: column('sum'),
  rate: { ...column({ sum: 'n', of: 'of' }), type: 'rate' as const },
  low: column({ low: 'rate' }),
  high: column({ high: 'rate' }),
  mean: column(),
  mean_low: column({ low: 'mean' }),
  most: column('most'),
  least: column('least'),
  there: column({ where: 'most' }),
};

type Rows = Partial<Record<keyof typeof columns, Value>>[];

function whole(rows: Rows): Record<keyof typeof columns, Value> {
  const values = new Map(
    Object.keys(columns).map((name) => [
      name,
      Float64Array.from(rows, (row) => row[name as keyof typeof columns] ?? Number.NaN),
    ]),
  );
  return overImages(columns, values) as Record<keyof typeof columns, Value>;
}

describe('the columns of a set', () => {
  test('are what their definitions make of its images', () => {
    const rows = [
      { n: 1, of: 4, mean: 1, most: 2, least: 5, there: 10 },
      { n: 3, of: 4, mean: null, most: 7, least: null, there: 20 },
      { n: 2, of: 2, mean: 4, most: 7, least: -1, there: 30 },
    ];
    expect(whole(rows)).toMatchObject({ n: 6, of: 10, rate: 0.6, mean: 2.5, most: 7, least: -1, there: 20 });
  });

  test('take the first of pictures that are equal but for rounding', () => {
    const most = 0.1 + 0.2;
    const there = (...rows: Rows) => whole(rows).there;
    expect(there({ most: 0.3, there: 1 }, { most, there: 2 }, { most: 0.29, there: 3 })).toBe(1);
    expect(there({ most: -0.3, there: 1 }, { most: -0.3 * (1 - 1e-15), there: 2 })).toBe(1);
    expect(there({ most: 0.3, there: 1 }, { most: 0.3 * (1 + 1e-8), there: 2 })).toBe(2);
    expect(there({ most: 0, there: 1 }, { most: 0, there: 2 }, { most: 1e-300, there: 3 })).toBe(3);
  });

  test('are not defined where no image has a value', () => {
    const none = Object.fromEntries(Object.keys(columns).map((name) => [name, null]));
    expect(whole([{}, {}])).toEqual(none);
  });

  test('of one image are its own, without an interval', () => {
    expect(whole([{ n: 1, of: 4, mean: 3 }])).toMatchObject({ rate: 0.25, low: null, high: null, mean: 3 });
  });

  test('have the interval of the ratio, of pictures where both columns are defined', () => {
    const rows: Rows = [3, 8, 0, 5, 6, 2].map((n, i) => ({ n, of: i === 3 ? null : 8, mean: n / 8 }));
    const ratio = { above: Float64Array.of(3, 8, 0, 0, 6, 2), below: Float64Array.of(8, 8, 8, 0, 8, 8) };
    const [low, high] = setInterval(ratio, { bounded: true, counts: true })!;
    expect(whole(rows)).toMatchObject({ low, high });
    const mean = {
      above: Float64Array.of(3, 8, 0, 5, 6, 2).map((n) => n / 8),
      below: new Float64Array(6).fill(1),
    };
    expect(whole(rows).mean_low).toBe(setInterval(mean, { bounded: false, counts: false })![0]);
  });
});

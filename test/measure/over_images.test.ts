import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stream } from '../../src/core/random.ts';
import type { MeasureColumn, Value } from '../../src/measure/kind.ts';
import { overImages } from '../../src/measure/over_images.ts';
import { wilson } from '../../src/measure/wilson.ts';

const column = (over?: MeasureColumn['over']): MeasureColumn => {
  return { type: 'number', unit: '1', description: 'x.', formula: 'x', ...(over && { over }) };
};

const columns = {
  n: column('sum'),
  of: column('sum'),
  rate: column({ sum: 'n', of: 'of' }),
  low: column({ low: 'rate' }),
  high: column({ high: 'rate' }),
  mean: column(),
  mean_low: column({ low: 'mean' }),
  most: column('most'),
  least: column('least'),
  there: column({ where: 'most' }),
};

type Rows = Partial<Record<keyof typeof columns, Value>>[];

function whole(rows: Rows, seed = 0): Record<keyof typeof columns, Value> {
  const values = new Map(
    Object.keys(columns).map((name) => [
      name,
      Float64Array.from(rows, (row) => row[name as keyof typeof columns] ?? Number.NaN),
    ]),
  );
  const work = overImages(columns, [values], stream(seed, 'bootstrap', [rows.length]));
  for (;;) {
    const { done, value } = work.next();
    if (done) return value[0] as Record<keyof typeof columns, Value>;
  }
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

  test('are not defined where no image has a value', () => {
    const none = Object.fromEntries(Object.keys(columns).map((name) => [name, null]));
    expect(whole([{}, {}])).toEqual(none);
  });

  test('of one image are its own, without an interval', () => {
    expect(whole([{ n: 1, of: 4, mean: 3 }])).toMatchObject({ rate: 0.25, low: null, high: null, mean: 3 });
  });

  test('where no two images differ, have the interval that many trials would', () => {
    const [low, high] = wilson(10, 20);
    const { low: a, high: b } = whole(Array.from({ length: 20 }, () => ({ n: 4, of: 8 })));
    expect([a, b]).toEqual([low, high]);
    const all = whole(Array.from({ length: 200 }, () => ({ n: 81, of: 81 })));
    expect([all.rate, all.low, all.high]).toEqual([1, wilson(200, 200)[0], 1]);
  });

  test('have an interval that is that of the same seed, about the rate, and inside of what images have', () => {
    const row = fc.record({ n: fc.nat(8), of: fc.constant(8) });
    fc.assert(
      fc.property(fc.array(row, { minLength: 3, maxLength: 12 }), (rows) => {
        const { rate, low, high } = whole(rows);
        expect(whole(rows)).toEqual(whole(rows));
        expect(low! <= rate! + 1e-12 && rate! <= high! + 1e-12).toBe(true);
        expect(low! >= 0 && high! <= 1).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test('have the interval of a bootstrap that is written another way', () => {
    const next = stream(5, 'rows', []);
    const rows = Array.from({ length: 40 }, () => ({ n: Math.floor(9 * next()), of: 8 }));
    const random = stream(3, 'bootstrap', [40]);
    const rates = Array.from({ length: 2000 }, () => {
      const drawn = Array.from({ length: 40 }, () => rows[Math.floor(random() * 40)]!);
      return drawn.reduce((sum, { n }) => sum + n, 0) / drawn.reduce((sum, { of }) => sum + of, 0);
    }).sort((a, b) => a - b);
    // 2.5 % of the way from the first to the last of 2,000 is 49.975 places.
    const low = rates[49]! + 0.975 * (rates[50]! - rates[49]!);
    const high = rates[1949]! + 0.025 * (rates[1950]! - rates[1949]!);
    const found = whole(rows, 3);
    expect(found.low).toBeCloseTo(low, 12);
    expect(found.high).toBeCloseTo(high, 12);
  });

  test('have an interval that holds the truth about as often as it says, though trials of an image are alike', () => {
    // Each image has a chance of its own, 0, ½ or 1; its 20 trials are drawn with it. The truth is ½.
    const next = stream(1, 'coverage', []);
    const RUNS = 120;
    let held = 0;
    let naive = 0;
    for (let run = 0; run < RUNS; run++) {
      const rows = Array.from({ length: 60 }, () => {
        const chance = Math.floor(3 * next()) / 2;
        const n = Array.from({ length: 20 }, () => Number(next() < chance)).reduce((a, b) => a + b);
        return { n, of: 20 };
      });
      const { low, high, n, of } = whole(rows, run);
      if (low! <= 0.5 && 0.5 <= high!) held++;
      const [from, to] = wilson(n!, of!);
      if (from <= 0.5 && 0.5 <= to) naive++;
    }
    // 95 % of 120 give or take 4 standard errors of 2 %.
    expect(held / RUNS).toBeGreaterThan(0.87);
    expect(held).toBeLessThan(RUNS);
    // As if trials were independent, it would hold it in about half of the runs.
    expect(naive / RUNS).toBeLessThan(0.7);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stream } from '../../../src/core/random.ts';
import { setInterval } from '../../../src/measure/statistics/set_interval.ts';
import { studentT } from '../../../src/measure/statistics/student_t.ts';
import { wilson } from '../../../src/measure/statistics/wilson.ts';

const RATE = { bounded: true, counts: true };

const of = (above: readonly number[], below: readonly number[]) => ({
  above: Float64Array.from(above),
  below: Float64Array.from(below),
});

const total = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

describe('the interval over pictures', () => {
  test('by hand: five pictures of four trials', () => {
    // R = 10/20. Residuals 1 - 2, 3 - 2, 0, 4 - 2, 0 - 2, each over 1 - 1/5: squares 10 / 0.64 = 15.625.
    // SE² = 5/4 · 15.625 / 400 = 0.048828125; n = 0.25 / SE² = 5.12.
    const [low, high] = setInterval(of([1, 3, 2, 4, 0], [4, 4, 4, 4, 4]), RATE)!;
    const share = 2.776445105198 ** 2 / 5.12;
    const half = (Math.sqrt(share / 4 + (share * share) / 4) / (1 + share)) * 1;
    expect(low).toBeCloseTo(0.5 - half, 9);
    expect(high).toBeCloseTo(0.5 + half, 9);
  });

  test('residuals are those from the other pictures', () => {
    const rows = fc.array(fc.tuple(fc.nat(9), fc.integer({ min: 9, max: 12 })), {
      minLength: 5,
      maxLength: 30,
    });
    fc.assert(
      fc.property(rows, (pictures) => {
        const [above, below] = [pictures.map(([a]) => a), pictures.map(([, b]) => b)];
        const [a, b] = [total(above), total(below)];
        const n = pictures.length;
        // From the ratio of all others: (a_i - R_(-i) b_i), whatever the sizes of pictures.
        const squares = pictures.map(([x, y]) => (x - ((a - x) / (b - y)) * y) ** 2);
        const error2 = ((n / (n - 1)) * total(squares)) / b ** 2;
        const found = setInterval(of(above, below), { bounded: false, counts: false })!;
        const half = studentT(n - 1) * Math.sqrt(error2);
        expect(found[0]).toBeCloseTo(a / b - half, 9);
        expect(found[1]).toBeCloseTo(a / b + half, 9);
      }),
    );
  });

  test('a rate lies inside of it, and it inside of [0, 1]; the order of pictures changes rounding only', () => {
    const rows = fc.array(fc.tuple(fc.nat(8), fc.constant(8)), { minLength: 5, maxLength: 40 });
    fc.assert(
      fc.property(rows, (pictures) => {
        const [above, below] = [pictures.map(([a]) => a), pictures.map(([, b]) => b)];
        const [low, high] = setInterval(of(above, below), RATE)!;
        const rate = total(above) / total(below);
        expect(low).toBeLessThanOrEqual(rate);
        expect(high).toBeGreaterThanOrEqual(rate);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        const back = setInterval(of([...above].reverse(), [...below].reverse()), RATE)!;
        expect(back[0]).toBeCloseTo(low, 9);
        expect(back[1]).toBeCloseTo(high, 9);
      }),
    );
  });

  test('where no two pictures differ, pictures are the trials', () => {
    const twenty = (value: number) => of(new Array(20).fill(value), new Array(20).fill(8));
    const t = studentT(19);
    expect(setInterval(twenty(4), RATE)).toEqual(wilson(10, 20, t));
    expect(setInterval(twenty(8), RATE)).toEqual([wilson(20, 20, t)[0], 1]);
    expect(setInterval(twenty(0), RATE)).toEqual([0, wilson(0, 20, t)[1]]);
    // A third is no number of binary: its rounding is no difference.
    const thirds = of(new Array(9).fill(1 / 3), new Array(9).fill(1));
    expect(setInterval(thirds, { bounded: true, counts: false })![0]).toBeCloseTo(
      wilson(3, 9, studentT(8))[0],
      9,
    );
  });

  test('fewer than five pictures have none, nor have pictures without trials', () => {
    expect(setInterval(of([1, 2, 3, 4], [4, 4, 4, 4]), RATE)).toBeUndefined();
    expect(setInterval(of([1, 2, 3, 4, 0], [4, 4, 4, 4, 0]), RATE)).toBeUndefined();
    expect(setInterval(of([1, 2, 3, 4, 0], [4, 4, 4, 4, 4]), RATE)).toBeDefined();
  });

  test('is never narrower than if all trials were independent', () => {
    // Alternating pictures differ less than chance: as if there were more trials than there are.
    const above = Array.from({ length: 40 }, (_, i) => 40 + (i % 2));
    const below = new Array<number>(40).fill(81);
    const found = setInterval(of(above, below), RATE)!;
    expect(found).toEqual(wilson(total(above), total(below), studentT(39)));
  });

  test('covers what it says with pictures that are alike inside: beta-binomial, 400 runs', () => {
    // Chances are uniform (correlation 1/3); 20 pictures of 20 trials. The truth is ½.
    const next = stream(1, 'coverage', []);
    let [held, naive] = [0, 0];
    const RUNS = 400;
    for (let run = 0; run < RUNS; run++) {
      const above = Array.from({ length: 20 }, () => {
        const chance = next();
        return total(Array.from({ length: 20 }, () => Number(next() < chance)));
      });
      const [low, high] = setInterval(of(above, new Array(20).fill(20)), RATE)!;
      if (low <= 0.5 && 0.5 <= high) held++;
      const [from, to] = wilson(total(above), 400);
      if (from <= 0.5 && 0.5 <= to) naive++;
    }
    // 95 % of 400, give or take 3.5 standard errors of 1.1 %.
    expect(held / RUNS).toBeGreaterThan(0.91);
    expect(held / RUNS).toBeLessThan(0.99);
    expect(naive / RUNS).toBeLessThan(0.75);
  });
});

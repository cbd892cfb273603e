import { expect, test } from 'vitest';
import { studentT } from '../../../src/measure/statistics/student_t.ts';

/** The chance that a t of so many degrees lies in [-t, t], by Simpson's rule over its density. */
function chanceWithin(t: number, degrees: number): number {
  const density = (x: number) => (1 + (x * x) / degrees) ** (-(degrees + 1) / 2);
  const simpson = (to: number, n: number) => {
    const h = to / n;
    let sum = density(0) + density(to);
    for (let i = 1; i < n; i++) sum += (i % 2 === 1 ? 4 : 2) * density(i * h);
    return (sum * h) / 3;
  };
  // The density's integral: x = √degrees tan u makes it one of cos^(degrees - 1).
  const all = (n: number) => {
    const h = Math.PI / 2 / n;
    let sum = 1;
    for (let i = 1; i < n; i++) sum += (i % 2 === 1 ? 4 : 2) * Math.cos(i * h) ** (degrees - 1);
    return (Math.sqrt(degrees) * (sum * h)) / 3;
  };
  return simpson(t, 2000) / all(2000);
}

test.each([4, 5, 9, 10, 19, 20, 29, 30, 31, 32, 49, 99, 999, 49_999])(
  'leaves 2.5 %% of a t distribution of %i degrees above it',
  (degrees) => {
    expect(chanceWithin(studentT(degrees), degrees)).toBeCloseTo(0.95, 7);
  },
);

test('falls towards the normal distribution, without a step from the table to the expansion', () => {
  const points = Array.from({ length: 200 }, (_, i) => studentT(i + 4));
  for (const [i, t] of points.slice(1).entries()) {
    expect(t).toBeLessThan(points[i]!);
    expect(t).toBeGreaterThan(1.959963984540054);
  }
  const falls = points.slice(1).map((t, i) => points[i]! - t);
  for (const [i, fall] of falls.slice(1).entries()) expect(fall).toBeLessThan(falls[i]!);
});

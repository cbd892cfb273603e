import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearbyLeaders } from '../../../src/engine/classify/nearby.ts';

describe('the leaders near a place', () => {
  test('are all within reach, rounding included, and come in order', () => {
    const place = fc.double({ min: -100, max: 100, noNaN: true });
    const rounding = fc.constantFrom(0, 1e-3, 2);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(place, place, rounding), { maxLength: 30 }),
        place,
        place,
        rounding,
        fc.constantFrom(0, 0.5, 20),
        (leaders, x, y, error, reach) => {
          const nearby = nearbyLeaders(reach);
          for (const [i, leader] of leaders.entries()) nearby.add(i, ...leader);
          const near = nearby.near(x, y, error);
          expect(near).toEqual(near.toSorted((a, b) => a - b));
          const due = [...leaders.keys()].filter((i) => {
            const [left, top, rounding] = leaders[i]!;
            return Math.max(Math.abs(left - x), Math.abs(top - y)) < reach + rounding + error;
          });
          expect(near).toEqual(expect.arrayContaining(due));
        },
      ),
    );
  });

  test('are no others where all places are exact', () => {
    const nearby = nearbyLeaders(1);
    for (const i of [5, 1, 3, 2, 4]) nearby.add(i, 10 * i, -i, 0);
    expect(nearby.near(30.5, -3, 0)).toEqual([3]);
    expect(nearby.near(30.5, 0, 0)).toEqual([]);
  });
});

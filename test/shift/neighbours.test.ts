import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Shifts } from '../../src/core/tensor.ts';
import { drawShifts } from '../../src/shift/draw.ts';
import type { ShiftList, ShiftRange } from '../../src/shift/grid.ts';
import { done } from '../support/work.ts';

/** The pairs as text, each once, whichever of the two comes first. */
function pairsOf(shifts: Shifts): string[] {
  const name = (s: number) => `${shifts.dy[s]},${shifts.dx[s]}`;
  return [...shifts.neighbours()].map(([s, t]) => [name(s), name(t)].sort().join(' – ')).sort();
}

/** Every pair of drawn shifts that asks for it, by trying all. */
function tried({ dy, dx, trials }: Shifts, near: (dy: number, dx: number) => boolean): string[] {
  const drawn = [...trials.keys()].filter((s) => trials[s]! > 0);
  const pairs: string[] = [];
  for (const s of drawn) {
    for (const t of drawn) {
      if (s >= t || !near(Math.abs(dy[s]! - dy[t]!), Math.abs(dx[s]! - dx[t]!))) continue;
      pairs.push([`${dy[s]},${dx[s]}`, `${dy[t]},${dx[t]}`].sort().join(' – '));
    }
  }
  return pairs.sort();
}

const close = (a: number, b: number) => Math.abs(a - b) < 1e-6;
const trials = fc.oneof(fc.constant('all' as const), fc.integer({ min: 1, max: 60 }));

describe('neighbours of a grid', () => {
  test('are the pairs of drawn shifts that are one step apart on one axis, each once', () => {
    const step = fc.constantFrom(0.1, 0.25, 1 / 3, 1, 2);
    const axis = fc.tuple(fc.integer({ min: -6, max: 6 }), fc.nat(6));
    let found = 0;
    fc.assert(
      fc.property(fc.integer(), axis, axis, step, step, trials, (seed, y, x, down, across, n) => {
        const ends = ([first, length]: [number, number], step: number) =>
          [first * step, (first + length) * step] as const;
        const range: ShiftRange = { y: ends(y, down), x: ends(x, across), step: [down, across] };
        const shifts = done(drawShifts(seed, range, 'uniform', n));
        const expected = tried(
          shifts,
          (dy, dx) => (close(dy, down) && close(dx, 0)) || (close(dy, 0) && close(dx, across)),
        );
        expect(pairsOf(shifts)).toEqual(expected);
        found += expected.length;
      }),
    );
    expect(found).toBeGreaterThan(100);
  });

  test('of all shifts are as many as its inner edges', () => {
    const shifts = done(drawShifts(0, { y: [-3, 3], x: [-2, 2], step: 1 }, 'uniform', 'all'));
    expect([...shifts.neighbours()]).toHaveLength(7 * 4 + 6 * 5);
  });

  test('leave out a reference that was not drawn', () => {
    const shifts = done(drawShifts(0, { y: [0, 0], x: [1, 3], step: 1 }, 'uniform', 'all'));
    expect(pairsOf(shifts)).toEqual(['0,1 – 0,2', '0,2 – 0,3']);
  });
});

describe('neighbours in a list', () => {
  const list = (shifts: readonly (readonly [number, number])[]): ShiftList => ({
    count: shifts.length,
    at: (index) => shifts[index]!,
    key: ['list', shifts],
    outermost: shifts,
  });

  test('follow each other in it, however far apart they are', () => {
    const range = list([
      [5, 5],
      [0, 0],
      [1e-8, 0],
      [-3, 0],
    ]);
    const shifts = done(drawShifts(0, range, 'uniform', 'all'));
    expect(pairsOf(shifts)).toEqual(['-3,0 – 1e-8,0', '0,0 – 1e-8,0', '0,0 – 5,5']);
  });

  test('are both drawn', () => {
    const points = Array.from({ length: 12 }, (_, i) => [(i * 5) % 12, i] as const);
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 20 }), (seed, n) => {
        const { dx, trials, neighbours } = done(drawShifts(seed, list(points), 'uniform', n));
        const drawn = new Set([...trials.keys()].filter((s) => trials[s]! > 0).map((s) => dx[s]));
        const found = Array.from(neighbours(), ([s, t]) => [dx[s], dx[t]]);
        const expected = [...points.keys()].filter((i) => drawn.has(i) && drawn.has(i + 1));
        expect(found).toEqual(expected.map((i) => [i, i + 1]));
      }),
    );
  });
});

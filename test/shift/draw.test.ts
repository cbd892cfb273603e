import fc from 'fast-check';
import seedrandom from 'seedrandom';
import { describe, expect, test } from 'vitest';
import type { Distribution } from '../../src/shift/distribution.ts';
import { drawShifts } from '../../src/shift/draw.ts';
import type { ShiftRange } from '../../src/shift/grid.ts';
import { strictWorld } from '../support/strict.ts';
import { done } from '../support/work.ts';

const range = (y: [number, number], x: [number, number], step = 1): ShiftRange => ({ y, x, step });

const axis = fc
  .tuple(fc.integer({ min: -6, max: 6 }), fc.nat(5))
  .map(([first, length]): [number, number] => [first, first + length]);

/** What a stranger needs: the key of design.md, seedrandom, and two lines of arithmetic. */
function recomputed(seed: number | string, { y, x }: ShiftRange, distribution: Distribution, trials: number) {
  const random = seedrandom(`${seed} shift ${JSON.stringify([y[0], y[1], x[0], x[1], 1, distribution])}`);
  const draw = ([min, max]: readonly [number, number]) =>
    distribution === 'uniform'
      ? min + Math.floor(random() * (max - min + 1))
      : Math.round(min + random() * (max - min));
  const counts = new Map<string, number>();
  for (let trial = 0; trial < trials; trial++) {
    const dy = draw(y);
    const dx = draw(x);
    counts.set(`${dy} ${dx}`, (counts.get(`${dy} ${dx}`) ?? 0) + 1);
  }
  return counts;
}

describe('drawn shifts', () => {
  test('can be recomputed by a stranger', () => {
    strictWorld();
    const seeds = fc.oneof(fc.integer(), fc.string());
    fc.assert(
      fc.property(
        seeds,
        axis,
        axis,
        fc.constantFrom('uniform', 'rounded'),
        fc.integer({ min: 1, max: 60 }),
        (seed, y, x, distribution, trials) => {
          const shifts = done(drawShifts(seed, range(y, x), distribution, trials));
          const counts = new Map<string, number>();
          for (const [s, n] of shifts.trials.entries())
            if (n > 0) counts.set(`${shifts.dy[s]} ${shifts.dx[s]}`, n);
          expect(counts).toEqual(recomputed(seed, range(y, x), distribution, trials));
          expect(shifts.total).toBe(trials);
          expect(shifts.all).toBe(false);
        },
      ),
    );
  });

  test('by the lesson’s key, trial by trial', () => {
    const random = seedrandom('0 shift [-3,3,-3,3,1,"rounded"]');
    const [dy, dx] = [Math.round(-3 + 6 * random()), Math.round(-3 + 6 * random())];
    const one = done(drawShifts(0, range([-3, 3], [-3, 3]), 'rounded', 1));
    const s = one.trials.indexOf(1);
    expect([one.dy[s], one.dx[s]]).toEqual([dy, dx]);
  });

  test('of more trials begin with those of fewer', () => {
    const many = recomputed(4, range([-2, 2], [0, 3]), 'uniform', 50);
    const few = done(drawShifts(4, range([-2, 2], [0, 3]), 'uniform', 20));
    for (const [s, n] of few.trials.entries())
      expect(many.get(`${few.dy[s]} ${few.dx[s]}`) ?? 0).toBeGreaterThanOrEqual(n);
  });

  test.each(['uniform', 'rounded'] as const)('reach both ends of both axes, %s', (distribution) => {
    const { dy, dx } = done(drawShifts(0, range([-3, 3], [-1, 4]), distribution, 2000));
    expect([Math.min(...dy), Math.max(...dy), Math.min(...dx), Math.max(...dx)]).toEqual([-3, 3, -1, 4]);
  });
});

describe('all shifts', () => {
  test('are each shift of the range exactly once', () => {
    fc.assert(
      fc.property(axis, axis, (y, x) => {
        const { dy, dx, trials, total, all } = done(drawShifts(0, range(y, x), 'uniform', 'all'));
        const found = [...trials.keys()]
          .filter((s) => trials[s]! > 0)
          .map((s) => `${trials[s]} × ${dy[s]},${dx[s]}`);
        const expected: string[] = [];
        for (let a = y[0]; a <= y[1]; a++) for (let b = x[0]; b <= x[1]; b++) expected.push(`1 × ${a},${b}`);
        expect(found.sort()).toEqual(expected.sort());
        expect(total).toBe(expected.length);
        expect(all).toBe(true);
      }),
    );
  });

  test('take every step', () => {
    const { dy, dx } = done(drawShifts(0, range([-0.5, 0.5], [0, 1], 0.5), 'uniform', 'all'));
    expect([...dy.keys()].map((s) => [dy[s], dx[s]])).toEqual([
      [0, 0],
      [-0.5, 0],
      [-0.5, 0.5],
      [-0.5, 1],
      [0, 0.5],
      [0, 1],
      [0.5, 0],
      [0.5, 0.5],
      [0.5, 1],
    ]);
  });
});

describe('the list of shifts', () => {
  test('has the reference first, drawn or not, then the others by dy and dx; -0 is nowhere in it', () => {
    const trials = fc.oneof(fc.constant('all' as const), fc.integer({ min: 1, max: 60 }));
    fc.assert(
      fc.property(fc.integer(), axis, axis, trials, (seed, y, x, n) => {
        const shifts = done(drawShifts(seed, range(y, x), 'uniform', n));
        const pairs = [...shifts.dy.keys()].map((s) => [shifts.dy[s]!, shifts.dx[s]!] as const);
        expect(pairs[0]).toEqual([0, 0]);
        expect(pairs.flat().some((value) => Object.is(value, -0))).toBe(false);
        expect(new Set(pairs.map(String)).size).toBe(pairs.length);
        for (let s = 2; s < pairs.length; s++) {
          const [[ay, ax], [by, bx]] = [pairs[s - 1]!, pairs[s]!];
          expect(ay < by || (ay === by && ax < bx)).toBe(true);
        }
        expect(shifts.trials.subarray(1).every((count) => count > 0)).toBe(true);
        expect([...shifts.trials].reduce((sum, count) => sum + count)).toBe(shifts.total);
      }),
    );
  });

  test('of a range without the reference has it with no trial', () => {
    const { dy, dx, trials } = done(drawShifts(0, range([1, 2], [0, 0]), 'uniform', 'all'));
    expect([Array.from(dy), Array.from(dx), Array.from(trials)]).toEqual([
      [0, 1, 2],
      [0, 0, 0],
      [0, 1, 1],
    ]);
  });

  test('holds far shifts apart', () => {
    const far = 2 ** 40;
    const { dy, dx } = done(drawShifts(0, range([far, far + 1], [-far, -far + 1]), 'uniform', 'all'));
    expect([...dy.keys()].slice(1).map((s) => [dy[s]! - far, dx[s]! + far])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
  });

  test('is drawn in pieces, so that others have their turn', () => {
    expect([...drawShifts(0, range([-3, 3], [-3, 3]), 'uniform', 40_960)].length).toBeGreaterThanOrEqual(10);
  });
});

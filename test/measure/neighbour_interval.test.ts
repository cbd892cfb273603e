import fc from 'fast-check';
import { expect, test } from 'vitest';
import { neighbourInterval } from '../../src/measure/neighbour_interval.ts';
import { wilson } from '../../src/measure/statistics/wilson.ts';
import { drawShifts } from '../../src/shift/draw.ts';
import { trialsOf } from '../support/measure/trials.ts';
import { runFile } from '../support/running.ts';
import { done } from '../support/work.ts';

interface Trial {
  dy: number;
  dx: number;
  class: number;
}

const range = { y: [-2, 2], x: [-2, 2], step: 1 } as const;

/** Pairs of distinct shifts one step apart that are among trials, and how many of them are in one class. */
function pairsOf(list: readonly Trial[]): { pairs: number; same: number } {
  const distinct = [...new Map(list.map((one) => [`${one.dy} ${one.dx}`, one])).values()];
  const near = distinct.flatMap((a, i) =>
    distinct
      .slice(i + 1)
      .filter((b) => Math.abs(a.dy - b.dy) + Math.abs(a.dx - b.dx) === 1)
      .map((b) => a.class === b.class),
  );
  return { pairs: near.length, same: near.filter(Boolean).length };
}

test('is Wilson’s for as many independent pairs as have the jackknife’s error', () => {
  let found = 0;
  const scene = fc.record({
    seed: fc.integer(),
    trials: fc.integer({ min: 2, max: 40 }),
    labels: fc.array(fc.nat(2), { minLength: 26, maxLength: 26 }),
  });
  fc.assert(
    fc.property(scene, ({ seed, trials, labels }) => {
      const shifts = done(drawShifts(seed, range, 'uniform', trials));
      const classOf = Int32Array.from(shifts.dy, (_, s) => labels[s]!);
      const list = [...shifts.trials].flatMap((m, s) =>
        Array.from({ length: m }, () => ({ dy: shifts.dy[s]!, dx: shifts.dx[s]!, class: labels[s]! })),
      );
      const { pairs, same } = pairsOf(list);
      const { measured } = trialsOf([[0, 0]], [1], [0]);
      const said = neighbourInterval.measure({ ...measured, shifts, classOf });
      if (pairs === 0) {
        expect(said).toEqual({ neighbour_low: null, neighbour_high: null });
        return;
      }
      const p = same / pairs;
      let n = Math.min(Math.floor(trials / 2), pairs);
      if (same > 0 && same < pairs) {
        found++;
        const left = list.map((_, i) => {
          const without = pairsOf(list.toSpliced(i, 1));
          return without.pairs === 0 ? p : without.same / without.pairs;
        });
        const mean = left.reduce((a, b) => a + b) / trials;
        const variance = ((trials - 1) / trials) * left.reduce((sum, q) => sum + (q - mean) ** 2, 0);
        n = Math.min((p * (1 - p)) / variance, pairs);
      }
      const [low, high] = wilson(p * n, n);
      expect(said.neighbour_low).toBeCloseTo(low, 8);
      expect(said.neighbour_high).toBeCloseTo(high, 8);
    }),
  );
  expect(found).toBeGreaterThan(20);
});

test('of every shift is the rate itself', () => {
  const shifts = done(drawShifts(0, range, 'uniform', 'all'));
  const classOf = Int32Array.from(shifts.dy, (dy) => Number(dy > 0));
  const { measured } = trialsOf([[0, 0]], [1], [0]);
  // Of 40 pairs, the five from row 0 to row 1 differ.
  expect(neighbourInterval.measure({ ...measured, shifts, classOf })).toEqual({
    neighbour_low: 35 / 40,
    neighbour_high: 35 / 40,
  });
});

test('asks for the rate whose interval it is', async () => {
  const file = { image: 'circle', shift: { max: 1 }, pool: 'max_pool', measures: ['neighbour_interval'] };
  await expect(runFile(file)).rejects.toThrow(
    'measures.0: neighbour_interval is the interval of neighbour_rate; write neighbour_rate, neighbour_interval.',
  );
});

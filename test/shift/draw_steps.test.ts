import fc from 'fast-check';
import seedrandom from 'seedrandom';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { Shifts } from '../../src/core/tensor.ts';
import { drawShifts } from '../../src/shift/draw.ts';
import { shiftOptions } from '../../src/shift/options.ts';
import { shiftRange } from '../../src/shift/range.ts';
import { strictWorld } from '../support/strict.ts';
import { done } from '../support/work.ts';

/** What a file asks for under `shift`, drawn. */
function drawn(seed: number | string, shift: object, trials: number | 'all'): Shifts {
  const options = v.parse(shiftOptions, shift);
  return done(drawShifts(seed, shiftRange(options), options.distribution, trials));
}

/** How often each shift was drawn, by its text. */
function counts({ dy, dx, trials }: Shifts): Map<string, number> {
  return new Map([...trials.entries()].flatMap(([s, n]) => (n > 0 ? [[`${dy[s]} ${dx[s]}`, n]] : [])));
}

function tally(shifts: Iterable<readonly (number | undefined)[]>): Map<string, number> {
  const found = new Map<string, number>();
  for (const shift of shifts) found.set(shift.join(' '), (found.get(shift.join(' ')) ?? 0) + 1);
  return found;
}

const seeds = fc.oneof(fc.integer(), fc.string());
const manyTrials = fc.integer({ min: 1, max: 80 });

describe('steps of a part of a pixel', () => {
  test('can be recomputed by a stranger: dy, then dx, each k · step', () => {
    strictWorld();
    fc.assert(
      fc.property(
        seeds,
        fc.constantFrom(0.25, 0.1, 1.5),
        fc.nat(4),
        manyTrials,
        (seed, step, ends, trials) => {
          const max = Number((step * ends).toPrecision(12));
          const key = JSON.stringify([0 - max, max, 0 - max, max, step, 'uniform']);
          const random = seedrandom(`${seed} shift ${key}`);
          const draw = () => step * (Math.floor(random() * (2 * ends + 1)) - ends);
          const expected = tally(Array.from({ length: trials }, () => [draw(), draw()]));
          expect(counts(drawn(seed, { max, step }, trials))).toEqual(expected);
        },
      ),
    );
  });

  test('of each axis have both in the key', () => {
    const random = seedrandom('a shift [-1,1,-4,4,[0.5,2],"uniform"]');
    const draw = () => [0.5 * (Math.floor(5 * random()) - 2), 2 * (Math.floor(5 * random()) - 2)];
    const expected = tally(Array.from({ length: 40 }, draw));
    expect(counts(drawn('a', { max: [1, 4], step: [0.5, 2] }, 40))).toEqual(expected);
  });

  test.each([
    [0.25, 1, 9],
    [0.1, 0.7, 15],
    [1 / 3, 1, 7],
    [0.3, 0.9, 7],
  ])(
    '%f reach both ends at %f, and are whole multiples of it: no end is lost to rounding',
    (step, max, n) => {
      for (const trials of ['all', 4000] as const) {
        const { dy, dx } = drawn(0, { max, step }, trials);
        for (const axis of [dy, dx]) {
          const values = [...new Set(axis)].sort((a, b) => a - b);
          expect(values).toEqual(Array.from({ length: n }, (_, i) => step * (i - (n - 1) / 2) + 0));
          expect(values.at(-1)).toBeCloseTo(max, 12);
        }
      }
    },
  );
});

describe('explicit shifts', () => {
  const list = [
    [4, -1],
    [0, 0],
    [0.5, 0.25],
    [-3, 7],
    [0, 2],
  ];

  test('of a list are drawn by one number each', () => {
    strictWorld();
    fc.assert(
      fc.property(seeds, manyTrials, (seed, trials) => {
        const random = seedrandom(`${seed} shift ["list",[[4,-1],[0,0],[0.5,0.25],[-3,7],[0,2]]]`);
        const expected = tally(Array.from({ length: trials }, () => list[Math.floor(5 * random())]!));
        expect(counts(drawn(seed, { list }, trials))).toEqual(expected);
      }),
    );
  });

  test.each([
    [{ max: 3, path: 'diagonal' }, '["path","diagonal",-3,3,1]', 7, (d: number) => [d, d]],
    [
      { max: 2, path: 'horizontal', step: 0.25 },
      '["path","horizontal",-2,2,0.25]',
      17,
      (d: number) => [0, d],
    ],
    [{ max: 6, path: 'vertical', step: 3 }, '["path","vertical",-6,6,3]', 5, (d: number) => [d, 0]],
  ])('of %j are drawn by one number each', (shift, key, count, point) => {
    const random = seedrandom(`7 shift ${key}`);
    const step = (2 * shift.max) / (count - 1);
    const draw = () => point(step * (Math.floor(random() * count) - (count - 1) / 2));
    expect(counts(drawn(7, shift, 60))).toEqual(tally(Array.from({ length: 60 }, draw)));
  });

  test('are each drawn once where all are asked for, the reference with them or not', () => {
    expect(counts(drawn(0, { list }, 'all'))).toEqual(tally(list));
    const { dy, dx, trials } = drawn(
      0,
      {
        list: [
          [2, 0],
          [1, 5],
        ],
      },
      'all',
    );
    expect([...dy.keys()].map((s) => [dy[s], dx[s], trials[s]])).toEqual([
      [0, 0, 0],
      [1, 5, 1],
      [2, 0, 1],
    ]);
  });

  test('of a line far too long to write down can be drawn', () => {
    const { total, dy, dx } = drawn(0, { max: 1e12, path: 'diagonal', step: 0.5 }, 50);
    expect([total, dy]).toEqual([50, dx]);
    expect(dy).toHaveLength(51);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MeasureKind } from '../../src/measure/kind.ts';
import { ranks } from '../../src/measure/ranks.ts';
import { said } from '../support/measure/deciding.ts';
import { trialsOf } from '../support/measure/trials.ts';

/** Outputs at the shifts (0, 0), (0, 1), …, each a neighbour of the one before. */
function saidOfPath(
  outputs: number[][],
  kind: MeasureKind = ranks as MeasureKind,
  drawn = outputs.map(() => 1),
) {
  const shifts = outputs.map((_, s) => [0, s] as const);
  const { measured } = trialsOf(
    shifts,
    drawn,
    outputs.map((_, s) => s),
  );
  const neighbours = () => outputs.slice(1).map((_, s) => [s, s + 1] as const);
  return said(kind, outputs, { trials: drawn, shifts: { ...measured.shifts, neighbours } });
}

/** Rank from 1 of each channel: how many are larger, or as large and before it. */
const ranksOf = (values: readonly number[]) =>
  values.map(
    (value, c) => 1 + values.filter((other, d) => other > value || (other === value && d < c)).length,
  );

test('by hand: two of six channels change places', async () => {
  // Ranks 1 to 6, then the second and the third swapped.
  const found = await saidOfPath([
    [9, 8, 7, 6, 5, 4],
    [9, 7, 8, 6, 5, 4],
  ]);
  expect(found.top_overlap).toBe(1);
  expect(found.t5d).toBe(2);
  expect(found.zipf_distance).toBeCloseTo(Math.abs(1 / 2 - 1 / 3) / 2 + Math.abs(1 / 3 - 1 / 2) / 3, 12);
});

test('by hand: the first leaves the five highest, and its rank counts as 6', async () => {
  const found = await saidOfPath([
    [9, 8, 7, 6, 5, 4, 3],
    [0, 8, 7, 6, 5, 4, 3],
  ]);
  expect(found.top_overlap).toBe(4 / 5);
  // |5 - 0| of the first, and each of the others moves up by one.
  expect(found.t5d).toBe(5 + 4);
});

test('of equal values the lower channel comes first', async () => {
  expect(
    (
      await saidOfPath([
        [1, 1, 1, 1, 1, 1],
        [6, 5, 4, 3, 2, 1],
      ])
    ).t5d,
  ).toBe(0);
  expect(
    (
      await saidOfPath([
        [1, 1, 1, 1, 1, 1],
        [1, 2, 3, 4, 5, 6],
      ])
    ).t5d,
  ).toBe(5 + 3 + 1 + 1 + 3);
});

test('are as their formulas say, over pairs of drawn neighbours', async () => {
  const row = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 8 });
  const scene = fc.record({
    outputs: fc.array(row, { minLength: 2, maxLength: 6 }),
    top: fc.integer({ min: 1, max: 9 }),
    missing: fc.integer({ min: 1, max: 9 }),
  });
  await fc.assert(
    fc.asyncProperty(scene, async ({ outputs, top, missing }) => {
      const drawn = outputs.map((_, s) => Number(s !== missing));
      const all = outputs.map(ranksOf);
      const pairs = all.slice(1).flatMap((next, s) => {
        return drawn[s]! && drawn[s + 1]! ? [{ now: all[s]!, next }] : [];
      });
      const mean = (of: (now: number[], next: number[]) => number) =>
        pairs.length === 0
          ? null
          : pairs.reduce((sum, { now, next }) => sum + of(now, next), 0) / pairs.length;
      const expected = {
        top_overlap:
          top > 8
            ? null
            : mean((now, next) => now.filter((r, c) => r <= top && next[c]! <= top).length / top),
        t5d: mean((now, next) =>
          now.reduce((sum, r, c) => (r > 5 ? sum : sum + Math.abs(Math.min(next[c]! - 1, 5) - (r - 1))), 0),
        ),
        zipf_distance: mean((now, next) =>
          now.reduce((sum, r, c) => sum + Math.abs(1 / r - 1 / next[c]!) / r, 0),
        ),
      };
      const kind = (ranks as MeasureKind).configure!({ top });
      const found = await saidOfPath(outputs, kind, drawn);
      for (const [name, value] of Object.entries(expected)) {
        if (value === null) expect(found[name]).toBeNull();
        else expect(found[name]).toBeCloseTo(value, 10);
      }
    }),
  );
});

test('are empty without channels to rank, and for few channels', async () => {
  const nothing = { top_overlap: null, t5d: null, zipf_distance: null };
  expect(await saidOfPath([[1], [2]])).toEqual(nothing);
  expect(await said(ranks as MeasureKind, [[1], [2]], { decides: true })).toEqual(nothing);
  expect(
    await said(
      ranks as MeasureKind,
      [
        [1, 2, 3, 4],
        [1, 2, 3, 4],
      ],
      { shape: [2, 1, 2] },
    ),
  ).toEqual(nothing);
  expect(
    await saidOfPath([
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4, 5],
    ]),
  ).toEqual({
    top_overlap: 1,
    t5d: null,
    zipf_distance: 0,
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agreement } from '../../src/measure/agreement.ts';
import { randomTrials, shareOfPairs, trialsOf } from '../support/measure/trials.ts';
import { runFile } from '../support/running.ts';

function expectClose(found: number | null, expected: number | null): void {
  if (expected === null) expect(found).toBeNull();
  else expect(found).toBeCloseTo(expected, 12);
}

test('agreement is the share of pairs of draws that coincide, counted one by one', () => {
  fc.assert(
    fc.property(randomTrials, ({ measured, list }) => {
      // Two draws of a sample are two trials; of all shifts, each draw may be any of them.
      const { all } = measured.shifts;
      expectClose(
        agreement.measure(measured).agreement,
        shareOfPairs(list, (i, j) => all || i !== j),
      );
    }),
  );
});

test('pair_rate is the share of pairs of trials with different shifts that coincide, counted one by one', () => {
  fc.assert(
    fc.property(randomTrials, ({ measured, list }) => {
      const differ = (i: number, j: number) => list[i]!.dy !== list[j]!.dy || list[i]!.dx !== list[j]!.dx;
      expectClose(agreement.measure(measured).pair_rate, shareOfPairs(list, differ));
    }),
  );
});

describe('agreement and pair_rate', () => {
  const shifts = [
    [0, 0],
    [0, 1],
    [1, 0],
  ] as const;

  test('are 1 exactly where all trials coincide', () => {
    const { measured } = trialsOf(shifts, [3, 7, 11], [0, 0, 0]);
    expect(agreement.measure(measured)).toEqual({ agreement: 1, pair_rate: 1 });
    expect(agreement.measure(trialsOf(shifts, [1, 1, 1], [0, 0, 0], { all: true }).measured)).toEqual({
      agreement: 1,
      pair_rate: 1,
    });
  });

  test('differ by the pairs of equal shifts: where no two shifts coincide, pair_rate is 0', () => {
    const { measured } = trialsOf(shifts, [2, 2, 1], [0, 1, 2]);
    expect(agreement.measure(measured)).toEqual({ agreement: 4 / 20, pair_rate: 0 });
  });

  test('are, after three pools of the lesson’s circle, 20/2352 for all shifts', () => {
    const range = Array.from({ length: 49 }, (_, i) => [Math.floor(i / 7) - 3, (i % 7) - 3] as const);
    const all = [[0, 0] as const, ...range.filter(([dy, dx]) => dy !== 0 || dx !== 0)];
    // 5 shifts match, the other 44 are classes of their own.
    const classOf = all.map((_, s) => Math.max(0, s - 4));
    const { measured } = trialsOf(
      all,
      all.map(() => 1),
      classOf,
      { all: true },
    );
    expect(agreement.measure(measured).pair_rate).toBe(20 / 2352);
    expect(agreement.measure(measured).agreement).toBeCloseTo((25 + 44) / 49 ** 2, 12);
  });

  test('are not defined for a single draw; pair_rate neither where no two shifts differ', () => {
    expect(agreement.measure(trialsOf([[0, 0]], [1], [0]).measured)).toEqual({
      agreement: null,
      pair_rate: null,
    });
    expect(agreement.measure(trialsOf([[0, 0]], [5], [0]).measured)).toEqual({
      agreement: 1,
      pair_rate: null,
    });
    expect(agreement.measure(trialsOf([[0, 0]], [1], [0], { all: true }).measured)).toEqual({
      agreement: 1,
      pair_rate: null,
    });
  });

  test('keep their digits at the largest number of trials', () => {
    const { measured } = trialsOf(shifts, [1, 1, 1], [0, 1, 1]);
    const trials = Float64Array.of(1, 1, 10 ** 8 - 2);
    const many = {
      ...measured,
      shifts: { ...measured.shifts, trials, total: 10 ** 8 },
      trialsOf: Float64Array.of(1, 10 ** 8 - 1),
    };
    const { pair_rate } = agreement.measure(many);
    // By hand: of the ordered pairs with different shifts, only those of the second with the third coincide.
    const [rest, n] = [10n ** 8n - 2n, 10n ** 8n];
    const pairs = n * n - 1n - 1n - rest * rest;
    expect(pair_rate).toBeCloseTo(Number((2n * rest * 10n ** 15n) / pairs) / 1e15, 13);
  });
});

test('pair_rate does not count shifts that the comparison leaves out, alone and in sets', async () => {
  const file = { image: { type: 'noise', size: 8 }, layers: ['subsample'], compare: 'down_shift' };
  for (const trials of ['all', 2, 7] as const) {
    for (let seed = 0; seed < 8; seed++) {
      const { table } = await runFile({ ...file, seed, trials, shift: { x: [-2, 2] } }, { loops: true });
      for (const { step, trials: counted, shifts, pair_rate } of table.rows) {
        // Every shift by whole cells of a subsampled map moves it by as many cells.
        const pairs = Number(shifts) > 1 && Number(counted) > 1;
        expect(pair_rate, `seed ${seed}, step ${step}`).toBe(pairs ? 1 : null);
      }
    }
  }
});

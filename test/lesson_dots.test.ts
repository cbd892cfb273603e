import { describe, expect, test } from 'vitest';
import { runFile } from './support/running.ts';
import { strictWorld } from './support/strict.ts';

/** Shifts over 32×32 pixels put a dot once at every place of a 2×2, 4×4, … 32×32 window: over all phases. */
const phases = { trials: 'all', shift: { y: [0, 31], x: [0, 31] }, pool: { type: 'max_pool', depth: 5 } };
const dots = (...at: [number, number][]) => ({ type: 'dots', size: 64, at });

/** A move of at most w on one axis keeps its window with this chance. */
const keeps = (move: number, w: number) => Math.max(0, 1 - Math.abs(move) / w);

test('a moved dot keeps its cell with a chance that is a product over the axes, (1 - |dy|/w)(1 - |dx|/w)', async () => {
  strictWorld();
  const moves = Array.from({ length: 49 }, (_, i) => [Math.floor(i / 7) - 3, (i % 7) - 3] as const);
  const places = moves.map(([dy, dx]) => [`by ${dy} ${dx}`, [[16 + dy, 16 + dx]]]);
  const { rows } = (
    await runFile({
      ...phases,
      image: dots([16, 16]),
      against: dots(),
      sweep: { 'against.at': Object.fromEntries(places) },
    })
  ).table;
  for (const [i, [dy, dx]] of moves.entries()) {
    for (const depth of [0, 1, 2, 3, 4, 5]) {
      const w = 2 ** depth;
      const row = rows[i * 6 + depth]!;
      expect(row).toMatchObject({ depth, 'against.at': `by ${dy} ${dx}` });
      expect(row.against_rate).toBeCloseTo(keeps(dy, w) * keeps(dx, w), 12);
    }
  }
  // The lesson's figures are means over these 49 moves.
  const means = [1, 2, 3, 4, 5].map((depth) => {
    const rates = rows.filter((row) => row.depth === depth).map(({ against_rate }) => against_rate!);
    return rates.reduce((sum, rate) => sum + rate, 0) / 49;
  });
  expect(means.map((mean) => mean.toFixed(6))).toEqual([
    '0.081633',
    '0.326531',
    '0.617347',
    '0.797194',
    '0.895727',
  ]);
});

describe.each([
  ['across', (d: number): [number, number] => [16, 16 + d], [64, 96]],
  ['down', (d: number): [number, number] => [16 + d, 16], [96, 64]],
] as const)('two dots, one so far %s from the other', (_, place, size) => {
  test('cannot be told from one dot with chance 1 - d/w, and from d = w on always can', async () => {
    strictWorld();
    const distances = [0, 1, 2, 3, 4, 7, 8, 16, 31, 32, 33];
    const at = Object.fromEntries(distances.map((d) => [`two ${d} apart`, [[16, 16], place(d)]]));
    // The frame is wide enough for the farther dot to stay in it over all shifts.
    const image = { ...dots([16, 16]), size };
    const against = { ...dots(), size };
    const { rows } = (await runFile({ ...phases, image, against, sweep: { 'against.at': at } })).table;
    for (const [i, d] of distances.entries()) {
      for (const depth of [0, 1, 2, 3, 4, 5]) {
        expect(rows[i * 6 + depth]!.against_rate, `${d} apart at depth ${depth}`).toBe(keeps(d, 2 ** depth));
      }
    }
  });
});

test.each([
  { size: 2, unchanged: 12, moves: 32, share: '3/8' },
  { size: 3, unchanged: 40, moves: 72, share: '5/9' },
])(
  'of the 8 one-pixel moves of a dot, over all phases, $share leave a $size×$size pool unchanged',
  async ({ size, unchanged, moves }) => {
    strictWorld();
    const at: Record<string, number[][]> = {};
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) at[`phase ${y} ${x}`] = [[size + y, size + x]];
    const image = { type: 'dots', size: 3 * size };
    const pool = { type: 'max_pool', pool_size: size };
    const { rows } = (
      await runFile({ image, shift: { max: 1 }, trials: 'all', pool, sweep: { 'image.at': at } })
    ).table;
    const pooled = rows.filter(({ depth }) => depth === 1);
    const sum = (of: (row: (typeof rows)[number]) => number) => pooled.reduce((all, row) => all + of(row), 0);
    // The reference matches itself, and is no move.
    expect(sum(({ trials }) => trials! - 1)).toBe(moves);
    expect(sum(({ matches }) => matches! - 1)).toBe(unchanged);
  },
);

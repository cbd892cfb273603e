import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
// @ts-expect-error It has no types.
import * as fontkit from 'fontkit';
import { expect, test } from 'vitest';
import { textWidth, wrapped } from '../../src/plot/text_width.ts';
import { labelledTicks } from '../../src/plot/ticks.ts';

const require = createRequire(import.meta.url);

test.each([
  [400, false],
  [600, true],
] as const)('widths of Inter %i are those of the font', (weight, semibold) => {
  const file = require.resolve(`@fontsource/inter/files/inter-latin-${weight}-normal.woff`);
  const font = fontkit.create(readFileSync(file));
  const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
  for (const text of [...printable, 'depth (layers that pool)', 'pool.type max_pool, shift.max 3']) {
    const own = [...text].reduce(
      (sum: number, one) => sum + font.glyphForCodePoint(one.codePointAt(0)!).advanceWidth,
      0,
    );
    const expected = (own / font.unitsPerEm) * 12;
    // Of one regular letter within a hundredth of a pixel; semibold is an estimate.
    expect(Math.abs(textWidth(text, 12, semibold) - expected), text).toBeLessThan(
      semibold ? Math.max(0.8, expected * 0.05) : 0.01 * text.length,
    );
  }
});

test('a text is broken at spaces and underscores, and within a word only if it must be', () => {
  expect(wrapped('adaptive_polyphase', 60, 12)).toEqual(['adaptive_', 'polyphase']);
  expect(wrapped('one two three', 1000, 12)).toEqual(['one two three']);
  expect(wrapped('one two three', 52, 12)).toEqual(['one two', 'three']);
  expect(wrapped('', 10, 12)).toEqual(['']);
  const long = 'x'.repeat(50);
  const lines = wrapped(long, 60, 12);
  expect(lines.join('')).toBe(long);
  for (const line of lines) expect(textWidth(line, 12)).toBeLessThanOrEqual(60);
  // A letter is wider than no room at all.
  expect(wrapped('ab', 1, 12)).toEqual(['a', 'b']);
});

test('labels are thinned only where they would touch, and the first and the last stay', () => {
  const at = (places: readonly number[]) => places.map((place) => ({ at: place, label: ['00'] }));
  const extent = () => 10;
  expect([...labelledTicks(at([0, 20, 40]), 12, extent)]).toEqual([0, 1, 2]);
  expect([...labelledTicks(at([0, 12, 24, 40]), 12, extent)].sort()).toEqual([0, 2, 3]);
  expect([...labelledTicks(at([0, 39, 40]), 12, extent)].sort()).toEqual([0, 2]);
  expect([...labelledTicks(at([0]), 12, extent)]).toEqual([0]);
  expect([...labelledTicks([], 12, extent)]).toEqual([]);
  // Evenly spaced numbers are thinned to round ones.
  const numbers = (from: number, count: number, gap: number) =>
    Array.from({ length: count }, (_, i) => ({ at: i * gap, label: [String(from + i)] }));
  const labels = (from: number, count: number, gap: number) =>
    [...labelledTicks(numbers(from, count, gap), 12, extent)].map((i) => from + i);
  expect(labels(1, 31, 4)).toEqual([1, 5, 10, 15, 20, 25, 31]);
  expect(labels(3, 20, 8)).toEqual([3, 6, 8, 10, 12, 14, 16, 18, 20, 22]);
  expect(labels(0, 101, 1)).toEqual([0, 20, 40, 60, 80, 100]);
});

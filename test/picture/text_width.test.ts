import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
// @ts-expect-error It has no types.
import * as fontkit from 'fontkit';
import { expect, test } from 'vitest';
import { isMeasured, textWidth, wrapped } from '../../src/picture/text_width.ts';

const require = createRequire(import.meta.url);

test.each([
  [400, false],
  [600, true],
] as const)('widths of Inter %i are those of the font', (weight, semibold) => {
  const fonts = ['latin', 'latin-ext'].map((script) =>
    fontkit.create(
      readFileSync(require.resolve(`@fontsource/inter/files/inter-${script}-${weight}-normal.woff`)),
    ),
  );
  const advance = (letter: string) => {
    const point = letter.codePointAt(0)!;
    const font = fonts.find((one) => one.hasGlyphForCodePoint(point));
    return font.glyphForCodePoint(point).advanceWidth / font.unitsPerEm;
  };
  const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
  const texts = [
    'depth (layers that pool)',
    'pool.type max_pool, shift.max 3',
    'en büyük havuz, ışığın şekli',
  ];
  for (const text of [...printable, ...'×−·–—…’ıİşğüöçéñåŞĞÜÖÇ', ...texts]) {
    const own = [...text].reduce((sum, one) => sum + advance(one), 0);
    expect(isMeasured(text), text).toBe(true);
    const expected = own * 12;
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
  // A name that has room on a line of its own stays whole.
  expect(wrapped('depth 1 · global_avg_pool', 128, 12, true)).toEqual(['depth 1 ·', 'global_avg_pool']);
  expect(wrapped('', 10, 12)).toEqual(['']);
  const long = 'x'.repeat(50);
  const lines = wrapped(long, 60, 12);
  expect(lines.join('')).toBe(long);
  for (const line of lines) expect(textWidth(line, 12)).toBeLessThanOrEqual(60);
  // A letter is wider than no room at all.
  expect(wrapped('ab', 1, 12)).toEqual(['a', 'b']);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aligned, blocksOf, inLines } from '../../../src/cli/terminal/terminal.ts';

test('columns that do not fit follow below, with the first column again', () => {
  const rows = [
    ['0', 'circle', '64×64', '47'],
    ['1', 'max_pool', '32×32', '7'],
  ];
  expect(aligned(rows, ['depth', 'layer', 'size', 'classes'], 30)).toBe(`  depth  layer      size
      0  circle    64×64
      1  max_pool  32×32

  depth  classes
      0       47
      1        7`);
  expect(aligned(rows, ['depth', 'layer', 'size', 'classes'])).not.toContain('\n\n');
});

test('every column is in one block, in order, and a block is no wider than it must be', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 80 }),
      fc.integer({ min: 1, max: 3 }),
      (widths, width, wanted) => {
        const keys = Math.min(wanted, widths.length);
        const blocks = blocksOf(widths, width, keys);
        const first = [...Array(keys).keys()];
        for (const block of blocks) {
          expect(block.slice(0, keys)).toEqual(first);
          const taken = block.reduce((sum, i) => sum + widths[i]! + 2, 0);
          if (block.length > keys + 1) expect(taken).toBeLessThanOrEqual(width);
        }
        expect(blocks.flatMap((block) => block.slice(keys))).toEqual([...widths.keys()].slice(keys));
      },
    ),
  );
});

test('a long text is broken between words, and further lines are indented', () => {
  expect(inLines('one two three four five six seven', 2, 22)).toBe('one two three four\n  five six seven');
  expect(inLines('one two', 2, Number.POSITIVE_INFINITY)).toBe('one two');
  for (const line of inLines('word '.repeat(50), 4, 40).split('\n'))
    expect(line.length).toBeLessThanOrEqual(40);
});

test('columns line up by what a terminal shows: wide characters take two, marks none', () => {
  expect(
    aligned([
      ['日本', 'a'],
      ['e\u0301\u0301', 'b'],
      ['plain', 'c'],
    ]),
  ).toBe('  日本   a\n  e\u0301\u0301      b\n  plain  c');
});

import { expect, test } from 'vitest';
import { options } from '../../../src/core/options.ts';
import { parseObject } from '../../../src/experiment/parse.ts';
import { defineImage } from '../../../src/image/kind.ts';

/** A set of 1000 pictures that are never drawn. */
const many = defineImage({
  title: 'Many.',
  options: options({}),
  shape: () => [1, 1, 2] as const,
  pictures: () => ({ list: Array.from({ length: 1000 }, (_, i) => ({ name: `p${i}` })) }),
  draw: () => expect.unreachable(),
});

const read = (tables: string[], max: number) =>
  parseObject(
    { image: 'many', shift: { max }, trials: 'all', layers: ['relu'], tables },
    { name: 'test', kinds: { images: { many } } },
  );

test('the table of decisions of a set has a row per picture and shift, and as many as are allowed', () => {
  // 1000 pictures × 2 steps × (2 · 34 + 1)² shifts.
  expect(read(['summary', 'decisions'], 34).tables).toContain('decisions');
  expect(() => read(['summary', 'decisions'], 36)).toThrow(
    'tables.1: decisions has up to 10,658,000 rows, more than the 10,000,000 allowed for all variants together',
  );
  expect(read(['summary', 'images'], 36).tables).toContain('images');
});

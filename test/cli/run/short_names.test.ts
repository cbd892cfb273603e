import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { shortNames } from '../../../src/cli/run/short_names.ts';

test.each(['a'.repeat(300), 'プール層の名前'.repeat(20), '👩‍👩‍👧'.repeat(90), 'اسم طويل جدا '.repeat(20)])(
  'a long name leaves room for the columns of numbers: %s',
  (name) => {
    for (const width of [40, 60, 80, 200]) {
      const [[cut], [other]] = shortNames([[name], ['b']], width) as [[string], [string]];
      expect(stringWidth(cut)).toBeLessThanOrEqual(Math.max(8, width - 35));
      expect(stringWidth(cut)).toBeGreaterThan(4);
      expect(cut).toContain('…');
      expect(other).toBe('b');
    }
    expect(shortNames([[name]], Number.POSITIVE_INFINITY)).toEqual([[name]]);
  },
);

test('names that would look the same stay whole', () => {
  const long = (middle: string) => [`${'a'.repeat(40)}${middle}${'z'.repeat(40)}`];
  expect(shortNames([long('1'), long('2')], 60)).toEqual([long('1'), long('2')]);
  expect(shortNames([long('1'), long('1')], 60)[0]![0]).toHaveLength(25);
});

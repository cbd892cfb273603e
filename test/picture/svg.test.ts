import { describe, expect, test } from 'vitest';
import { escaped } from '../../src/picture/svg.ts';

describe('an escaped text', () => {
  test('is no markup', () => {
    expect(escaped(`<a b="c">&'`)).toBe('&lt;a b=&quot;c&quot;&gt;&amp;&#39;');
    expect(escaped('\u0000\u001b\uffff')).toBe('\ufffd\ufffd\ufffd');
  });

  test.each(['\u202e', '\u2066', '\u200f', '\u200b', '\u00ad', '\ufeff', '\u2028', '\u{e0041}'])(
    'shows %j by its code, since a reader would not see it',
    (character) => {
      const code = character.codePointAt(0)!.toString(16);
      expect(escaped(`a${character}b`)).toBe(`a\\u{${code}}b`);
    },
  );

  test('keeps emoji, their joiners and selectors, and every script', () => {
    for (const text of ['👩‍🔬', '❤️', 'daire-şekli', 'می‌خواهم', '円']) expect(escaped(text)).toBe(text);
  });
});

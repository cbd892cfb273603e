import { describe, expect, test } from 'vitest';
import { type FillMode, fillModes, modulo } from '../../src/shift/fill.ts';

/** What is seen of `abcd` and its surroundings from -span to 3 + span, spaces left out. */
function seen(mode: FillMode, source: string, span: number): string {
  const places = Array.from({ length: source.length + 2 * span }, (_, i) => i - span);
  return places.map((place) => source[fillModes[mode](place, source.length)] ?? 'k').join('');
}

describe('the fill mode', () => {
  test.each([
    ['constant', 'kk', 'abcd', 'kk'],
    ['nearest', 'aa', 'abcd', 'dd'],
    ['reflect', 'ba', 'abcd', 'dc'],
    ['wrap', 'cd', 'abcd', 'ab'],
  ] as const)('%s sees %s | %s | %s, as Keras does', (mode, before, inside, after) => {
    expect(seen(mode, 'abcd', 2)).toBe(before + inside + after);
  });

  test.each([
    ['constant', 'kkkkkkkkkk', 'abcd', 'kkkkkkkkkk'],
    ['nearest', 'aaaaaaaaaa', 'abcd', 'dddddddddd'],
    ['reflect', 'cddcbaabcd' + 'dcba', 'abcd', 'dcba' + 'abcddcbaab'],
    ['wrap', 'cdabcdabcd', 'abcd', 'abcdabcdab'],
  ] as const)('%s goes on so however far it is', (mode, before, inside, after) => {
    expect(seen(mode, 'abcd', before.length)).toBe(before + inside + after);
  });

  test.each([
    ['constant', 'kkkakkk'],
    ['nearest', 'aaaaaaa'],
    ['reflect', 'aaaaaaa'],
    ['wrap', 'aaaaaaa'],
  ] as const)('%s knows a source of one pixel', (mode, all) => {
    expect(seen(mode, 'a', 3)).toBe(all);
  });

  test.each(Object.keys(fillModes) as FillMode[])(
    '%s never gives -0, and only places that there are',
    (mode) => {
      for (let size = 1; size <= 5; size++) {
        for (let index = -20; index <= 20; index++) {
          const place = fillModes[mode](index, size);
          expect(Object.is(place, -0)).toBe(false);
          expect(place === -1 ? mode : place >= 0 && place < size).toBe(place === -1 ? 'constant' : true);
          if (index >= 0 && index < size) expect(place).toBe(index);
        }
      }
    },
  );
});

test('modulo counts round and round in [0, size), from below zero too', () => {
  for (let size = 1; size <= 4; size++) {
    let rest = 0;
    for (let index = -3 * size; index <= 3 * size; index++) {
      expect(modulo(index, size)).toBe(rest);
      rest = rest + 1 === size ? 0 : rest + 1;
    }
  }
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatMistake,
  formatPhrase,
  type Mistake,
  nearest,
  phraseOf,
  unknownName,
} from '../../src/core/mistake.ts';

describe('a mistake is one sentence', () => {
  test.each<[Mistake, string]>([
    [{ place: 'shift.max', expected: 'a number', value: '"3"' }, 'shift.max: expected a number, not "3".'],
    [
      { expected: 'one document', value: 'several', remedy: 'split the file' },
      'expected one document, not several; split the file.',
    ],
    [{ place: 'image', missing: 'key' }, 'image is missing.'],
    [
      { place: 'layers.0.type', missing: 'key', remedy: 'write { type: relu }' },
      'layers.0.type is missing; write { type: relu }.',
    ],
    [{ place: 'seed', missing: 'value', expected: 'a number' }, 'seed has no value; expected a number.'],
    [{ place: 'at', problem: 'no row has all of these values' }, 'at: no row has all of these values.'],
    [{ problem: 'Must be even', value: '3' }, 'Must be even; it is 3.'],
    [{ problem: 'the file is empty', expected: 'image' }, 'the file is empty; expected image.'],
    [{ problem: 'there is no "a"', meant: 'b', remedy: 'see --help' }, 'there is no "a"; did you mean "b"?'],
    [{ problem: 'there is no "a"', meant: undefined, remedy: 'see --help' }, 'there is no "a"; see --help.'],
    [{ expected: 'a', value: 'b', when: 'seed is 1' }, 'expected a, not b (where seed is 1).'],
    [
      { ...unknownName('key', 'raduis', ['size', 'radius']), when: 'seed is 1' },
      'unknown key "raduis"; did you mean "radius" (where seed is 1)?',
    ],
    [
      { place: 'image', ...unknownName('key', 'temperature', ['size', 'at']) },
      'image: unknown key "temperature"; allowed: at, size.',
    ],
    [unknownName('key', 'maximum', ['max', 'radius']), 'unknown key "maximum"; did you mean "max"?'],
    [unknownName('key', 'maximum', ['max', 'maxi']), 'unknown key "maximum"; allowed: max, maxi.'],
    [unknownName('input', 'bais', ['gain', 'bias']), 'unknown input "bais"; did you mean "bias"?'],
    [unknownName('key', 'size', []), 'unknown key "size"; none is allowed here.'],
    [
      { ...unknownName('layer', 'MaxPool', ['relu', 'max_pool']), remedy: 'write max_pool' },
      'unknown layer "MaxPool"; write max_pool; allowed: max_pool, relu.',
    ],
    [unknownName('key', 'a"b\n', ['cdefgh']), 'unknown key "a\\"b\\n"; allowed: cdefgh.'],
  ])('%j', (mistake, sentence) => {
    expect(formatMistake(mistake)).toBe(sentence);
    if (!mistake.when) expect(formatPhrase(mistake)).toBe(sentence.replace(/\.$/, ''));
  });

  test('of every part that it has, in one line that ends once', () => {
    const word = fc.stringMatching(/^[a-z]{5,9}$/);
    const mistakes = fc.record(
      { place: word, problem: word, expected: word, value: word, remedy: word, when: word },
      { requiredKeys: ['expected'] },
    );
    fc.assert(
      fc.property(mistakes, (mistake) => {
        const sentence = formatMistake(mistake);
        for (const part of Object.values(mistake)) expect(sentence).toContain(part);
        expect(sentence).toMatch(/^[^.\n]+\.$/);
      }),
    );
  });
});

test('a sentence of another author is a phrase without its full stop', () => {
  expect(phraseOf('the file is broken.')).toBe('the file is broken');
  expect(phraseOf('the file is broken')).toBe('the file is broken');
});

describe('the nearest name', () => {
  const words = ['max_pool', 'relu', 'radius', 'size', 'center'];

  test('finds the word that was meant behind any single slip of a finger', () => {
    fc.assert(
      fc.property(fc.constantFrom(...words), fc.nat(), fc.constantFrom(...'abcxyz_'), (word, at, letter) => {
        const i = at % word.length;
        const slips = [
          word.slice(0, i) + word.slice(i + 1), // left out
          word.slice(0, i) + letter + word.slice(i), // one too many
          word.slice(0, i) + letter + word.slice(i + 1), // another key
          word.slice(0, i) +
            word
              .slice(i, i + 2)
              .split('')
              .reverse()
              .join('') +
            word.slice(i + 2), // swapped
        ];
        for (const slip of slips) expect(nearest(slip, words)).toBe(word);
      }),
    );
  });

  test('does not mind capitals', () => {
    for (const word of words) {
      expect(nearest(word.toUpperCase(), words)).toBe(word);
    }
  });

  test('offers nothing where nothing is near', () => {
    expect(nearest('temperature', words)).toBeUndefined();
    expect(nearest('radius', [])).toBeUndefined();
  });

  test('allows a long word a third of its letters', () => {
    expect(nearest('inv_radi', ['invariant_radius'])).toBeUndefined();
    expect(nearest('invarant_radus', ['invariant_radius'])).toBe('invariant_radius');
    expect(nearest('inariant_rdi', ['invariant_radius'])).toBe('invariant_radius');
  });

  test('does not take a short word for any other', () => {
    expect(nearest('x', ['y'])).toBeUndefined();
    // Two letters of three, unless they only changed places.
    expect(nearest('foo', ['pool'])).toBeUndefined();
    expect(nearest('rnu', ['run'])).toBe('run');
    expect(nearest('xy', ['at'])).toBeUndefined();
    expect(nearest('att', ['at'])).toBe('at');
    expect(nearest('abc', ['abs'])).toBe('abs');
  });
});

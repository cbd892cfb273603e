import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { didYouMean, formatProblem, formatWhere, UserError } from '../src/error.ts';

describe('UserError', () => {
  test('of a sentence is one problem without a place, and the user’s to mend', () => {
    const error = new UserError('the radius is negative.');
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('UserError');
    expect(error.message).toBe('the radius is negative.');
    expect(error.problems).toEqual([{ message: 'the radius is negative.' }]);
    expect(error.kind).toBe('input');
    expect(error.cause).toBeUndefined();
  });

  test('puts each problem on a line of its own, behind its place', () => {
    const error = new UserError([
      { message: 'unknown key "raduis".', where: { file: 'circle.yaml', line: 3, column: 5 } },
      { message: 'trials is 0.', where: { file: '--set trials=0' } },
      { message: 'nothing was run.' },
    ]);
    expect(error.message).toBe(
      'circle.yaml:3:5: unknown key "raduis".\n--set trials=0: trials is 0.\nnothing was run.',
    );
    expect(error.problems).toHaveLength(3);
  });

  test('carries who can mend it, and what caused it', () => {
    const cause = new Error('ENOSPC');
    const error = new UserError('the disk is full.', { kind: 'storage', cause });
    expect(error.kind).toBe('storage');
    expect(error.cause).toBe(cause);
  });
});

describe('a place', () => {
  test.each([
    [{ file: 'a.yaml' }, 'a.yaml'],
    [{ file: 'a.yaml', line: 7 }, 'a.yaml:7'],
    [{ file: 'a.yaml', line: 7, column: 1 }, 'a.yaml:7:1'],
  ])('%j is printed as compilers do, %s', (where, printed) => {
    expect(formatWhere(where)).toBe(printed);
    expect(formatProblem({ message: 'no.', where })).toBe(`${printed}: no.`);
  });
});

describe('didYouMean', () => {
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
        for (const slip of slips) expect(didYouMean(slip, words)).toBe(`; did you mean "${word}"?`);
      }),
    );
  });

  test('does not mind capitals', () => {
    for (const word of words) {
      expect(didYouMean(word.toUpperCase(), words)).toBe(`; did you mean "${word}"?`);
    }
  });

  test('offers nothing where nothing is near', () => {
    expect(didYouMean('temperature', words)).toBe('');
    expect(didYouMean('radius', [])).toBe('');
  });

  test('allows a long word a third of its letters', () => {
    expect(didYouMean('inv_radi', ['invariant_radius'])).toBe('');
    expect(didYouMean('invarant_radus', ['invariant_radius'])).toBe('; did you mean "invariant_radius"?');
    expect(didYouMean('inariant_rdi', ['invariant_radius'])).toBe('; did you mean "invariant_radius"?');
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  either,
  formatProblem,
  formatWhere,
  grouped,
  quoted,
  quotedPath,
  shown,
  UserError,
} from '../../src/core/error.ts';

describe('UserError', () => {
  test('of a sentence is one problem without a place, and the user’s to put right', () => {
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

  test('carries who can put it right, and what caused it', () => {
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

describe('a message', () => {
  test.each([
    [undefined, 'nothing'],
    [null, 'nothing'],
    [3.5, '3.5'],
    [Number.NaN, 'NaN'],
    [true, 'true'],
    ['raduis', '"raduis"'],
    ['a"b\n', '"a\\"b\\n"'],
    [[3, -3], '[3, -3]'],
    [['a', null], '["a", nothing]'],
    [[[1]], 'a list'],
    [Array(99).fill(1), 'a list'],
    [{ type: 'circle' }, 'an object'],
  ])('shows a value in a few words', (value, words) => {
    expect(shown(value)).toBe(words);
  });

  test('quotes a word whole, or where it is long its beginning', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80, unit: fc.constantFrom('a', 'b', ' ') }), (text) => {
        const inside = JSON.parse(quoted(text));
        if (text.length <= 40) expect(inside).toBe(text);
        else expect(inside).toBe(`${text.slice(0, 39)}…`);
      }),
    );
  });

  test.each([
    [40, 'a'.repeat(40)],
    [41, `${'a'.repeat(39)}…`],
  ])('quotes %i letters in no more than 40', (length, inside) => {
    expect(quoted('a'.repeat(length))).toBe(`"${inside}"`);
  });

  test.each([
    [[], ''],
    [['same'], 'same'],
    [['same', 'valid'], 'same or valid'],
    [['same', 'valid', 'circular'], 'same, valid or circular'],
  ])('names one of %j', (words, text) => {
    expect(either(words)).toBe(text);
  });

  test('groups the digits of whole numbers as English does', () => {
    fc.assert(
      fc.property(fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -2000, max: 2000 })), (n) => {
        expect(grouped(n + 0)).toBe((n + 0).toLocaleString('en-US'));
      }),
    );
    expect(grouped(0.000001)).toBe('0.000001');
    expect(grouped(1234.5678)).toBe('1234.5678');
  });
});

test('a long path keeps its end', () => {
  expect(quotedPath('a"b.onnx.data')).toBe('"a\\"b.onnx.data"');
  expect(quotedPath(`${'x'.repeat(95)}.data`)).toBe(`"${'x'.repeat(95)}.data"`);
  const cut = JSON.parse(quotedPath(`${'folder/'.repeat(30)}model.onnx.data`)) as string;
  expect(cut).toHaveLength(100);
  expect(cut).toMatch(/^folder\/.*….*\/model\.onnx\.data$/);
});

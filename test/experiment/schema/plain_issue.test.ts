import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { formatMistake } from '../../../src/core/mistake.ts';
import { checked } from '../../../src/experiment/schema/checked.ts';

/** What is said of a value that a schema of plain valibot refuses. */
function said(schema: v.GenericSchema, value: unknown): string[] {
  const { mistakes } = checked(schema, 'image', value);
  return mistakes!.map(({ mistake }) => formatMistake(mistake));
}

describe('a schema in plain valibot', () => {
  test.each<[string, v.GenericSchema, unknown, string]>([
    ['a number', v.number(), 'x', 'image: expected a number, not "x".'],
    ['a text', v.string(), 3, 'image: expected a text, not 3.'],
    ['a list', v.array(v.number()), 'x', 'image: expected a list, not "x".'],
    ['true or false', v.boolean(), 2, 'image: expected true or false, not 2.'],
    ['one of a few words', v.picklist(['a', 'b']), 'c', 'image: expected "a" or "b", not "c".'],
    ['a choice', v.union([v.number(), v.literal('all')]), 'c', 'image: expected a number or "all", not "c".'],
    ['an integer', v.pipe(v.number(), v.integer()), 0.5, 'image: expected a whole number, not 0.5.'],
    ['a least value', v.pipe(v.number(), v.minValue(1)), 0, 'image: expected at least 1, not 0.'],
    ['a bound', v.pipe(v.number(), v.ltValue(1)), 1, 'image: expected less than 1, not 1.'],
    ['a multiple', v.pipe(v.number(), v.multipleOf(4)), 6, 'image: expected a multiple of 4, not 6.'],
    ['a length', v.pipe(v.array(v.number()), v.length(2)), [1], 'image: expected a length of 2, not [1].'],
    [
      'something',
      v.pipe(v.string(), v.nonEmpty()),
      '',
      'image: expected something that is not empty, not "".',
    ],
    [
      'a pattern',
      v.pipe(v.string(), v.regex(/^a/)),
      'b',
      'image: expected a text that matches /^a/, not "b".',
    ],
    ['no value', v.object({ a: v.number() }), { a: null }, 'image.a has no value; expected a number.'],
    ['a missing key', v.object({ a: v.number() }), {}, 'image.a is missing.'],
    ['an unknown key', v.strictObject({ a: v.number() }), { a: 1, b: 2 }, 'image: unknown key "b".'],
    [
      'a part',
      v.object({ a: v.array(v.number()) }),
      { a: [1, 'x'] },
      'image.a.1: expected a number, not "x".',
    ],
    [
      'an action without words',
      v.pipe(v.string(), v.email()),
      'b',
      'image: expected a value that passes email, not "b".',
    ],
    [
      'a check without words',
      v.pipe(
        v.number(),
        v.check((n) => n > 1),
      ),
      1,
      'image: expected a value that passes check, not 1.',
    ],
    [
      'words of its own',
      v.pipe(
        v.number(),
        v.check((n) => n % 2 === 0, 'Must be even.'),
      ),
      3,
      'image: Must be even; it is 3.',
    ],
  ])('that asks for %s gets a sentence', (_, schema, value, sentence) => {
    expect(said(schema, value)).toEqual([sentence]);
  });
});

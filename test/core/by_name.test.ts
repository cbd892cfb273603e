import * as v from 'valibot';
import { expect, test } from 'vitest';
import { byName } from '../../src/core/by_name.ts';

const record = byName(v.record(v.string(), v.number('expected a number')));
const names = ['a', 'constructor', 'prototype', '__proto__', 'toString', 'hasOwnProperty'];

test('a name may be that of a property of every object', () => {
  const given = Object.fromEntries(names.map((name, i) => [name, i]));
  expect(Object.entries(v.parse(record, given))).toEqual(Object.entries(given));
});

test('what is wrong with its value is said under the name', () => {
  const { issues } = v.safeParse(record, Object.fromEntries([['constructor', 'x']]));
  expect(issues?.map(({ path, message }) => [path?.map(({ key }) => key), message])).toEqual([
    [['constructor'], 'expected a number'],
  ]);
});

test.each([null, 'a', [1], undefined])('what is no object is none: %j', (given) => {
  expect(v.safeParse(record, given).success).toBe(
    v.safeParse(v.record(v.string(), v.number()), given).success,
  );
});

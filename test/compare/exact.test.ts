import * as v from 'valibot';
import { expect, test } from 'vitest';
import { exact } from '../../src/compare/exact.ts';

test('exact allows no difference, however large the values', () => {
  const options = v.parse(exact.options, {});
  expect(exact.tolerance).toBeUndefined();
  expect(exact.label(options)).toBe('exact');
});

test('exact takes no options', () => {
  const { issues } = v.safeParse(exact.options, { relative: 1e-5 });
  expect(issues?.map(({ message }) => message)).toEqual(['unknown key "relative"; none is allowed here']);
});

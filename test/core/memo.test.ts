import { expect, test } from 'vitest';
import { once } from '../../src/core/memo.ts';

test('an object is looked at once, whatever is found', () => {
  const seen: object[] = [];
  const look = once((of: { value?: number }) => {
    seen.push(of);
    return of.value;
  });
  const [one, none] = [{ value: 1 }, {}];
  expect([look(one), look(none), look(one), look(none)]).toEqual([1, undefined, 1, undefined]);
  expect(seen).toEqual([one, none]);
});

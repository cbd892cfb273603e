import { expect, test } from 'vitest';
import { parseObject } from '../../src/experiment/parse.ts';

test.each([
  ['at', { metric: 'match_rate', max: 1 }],
  ['compare_to', { metric: 'match_rate' }],
])('a column that there is none of is told in %s, whatever its name', (key, claim) => {
  for (const column of ['konstruktor', 'constructor', 'prototype', '__proto__', 'toString']) {
    const places = Object.fromEntries([[column, 1]]);
    const value = {
      image: 'circle',
      shift: { max: 1 },
      pool: 'max_pool',
      expect: [{ ...claim, [key]: places }],
    };
    expect(() => parseObject(value, { name: 'x' })).toThrow(
      `expect.0.${key}.${column}: unknown column "${column}"`,
    );
  }
});

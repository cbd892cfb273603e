import * as v from 'valibot';
import { expect, test } from 'vitest';
import { close } from '../../src/compare/close.ts';

test.each([
  [{}, 4, 4e-5, 'close(1e-5)'],
  [{ relative: 0.01 }, 4, 0.04, 'close(0.01)'],
  [{ relative: 0.001 }, 1, 0.001, 'close(0.001)'],
  [{ relative: 0.00025 }, 2, 0.0005, 'close(2.5e-4)'],
  [{ relative: 0 }, 4, 0, 'close(0)'],
  [{ absolute: 0.5 }, 0, 0.5, 'close(absolute=0.5, relative=1e-5)'],
  [{ absolute: 0.5, relative: 0.25 }, 4, 1.5, 'close(absolute=0.5, relative=0.25)'],
  [{ absolute: 1e-7, relative: 0 }, 4, 1e-7, 'close(absolute=1e-7, relative=0)'],
])(
  'close of %j allows, beside a largest value of %f, %f, and is printed %s',
  (given, largest, tolerance, label) => {
    const options = v.parse(close.options, given);
    expect(close.tolerance!(largest, options)).toBeCloseTo(tolerance, 15);
    expect(close.label(options)).toBe(label);
  },
);

test.each([
  [{ relative: -1 }, 'relative', 'expected a finite number of at least 0'],
  [{ absolute: 'x' }, 'absolute', 'expected a finite number of at least 0'],
  [{ relativ: 1 }, 'relativ', 'unknown key "relativ"; did you mean "relative"?'],
])('%j are refused at %s', (given, path, message) => {
  const { issues } = v.safeParse(close.options, given);
  expect(issues?.map((issue) => [v.getDotPath(issue), issue.message])).toEqual([[path, message]]);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Expectation, formatExpectation, selectRows, verify } from '../../src/expect/expect.ts';

const about = (rest: Partial<Expectation>): Expectation => ({ metric: 'rate', at: {}, within: 0, ...rest });
const rowsOf = (...rates: (number | null)[]) => rates.map((rate, step) => ({ step, rate }));

/** passed, failed or missing. */
const state = (expectation: Partial<Expectation>, rows: ReturnType<typeof rowsOf>) =>
  verify([about(expectation)], rows)[0]!.state;

describe('an expectation', () => {
  const bound = fc.option(fc.double({ noNaN: true, min: -2, max: 2 }), { nil: undefined });
  const rate = fc.option(
    fc.oneof(fc.double({ noNaN: true, min: -2, max: 2 }), fc.integer({ min: -2, max: 2 })),
  );

  test('holds where each bound holds of each selected row, and a row has a value', () => {
    const given = fc.record({ min: bound, max: bound, equals: bound, within: fc.constantFrom(0, 0.5) });
    fc.assert(
      fc.property(
        given,
        fc.array(rate, { minLength: 1, maxLength: 3 }),
        ({ min, max, equals, within }, rates) => {
          // Written out: one bound at a time, one row at a time.
          const broken: [number, string][] = [];
          for (const [row, x] of rates.entries()) {
            if (min !== undefined && (x === null || x < min)) broken.push([row, 'min']);
            if (max !== undefined && (x === null || x > max)) broken.push([row, 'max']);
            if (equals === undefined) continue;
            if (x === null || x - equals > within || equals - x > within) broken.push([row, 'equals']);
          }
          const [verdict] = verify([about({ min, max, equals, within })], rowsOf(...rates));
          expect(verdict!.state).toBe(broken.length === 0 ? 'passed' : 'failed');
          const violations = verdict!.state === 'failed' ? verdict!.violations : [];
          expect(violations.map(({ row, operator }) => [row.step, operator])).toEqual(broken);
          for (const { row, actual } of violations) expect(actual).toBe(row.rate);
        },
      ),
    );
  });

  test('takes the unrounded value', () => {
    // Each of them is printed as 0.333333.
    const third = 1 / 3;
    expect(state({ equals: third }, rowsOf(third))).toBe('passed');
    expect(state({ equals: 0.333333 }, rowsOf(third))).toBe('failed');
    expect(state({ equals: 0.333333, within: 1e-6 }, rowsOf(third))).toBe('passed');
    expect(state({ max: 0.333333 }, rowsOf(third))).toBe('failed');
    expect(state({ min: 1 }, rowsOf(1 - 2 ** -53))).toBe('failed');
    expect(state({ equals: 0 }, rowsOf(-0))).toBe('passed');
  });

  test('includes its bounds', () => {
    expect(state({ min: 0.5, max: 0.5, equals: 0.5 }, rowsOf(0.5))).toBe('passed');
    expect(state({ equals: 1, within: 0.25 }, rowsOf(0.75, 1.25))).toBe('passed');
  });

  test('fails where a value is not defined, whatever the bound', () => {
    for (const one of [{ min: -1e9 }, { max: 1e9 }, { equals: 0, within: 1e9 }]) {
      expect(verify([about(one)], rowsOf(0, null))).toMatchObject([
        { state: 'failed', rows: 2, violations: [{ row: { step: 1 }, actual: null }] },
      ]);
    }
  });

  test('is missing where it selects no row: that is no success', () => {
    expect(state({ min: 0, at: { step: 7 } }, rowsOf(1))).toBe('missing');
    expect(state({ min: 0 }, [])).toBe('missing');
  });

  test('says of how many rows it held', () => {
    expect(verify([about({ min: 0 }), about({ min: 0, at: { step: 2 } })], rowsOf(1, 1, 1))).toMatchObject([
      { state: 'passed', rows: 3 },
      { state: 'passed', rows: 1 },
    ]);
  });
});

describe('rows are selected', () => {
  const rows = [
    { depth: 1, 'shift.max': 0.5, filled: true, name: '1', layer: 'max_pool' },
    { depth: 10, 'shift.max': 1, filled: false, name: 'x', layer: 'max_pool' },
    { depth: 1, 'shift.max': 1, filled: true, name: 'true', layer: 'relu' },
  ];
  const which = (at: Expectation['at']) => selectRows(rows, at).map((row) => rows.indexOf(row));

  test.each<[Expectation['at'], number[]]>([
    [{}, [0, 1, 2]],
    [{ depth: 1 }, [0, 2]],
    [{ depth: '1' }, [0, 2]],
    [{ name: 1 }, [0]],
    [{ 'shift.max': 0.5 }, [0]],
    [{ 'shift.max': '0.5' }, [0]],
    [{ filled: true }, [0, 2]],
    [{ filled: 'false' }, [1]],
    [{ name: true }, [2]],
    [{ depth: 1, layer: 'relu' }, [2]],
    [{ depth: 10, layer: 'relu' }, []],
    [{ nowhere: 'undefined' }, []],
    [{ toString: 'x' }, []],
  ])('by %j', (at, expected) => {
    expect(which(at)).toEqual(expected);
  });
});

test.each<[Partial<Expectation>, string]>([
  [{ min: 1 }, 'rate: at least 1'],
  [{ max: 0.5, at: { depth: 4, 'shift.max': 'far' } }, 'rate at depth 4, shift.max far: at most 0.5'],
  [{ equals: 3 }, 'rate: equal to 3'],
  [{ equals: 3, within: 0.1 }, 'rate: within 0.1 of 3'],
  [{ min: 0, max: 1, equals: 0.5 }, 'rate: at least 0 and at most 1 and equal to 0.5'],
])('%j reads %s', (expectation, text) => {
  expect(formatExpectation(about(expectation))).toBe(text);
});

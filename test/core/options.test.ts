import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { boolean, choice, described, number, options, pair, size, whole } from '../../src/core/options.ts';

const parse = (schema: v.GenericSchema, input: unknown) => v.safeParse(schema, input);

/** What is said about a value that must be refused. */
function refusal(schema: v.GenericSchema, input: unknown): string {
  const result = parse(schema, input);
  expect(result.success, `${String(input)} was taken`).toBe(false);
  return result.issues![0].message;
}

describe('number', () => {
  test('takes exactly what is finite as a float32', () => {
    fc.assert(
      fc.property(fc.double(), (x) => {
        // Between the largest float32 and infinity, rounding can still give the largest: refused all the same.
        const fits = Number.isFinite(x) && Math.abs(x) <= Math.fround(3.4028234663852886e38);
        expect(parse(number(), x).success).toBe(fits);
      }),
    );
    expect(parse(number(), 3.4028234663852886e38).success).toBe(true);
  });

  test.each([Number.NaN, '1', null, true, {}])('refuses %s', (input) => {
    expect(refusal(number(), input)).toBe('expected a finite number');
  });

  test.each([
    [Number.POSITIVE_INFINITY, 'at most 3.4e38'],
    [3.5e38, 'at most 3.4e38'],
    [Number.NEGATIVE_INFINITY, 'at least -3.4e38'],
    [-3.5e38, 'at least -3.4e38'],
  ])('refuses %f, which no float32 holds', (input, bound) => {
    expect(refusal(number(), input)).toBe(`expected a finite number, ${bound}`);
  });

  test('names its range', () => {
    expect(refusal(number({ min: 0 }), -1)).toBe('expected a finite number of at least 0');
    expect(refusal(number({ max: 1 }), 1.5)).toBe('expected a finite number of at most 1');
    expect(refusal(number({ min: 0, max: 1 }), 2)).toBe('expected a finite number from 0 to 1');
    expect(refusal(number({ min: 0, max: 1 }), 'x')).toBe('expected a finite number from 0 to 1');
    for (const inside of [0, 0.5, 1]) expect(parse(number({ min: 0, max: 1 }), inside).success).toBe(true);
  });
});

describe('whole', () => {
  test('takes exactly the whole numbers up to 2^53', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.maxSafeInteger()), (x) => {
        expect(parse(whole(), x).success).toBe(Number.isInteger(x) && Math.abs(x) <= 2 ** 53);
      }),
    );
  });

  test('names its range', () => {
    expect(parse(whole(), 2 ** 53).success).toBe(true);
    expect(refusal(whole(), 2 ** 53 + 2)).toBe('expected a whole number, at most 2^53');
    expect(refusal(whole(), -(2 ** 53) - 2)).toBe('expected a whole number, at least -2^53');
    expect(refusal(whole({ max: 1000 }), 2000)).toBe('expected a whole number of at most 1,000');
    expect(refusal(whole(), 0.5)).toBe('expected a whole number');
    expect(refusal(whole({ min: 1 }), 0)).toBe('expected a whole number of at least 1');
    expect(refusal(whole({ max: 9 }), 10)).toBe('expected a whole number of at most 9');
    expect(refusal(whole({ min: 1, max: 9 }), 1.5)).toBe('expected a whole number from 1 to 9');
  });
});

describe('size', () => {
  test('lets n stand for [n, n], and keeps [height, width] in their order', () => {
    expect(v.parse(size(), 3)).toEqual([3, 3]);
    expect(v.parse(size(), [2, 5])).toEqual([2, 5]);
    expect(v.parse(size({ min: 0 }), 0)).toEqual([0, 0]);
  });

  test.each([[0], [-1], [1.5], [[1, 0]], [[0.5, 1]]])('refuses the number in %j', (input) => {
    expect(refusal(size(), input)).toBe('expected a whole number of at least 1');
    expect(refusal(size({ max: 9 }), input)).toBe('expected a whole number from 1 to 9');
  });

  test.each([['3'], [[]], [[1]], [[1, 2, 3]], [[1, 'x']], [null], [{}]])(
    'refuses %j, which is no size',
    (input) => {
      expect(refusal(size(), input)).toBe('expected a whole number of at least 1, or two as [height, width]');
      expect(refusal(size({ max: 9 }), input)).toBe(
        'expected a whole number from 1 to 9, or two as [height, width]',
      );
    },
  );
});

describe('pair, boolean and choice', () => {
  test('say what they take', () => {
    expect(v.parse(pair(whole(), '[y, x]'), [1, -2])).toEqual([1, -2]);
    expect(refusal(pair(whole(), '[y, x]'), 1)).toBe('expected two numbers, [y, x]');
    expect(refusal(pair(whole(), '[y, x]'), [1, 2, 3])).toBe('expected two numbers, [y, x]');
    expect(refusal(pair(whole(), '[y, x]'), [1, 0.5])).toBe('expected a whole number');
    expect(refusal(boolean(), 'yes')).toBe('expected true or false');
    expect(refusal(choice(['same', 'valid', 'circular']), 1)).toBe('expected same, valid or circular');
    expect(refusal(choice(['same', 'valid']), 'vaild')).toBe('unknown value "vaild"; did you mean "valid"?');
    expect(refusal(choice(['same', 'valid']), 'full')).toBe('unknown value "full"; allowed: same, valid');
  });
});

describe('options', () => {
  const schema = options({ radius: number(), filled: v.optional(boolean(), false) });

  test('take their keys and fill in what is left out', () => {
    expect(v.parse(schema, { radius: 2 })).toEqual({ radius: 2, filled: false });
  });

  test('name a key that is not theirs, one that is missing, and what is no object', () => {
    expect(refusal(schema, { radius: 2, raduis: 2 })).toBe('unknown key "raduis"; did you mean "radius"?');
    expect(refusal(schema, { radius: 2, temperature: 1 })).toBe(
      'unknown key "temperature"; allowed: filled, radius',
    );
    expect(refusal(schema, {})).toBe('is missing');
    expect(refusal(schema, 3)).toBe('expected an object with radius, filled');
    expect(refusal(options({}), 3)).toBe('expected an object with no keys');
    expect(refusal(options({}), { radius: 2 })).toBe('unknown key "radius"; none is allowed here');
  });

  test('take no list for an object, however empty', () => {
    for (const list of [[], [2], [['radius', 2]]]) {
      const { issues, success } = parse(schema, list);
      expect(success).toBe(false);
      expect(issues).toMatchObject([{ input: list, message: 'expected an object with radius, filled' }]);
      expect(parse(options({}), list).success).toBe(false);
    }
    const inner = parse(options({ inner: schema }), { inner: [] });
    expect(inner.issues?.map((issue) => v.getDotPath(issue))).toEqual(['inner']);
  });

  test('say where the mistake is', () => {
    const result = parse(options({ inner: schema }), { inner: { radius: 'x' } });
    expect(result.issues?.map((issue) => v.getDotPath(issue))).toEqual(['inner.radius']);
  });
});

test('a description stays with its schema and changes nothing else', () => {
  const schema = described('In pixels.', whole({ min: 1 }));
  expect(v.getDescription(schema)).toBe('In pixels.');
  expect(v.parse(schema, 3)).toBe(3);
  expect(refusal(schema, 0)).toBe('expected a whole number of at least 1');
});

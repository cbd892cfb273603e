import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { UnitResult } from '../../src/run/unit_result.ts';
import { createUnitReader, formatUnit, parseUnit } from '../../src/units/unit_text.ts';

const any = fc.double();
const cell = fc.oneof(fc.string(), any, fc.boolean(), fc.constantFrom(null, undefined));
const someCells = (length: number) =>
  fc.oneof(
    fc.array(cell, { minLength: length, maxLength: length }),
    ...[fc.float64Array, fc.float32Array, fc.int32Array, fc.int16Array, fc.int8Array, fc.uint32Array].map(
      (array) => array({ minLength: length, maxLength: length }),
    ),
  );
/** A column of so many rows, in each of its forms. */
const columnOf = (rows: number) =>
  fc.oneof(
    fc.record({ name: fc.string(), cells: fc.oneof(someCells(1), someCells(rows)) }),
    fc.integer({ min: 1, max: 9 }).chain((distinct) => {
      const any = { minLength: rows, maxLength: rows, max: distinct - 1 };
      return fc.record({
        name: fc.string(),
        cells: someCells(distinct),
        places: fc.oneof(fc.uint8Array(any), fc.uint16Array(any)),
      });
    }),
    fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 3 })).chain(([first, each]) =>
      fc.record({
        name: fc.string(),
        cells: someCells(first + rows * each),
        among: fc.constant({ first, each }),
      }),
    ),
  );
const packed = fc
  .nat(6)
  .chain((length) => fc.record({ length: fc.constant(length), columns: fc.array(columnOf(length)) }));
const result = fc.record({
  values: fc.float64Array(),
  labels: fc.int32Array(),
  parts: fc.array(fc.array(fc.dictionary(fc.string({ minLength: 2 }), fc.float64Array()))),
  further: fc.record({ shifts: fc.array(packed) }),
  notes: fc.record({
    pictures: fc.nat(),
    about: fc.array(fc.tuple(fc.string(), fc.nat())),
    skipped: fc.array(fc.string()),
  }),
  runtimes: fc.array(fc.string()),
  precision: fc.array(fc.record({ exact: fc.boolean(), largest: any })),
  seconds: any,
}) as unknown as fc.Arbitrary<UnitResult>;

test('what is written as a line comes back bit for bit, but for how long it took', () => {
  fc.assert(
    fc.property(result, (unit) => {
      const line = formatUnit(unit);
      expect(line).not.toContain('\n');
      expect(parseUnit(line)).toEqual({ ...unit, seconds: 0 });
      expect(formatUnit({ ...unit, seconds: 7 })).toBe(line);
    }),
  );
});

test.each([
  new Map([[1, 2]]),
  new Set([1]),
  new Uint8ClampedArray(2),
  new BigInt64Array(1),
  new DataView(new ArrayBuffer(4)),
])('what would come back as another thing is refused: %s', (value) => {
  expect(() => formatUnit({ runtimes: value } as never)).toThrow(/^A unit file cannot hold \[object /);
});

test.each([
  '',
  '{',
  'null',
  '[]',
  '{}',
  '{"values":{"$":"f8","text":"AA"}}',
  '{"values":{"$":"constructor","text":""}}',
  '{"values":{"$":"f8","text":1}}',
])('a line that holds no unit gives none: %s', (line) => {
  expect(parseUnit(line)).toBeUndefined();
});

test('a unit of which one part is another thing is none', () => {
  const [unit] = fc.sample(result, { numRuns: 1, seed: 1 });
  const plain = JSON.parse(formatUnit(unit!));
  expect(parseUnit(JSON.stringify(plain))).toBeDefined();
  for (const key of Object.keys(plain))
    for (const other of [1, null, 'x', [1], { a: [1] }])
      expect(
        parseUnit(JSON.stringify({ ...plain, [key]: other })),
        `${key} ${JSON.stringify(other)}`,
      ).toBeUndefined();
});

const units = fc.sample(result, 30);
/** Lines of units, of which several have the same behind their values, and some have another character somewhere. */
const written = fc.array(
  fc.record({
    values: fc.float64Array({ maxLength: 5 }),
    unit: fc.nat({ max: units.length - 1 }),
    plain: fc.boolean(),
    at: fc.nat({ max: 999 }),
    other: fc.constantFrom(undefined, '', '"', '\\', '=', '-', '_', ' ', '\t', 'A', '}', 'é', '"values":[],'),
  }),
  { minLength: 1, maxLength: 12 },
);

test('a reader of many units gives what each line gives alone, whatever is in the lines', () => {
  fc.assert(
    fc.property(written, fc.boolean(), (lines, one) => {
      const unitOf = createUnitReader();
      const texts = lines.map(({ values, unit, plain, at, other }) => {
        const given = { ...units[one ? 0 : unit]!, ...(plain ? { parts: [], further: {} } : {}), values };
        const line = formatUnit(given);
        // More often among the values, which come first.
        const place = (at * at) % (at < 500 ? 100 : line.length);
        return other === undefined ? line : `${line.slice(0, place)}${other}${line.slice(place + 1)}`;
      });
      // Lines follow one another in a file.
      const content = Buffer.from(texts.join('\n'));
      let start = 0;
      for (const text of texts) {
        const end = start + Buffer.byteLength(text);
        expect(unitOf(content, start, end)).toEqual(parseUnit(text));
        start = end + 1;
      }
    }),
    { numRuns: 300 },
  );
});

test('of values that a line has twice, the last ones are those of the unit', () => {
  const line = `${formatUnit(units[0]!).slice(0, -1)},"values":{"$":"f8","text":""}}`;
  const content = Buffer.from(line);
  expect(parseUnit(line)!.values).toHaveLength(0);
  expect(createUnitReader()(content, 0, content.length)).toEqual(parseUnit(line));
});

test.each([
  ['a row more than its cells', { length: 3, columns: [{ name: 'a', cells: [1, 2] }] }],
  [
    'a place behind the last cell',
    { length: 2, columns: [{ name: 'a', cells: [1], places: Uint8Array.of(0, 1) }] },
  ],
  ['a row without a place', { length: 2, columns: [{ name: 'a', cells: [1], places: Uint8Array.of(0) }] }],
  [
    'places that are no whole numbers',
    { length: 1, columns: [{ name: 'a', cells: [1], places: Float64Array.of(0.5) }] },
  ],
  [
    'a number behind the last',
    { length: 2, columns: [{ name: 'a', cells: Float64Array.of(1, 2), among: { first: 1, each: 1 } }] },
  ],
  ['a length that is no count', { length: -1, columns: [] }],
])('rows of a table with %s are none', (_, rows) => {
  const [unit] = fc.sample(result, { numRuns: 1, seed: 1 });
  expect(parseUnit(formatUnit({ ...unit!, further: { shifts: [rows as never] } }))).toBeUndefined();
});

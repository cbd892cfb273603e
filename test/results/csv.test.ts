import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell, Column } from '../../src/results/columns.ts';
import { formatCell } from '../../src/results/csv.ts';
import { toCsv } from '../../src/results/table_csv.ts';

const column = (name: string, type: Column['type'], identity = false): Column => ({
  name,
  type,
  identity,
  description: 'It.',
});

const measured = (x: number, type: Column['type'] = 'number') => formatCell(x, { type, identity: false });
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('a table as CSV', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', ' ', 'é', '-', '=', '😀', '\t') }),
  );

  test('is read back, cell by cell, as what was printed', () => {
    const tables = fc
      .uniqueArray(
        text.filter((name) => name !== ''),
        { minLength: 1, maxLength: 4 },
      )
      .chain((names) =>
        fc.record({
          names: fc.constant(names),
          rows: fc.array(
            fc.array(fc.oneof(text, finite, fc.boolean(), fc.constant(null)), {
              minLength: names.length,
              maxLength: names.length,
            }),
          ),
        }),
      );
    fc.assert(
      fc.property(tables, ({ names, rows }) => {
        const columns = names.map((name) => column(name, 'string', true));
        const csv = toCsv({
          columns,
          rows: rows.map((row) => Object.fromEntries(row.map((cell, i) => [names[i]!, cell]))),
        });
        const printed = rows.map((row) =>
          row.map((cell) => formatCell(cell, { type: 'string', identity: true })),
        );
        expect(parse(csv, { bom: false })).toEqual([names, ...printed]);
        expect(csv.endsWith('\n')).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('is a header, then a line for each row, each ended by \\n', () => {
    const columns = [
      column('experiment', 'string', true),
      column('match_rate', 'rate'),
      column('pair_rate', 'rate'),
    ];
    const rows = [
      { experiment: 'circle', match_rate: 1, pair_rate: null },
      { pair_rate: 0.25, match_rate: 1 / 3, experiment: 'two, "dots"', unlisted: 9 },
      { experiment: 'neither' },
    ];
    expect(toCsv({ columns, rows })).toBe(
      'experiment,match_rate,pair_rate\ncircle,1,\n"two, ""dots""",0.333333,0.25\nneither,,\n',
    );
  });

  test('has its header also where there is no row', () => {
    expect(toCsv({ columns: [column('a', 'integer'), column('b', 'number')], rows: [] })).toBe('a,b\n');
  });
});

describe('a cell', () => {
  test.each<[Cell, string]>([
    [null, ''],
    [true, 'true'],
    [false, 'false'],
    ['-3', '-3'],
    ['=1+1', '=1+1'],
    [0, '0'],
    [-0, '0'],
    [-3, '-3'],
    [1234567890123, '1234567890123'],
    [0.25, '0.25'],
    [1 / 3, '0.333333'],
    [2 / 3, '0.666667'],
    [1e-7, '1e-7'],
    [1.23456789e-9, '1.23457e-9'],
    [123456.789, '123457'],
    [0.1 + 0.2, '0.3'],
  ])('of %o is printed %s', (cell, printed) => {
    expect(formatCell(cell, { type: 'number', identity: false })).toBe(printed);
  });

  test('of a whole number is printed as it is', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (n) => {
        expect(measured(n)).toBe(BigInt(n).toString());
      }),
    );
  });

  test('of any other has six significant digits, and no more than it needs', () => {
    fc.assert(
      fc.property(finite, (x) => {
        fc.pre(!Number.isInteger(x));
        const printed = measured(x);
        const digits = printed.replace(/e.*$/, '').replace(/[-.]/g, '').replace(/^0+/, '');
        expect(digits.replace(/0+$/, '').length).toBeLessThanOrEqual(6);
        expect(Math.abs(Number(printed) - x)).toBeLessThanOrEqual(
          Math.max(Math.abs(x) * 5.0000001e-6, 5e-324),
        );
        expect(String(Number(printed))).toBe(printed);
      }),
    );
  });

  test('of a number that identifies the row is printed in full', () => {
    fc.assert(
      fc.property(finite, (x) => {
        expect(Number(formatCell(x, { type: 'number', identity: true }))).toBe(x + 0);
      }),
    );
  });
});

describe('a rate', () => {
  test('is printed 0 or 1 only when it is', () => {
    const near = fc.nat(9_999_999).map((n) => n * 1e-12);
    const rates = fc.oneof(
      share,
      near,
      near.map((x) => 1 - x),
      fc.constantFrom(0, 1, 5e-324, 1 - 2 ** -53, 0.9999995, 0.9999994),
    );
    fc.assert(
      fc.property(rates, (rate) => {
        const printed = measured(rate, 'rate');
        expect(printed === '0').toBe(rate === 0);
        expect(printed === '1').toBe(rate === 1);
        expect(Math.abs(Number(printed) - rate)).toBeLessThanOrEqual(1e-6);
      }),
      { numRuns: 1000 },
    );
  });

  test('just below 1 is 0.999999, while another number is rounded', () => {
    expect(measured(0.99999999, 'rate')).toBe('0.999999');
    expect(measured(0.99999999, 'number')).toBe('1');
    expect(measured(1e-12, 'rate')).toBe('1e-12');
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell, Column } from '../../src/results/columns.ts';
import { buffersOf, packedTable, rowAt } from '../../src/results/packed_rows.ts';
import {
  addPackedRows,
  addRow,
  appendRows,
  createRowPacker,
  packedRows,
} from '../../src/results/row_packer.ts';
import { csvParts } from '../../src/results/table_csv.ts';

type Row = Record<string, Cell>;

const columns: Column[] = ['a', 'b,"c"', 'd'].map((name, i) => ({
  name,
  type: i === 2 ? 'rate' : 'string',
  identity: i < 2,
  description: 'It.',
}));

function packed(rows: readonly Row[]) {
  const packer = createRowPacker();
  for (const row of rows) addRow(packer, row);
  return packedRows(packer);
}

/** RFC 4180 as the tables are documented, without the package that writes them. */
function csvByHand(rows: readonly Row[]): string {
  const quoted = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const cell = (value: Cell | undefined, identity: boolean): string => {
    if (value === null || value === undefined) return '';
    if (typeof value !== 'number') return String(value);
    if (identity || Number.isInteger(value)) return `${value === 0 ? 0 : value}`;
    const six = `${Number(value.toPrecision(6))}`;
    return six === '1' && value < 1 ? '0.999999' : six;
  };
  const lines = rows.map((row) => columns.map(({ name, identity }) => quoted(cell(row[name], identity))));
  return [columns.map(({ name }) => quoted(name)), ...lines].map((line) => `${line.join(',')}\n`).join('');
}

const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => (x === 0 ? 0 : x));
const cells = fc.oneof(
  number,
  number.map((x) => Math.fround(x) + 0),
  fc.integer(),
  fc.constantFrom<Cell>(null, true, false, '', 'a "b", c', 'x\ny', '\r', 0, 1, 0.9999999),
);
const tables = fc.array(
  fc.record({ a: cells, 'b,"c"': cells, d: number, hidden: cells }, { requiredKeys: ['d'] }),
) as fc.Arbitrary<Row[]>;

/** More rows than are packed at once: columns of one value, of few, of many, of numbers with gaps. */
const long = Array.from(
  { length: 10_000 },
  (_, i): Row => ({ a: 'one', 'b,"c"': i % 7 === 0 ? null : i / 3, d: Math.sin(i) ** 2, hidden: i % 300 }),
);

describe('packed rows', () => {
  test('are the rows that were added, in their order, also behind those of other packers', () => {
    expect(packedTable(columns, packed(long)).rows).toEqual(long);
    expect(packedTable(columns, packed([{ d: -0 }, { d: 0 }])).rows).toEqual([{ d: 0 }, { d: 0 }]);
    fc.assert(
      fc.property(tables, tables, fc.boolean(), (first, second, behindMany) => {
        const all = createRowPacker();
        const before = behindMany ? long : [];
        const again = createRowPacker();
        for (const rows of [before, first, second]) {
          const one = createRowPacker();
          for (const row of rows) addRow(one, row);
          appendRows(all, one);
          for (const some of packed(rows)) addPackedRows(again, some);
        }
        for (const packer of [all, again])
          expect(packedTable(columns, packedRows(packer)).rows).toEqual([...before, ...first, ...second]);
      }),
      { numRuns: 60 },
    );
  });

  test('give the CSV of their rows, in parts', () => {
    const agree = (rows: readonly Row[]) => {
      const wanted = csvByHand(rows);
      for (const table of [packedTable(columns, packed(rows)), { columns, rows }]) {
        expect([...csvParts(table)].join('')).toBe(wanted);
        expect(rows.map((_, at) => rowAt(table, at))).toEqual(table.rows);
        expect(rowAt(table, rows.length)).toBeUndefined();
      }
    };
    agree(long);
    fc.assert(fc.property(tables, agree));
    const parts = [...csvParts(packedTable(columns, packed(long)))];
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(parts.join('').length / 2);
  });

  test('are handed over to another thread without a copy', () => {
    const rows = packed(long);
    const buffers = buffersOf(rows);
    const received = structuredClone(rows, { transfer: buffers });
    expect(packedTable(columns, received).rows).toEqual(long);
    expect(buffers.every(({ byteLength }) => byteLength === 0)).toBe(true);
  });

  test('take a fraction of the memory of rows', () => {
    const bytes = JSON.stringify(long).length;
    const size = buffersOf(packed(long)).reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(size).toBeLessThan(bytes / 3);
  });

  test('belong to one table: a copy has the rows that it says', () => {
    const table = packedTable(columns, packed(long.slice(0, 3)));
    expect(JSON.parse(JSON.stringify(table))).toEqual({ columns, rows: long.slice(0, 3) });
    const rows = [{ ...long[0]!, d: 0.25 }];
    expect([...csvParts({ ...table, rows })].join('')).toBe(csvByHand(rows));
  });
});

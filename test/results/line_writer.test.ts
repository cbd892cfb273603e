import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cell, Column } from '../../src/results/columns.ts';
import { formatCell } from '../../src/results/csv.ts';
import { createLineWriter } from '../../src/results/line_writer.ts';
import type { PackedColumn, PackedRows } from '../../src/results/packed_rows.ts';
import { packedTable } from '../../src/results/packed_rows.ts';
import { csvBytes, csvOfRows, csvParts, toCsv } from '../../src/results/table_csv.ts';

const columns: Column[] = (['string', 'rate', 'number', 'integer'] as const).map((type, i) => ({
  name: 'abcd'[i]!,
  type,
  identity: i === 0,
  description: 'It.',
}));

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.integer(),
  fc.constantFrom(0, -0, 1, 0.5, 0.9999999),
);
const cell = fc.oneof(number, fc.string(), fc.constantFrom<Cell>(null, true, 'a,"b"', 'é\n', '\ufeff', '円'));

/** A column of some rows in one of its forms, and the cells that it stands for. */
function columnOf(name: string, length: number): fc.Arbitrary<{ packed: PackedColumn; cells: Cell[] }> {
  const list = <T>(of: fc.Arbitrary<T>) => fc.array(of, { minLength: length, maxLength: length });
  return fc.oneof(
    cell.map((one) => ({ packed: { name, cells: [one] }, cells: Array<Cell>(length).fill(one) })),
    list(cell).map((cells) => ({ packed: { name, cells }, cells })),
    // What is no number is printed as such, unless the column says that it is not defined.
    list(fc.oneof(number, fc.constant(Number.NaN))).map((cells) => ({
      packed: { name, cells: Float64Array.from(cells) },
      cells,
    })),
    list(fc.integer({ min: -128, max: 127 })).map((cells) => ({
      packed: { name, cells: Int8Array.from(cells) },
      cells,
    })),
    fc
      .tuple(fc.array(cell, { minLength: 2, maxLength: 5 }), list(fc.nat({ max: 255 })))
      .map(([some, at]) => ({
        packed: { name, cells: some, places: Uint8Array.from(at, (place) => place % some.length) },
        cells: at.map((place) => some[place % some.length]!),
      })),
    fc
      .tuple(list(fc.option(number)), fc.integer({ min: 1, max: 4 }), fc.nat({ max: 3 }))
      .map(([cells, each, first]) => {
        const values = new Float64Array(each * length + first).fill(7);
        for (const [row, one] of cells.entries()) values[first + row * each] = one ?? Number.NaN;
        return { packed: { name, cells: values, among: { first, each } }, cells };
      }),
  );
}

const someRows = fc.integer({ min: 1, max: 6 }).chain((length) =>
  fc.record({
    length: fc.constant(length),
    columns: fc.tuple(...columns.map(({ name }) => fc.option(columnOf(name, length)))),
    backwards: fc.boolean(),
  }),
);

/** A line as documented, from cells. */
function lineOf(cells: readonly Cell[]): string {
  const quoted = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return `${cells.map((one, i) => quoted(formatCell(one, columns[i]!))).join(',')}\n`;
}

test('rows in any forms, one behind the other and some of them again, are the lines of their cells', () => {
  fc.assert(
    fc.property(fc.array(someRows, { maxLength: 6 }), fc.array(fc.nat()), (some, order) => {
      const made = some.map(({ length, columns: packed, backwards }) => {
        const there = packed.flatMap((one) => (one ? [one.packed] : []));
        const rows: PackedRows = { length, columns: backwards ? there.reverse() : there };
        const lines = Array.from({ length }, (_, row) =>
          lineOf(packed.map((one) => one?.cells[row] ?? null)),
        );
        return { rows, lines };
      });
      const given = made.length === 0 ? [] : [...made, ...order.map((at) => made[at % made.length]!)];
      const table = packedTable(
        columns,
        given.map(({ rows }) => rows),
      );
      const lines = given.flatMap((one) => one.lines);
      const text = `a,b,c,d\n${lines.join('')}`;
      expect(toCsv(table)).toBe(text);
      expect([...csvParts(table)].join('')).toBe(text);
      expect(Buffer.concat([...csvBytes(table)]).toString()).toBe(text);
      const parts = [...csvOfRows(table)];
      expect(parts.map((part) => part.text).join('')).toBe(lines.join(''));
      expect(
        parts.flatMap((part) => Array.from({ length: part.length }, (_, at) => `${part.line(at)}\n`)),
      ).toEqual(lines);
      // Rows that are unpacked are printed alike.
      expect(toCsv({ columns, rows: table.rows })).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test('some of the rows can be added, and what was added is taken once', () => {
  const writer = createLineWriter(columns);
  const rows: PackedRows = { length: 3, columns: [{ name: 'c', cells: Int8Array.of(1, 2, 3) }] };
  writer.add(rows, 1, 3);
  expect(writer.waiting()).toBe(10);
  expect(Buffer.from(writer.take()).toString()).toBe(',,2,\n,,3,\n');
  expect(writer.waiting()).toBe(0);
  writer.add(rows, 0, 1);
  expect(Buffer.from(writer.take()).toString()).toBe(',,1,\n');
});

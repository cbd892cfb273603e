import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cell, Column } from '../../src/results/columns.ts';
import { formatCell } from '../../src/results/csv.ts';
import { createLineWriter } from '../../src/results/line_writer.ts';
import type { PackedColumn, PackedRows } from '../../src/results/packed_rows.ts';
import { packedTable, unpackRow } from '../../src/results/packed_rows.ts';
import {
  addPackedRows,
  addRow,
  appendRows,
  createRowPacker,
  packedRows,
} from '../../src/results/row_packer.ts';
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

/**
 * Rows that are packed anew in one of many ways.
 *
 * @param how for each in turn: added one by one, together, or first to another packer
 */
function packedAgain(given: readonly PackedRows[], how: readonly number[]): readonly PackedRows[] {
  const all = createRowPacker();
  let other = createRowPacker();
  for (const [i, rows] of given.entries()) {
    const way = how[i % how.length] ?? 1;
    const packer = way < 2 ? all : other;
    if (way % 2 === 1) addPackedRows(packer, rows);
    else for (let row = 0; row < rows.length; row++) addRow(packer, unpackRow(rows, row));
    const next = how[(i + 1) % how.length] ?? 1;
    if (way < 2 || (next >= 2 && i + 1 < given.length)) continue;
    appendRows(all, other);
    other = createRowPacker();
  }
  return packedRows(all);
}

/** A line as documented, from cells. */
function lineOf(cells: readonly Cell[]): string {
  const quoted = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return `${cells.map((one, i) => quoted(formatCell(one, columns[i]!))).join(',')}\n`;
}

test('rows in any forms, one behind the other and some of them again, are the lines of their cells', () => {
  fc.assert(
    fc.property(
      fc.array(someRows, { maxLength: 6 }),
      fc.array(fc.nat()),
      fc.array(fc.nat({ max: 3 })),
      (some, order, how) => {
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
        // Rows that are unpacked are printed alike, and so are those that are packed anew, a few with many others.
        expect(toCsv({ columns, rows: table.rows })).toBe(text);
        expect(
          toCsv(
            packedTable(
              columns,
              packedAgain(
                given.map(({ rows }) => rows),
                how,
              ),
            ),
          ),
        ).toBe(text);
      },
    ),
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

test('many rows of few are packed together, each column in the form that takes least', () => {
  const cells = ['x', 'y'];
  const few = Array.from({ length: 3000 }, (_, i): PackedRows => {
    const values = Float64Array.of(i / 3, i % 5, i % 7 === 0 ? Number.NaN : i / 7, -i / 11, 3, i);
    return {
      length: 2,
      columns: [
        { name: 'a', cells },
        { name: 'b', cells: values, among: { first: 0, each: 3 } },
        { name: 'c', cells: values, among: { first: 1, each: 3 } },
        { name: 'd', cells: values, among: { first: 2, each: 3 } },
      ],
    };
  });
  const packer = createRowPacker();
  for (const rows of few) addPackedRows(packer, rows);
  const packed = packedRows(packer);
  expect(packed.map(({ length }) => length)).toEqual([4096, 1904]);
  const forms = packed[0]!.columns.map(({ cells, places }) => [
    cells.constructor.name,
    places?.constructor.name,
  ]);
  expect(forms).toEqual([
    ['Array', 'Uint8Array'],
    ['Float64Array', undefined],
    ['Array', 'Uint8Array'],
    ['Float64Array', undefined],
  ]);
  expect(toCsv(packedTable(columns, packed))).toBe(toCsv(packedTable(columns, few)));
});

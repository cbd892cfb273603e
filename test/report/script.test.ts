import { describe, expect, test } from 'vitest';
import {
  columnValues,
  differingNumbers,
  filteredRows,
  type PageRows,
  parseRows,
  sortedRows,
  varyingColumns,
} from '../../src/report/script/rows.ts';
import { addressOf, readAddress } from '../../src/report/script/state.ts';
import { toCsv } from '../../src/results/table_csv.ts';

const table: PageRows = {
  columns: ['pool.type', 'depth', 'match_rate'],
  numeric: [false, true, true],
  rows: [
    ['max_pool', '0', '0.1'],
    ['avg_pool', '0', ''],
    ['max_pool', '10', '1'],
    ['blur, 3', '2', '0.5'],
  ],
};

describe('the script of a report', () => {
  test('keeps the rows that have each word, and compares columns', () => {
    const kept = (filter: string) => filteredRows(table, filter);
    expect(kept('')).toEqual([0, 1, 2, 3]);
    expect(kept('POOL')).toEqual([0, 1, 2]);
    expect(kept('max_pool 10')).toEqual([2]);
    expect(kept('match_rate<0.6')).toEqual([0, 3]);
    expect(kept('match_rate>=0.5 depth!=10')).toEqual([3]);
    expect(kept('depth=0')).toEqual([0, 1]);
    expect(kept('depth=0.0')).toEqual([0, 1]);
    expect(kept('pool.type=max_pool')).toEqual([0, 2]);
    expect(kept('pool.type!=max_pool')).toEqual([1, 3]);
    // What names no column, or compares to nothing, is a word.
    expect(kept('a=b')).toEqual([]);
    expect(kept('depth=')).toEqual([]);
  });

  test('sorts numbers by size and texts by letters, empty cells last, equal rows in their order', () => {
    const all = [0, 1, 2, 3];
    expect(sortedRows(table, all, 1)).toEqual([0, 1, 3, 2]);
    expect(sortedRows(table, all, 1, true)).toEqual([2, 3, 0, 1]);
    expect(sortedRows(table, all, 2)).toEqual([0, 3, 2, 1]);
    expect(sortedRows(table, all, 2, true)).toEqual([2, 3, 0, 1]);
    expect(sortedRows(table, all, 0)).toEqual([1, 3, 0, 2]);
  });

  test('knows which columns vary, and the values of one', () => {
    expect(varyingColumns(table)).toEqual([0, 1, 2]);
    expect(
      varyingColumns({
        ...table,
        rows: [
          ['a', '1', '2'],
          ['a', '1', '3'],
        ],
      }),
    ).toEqual([2]);
    expect([...columnValues(table, 0)]).toEqual([
      ['max_pool', 2],
      ['avg_pool', 1],
      ['blur, 3', 1],
    ]);
  });

  test('reads a table as it was written', () => {
    const names = ['a', 'b,c', 'd"e"', 'f\ng', '', '<script>'];
    const columns = names.map(
      (_, i) => ({ name: `c${i}`, type: 'string', identity: true, description: '' }) as const,
    );
    const rows = [names, [...names].reverse()].map((cells) =>
      Object.fromEntries(cells.map((cell, i) => [`c${i}`, cell])),
    );
    expect(parseRows(toCsv({ columns, rows }))).toEqual([
      columns.map(({ name }) => name),
      names,
      [...names].reverse(),
    ]);
    expect(parseRows('a,b\n1,\n')).toEqual([
      ['a', 'b'],
      ['1', ''],
    ]);
    expect(parseRows('a\r\n1\r\n')).toEqual([['a'], ['1']]);
  });

  test('writes its state into the address and reads it again; an address that was cut is no failure', () => {
    const state = {
      search: 'max pool & "x"',
      verdicts: ['fails', 'warns'],
      tables: {
        'models/a.b': {
          sort: 'match_rate',
          descending: true,
          filter: 'depth=4',
          group: 'layer',
          varying: true,
        },
      },
      pins: { 'circle-range': ['shift.max 1', 'shift.max 2'] as [string, string] },
    };
    const address = addressOf('models/a.b', state);
    expect(readAddress(address)).toEqual({ target: 'models/a.b', state });
    expect(addressOf('circle', { search: '', verdicts: [], tables: {}, pins: {} })).toBe('#circle');
    for (let length = 0; length < address.length; length++)
      expect(() => readAddress(address.slice(0, length))).not.toThrow();
    expect(readAddress('#%E0%A4%A').target).toBe('%E0%A4%A');
  });
});

test('the numbers that differ between two variants are paired by their rows, without sizes and swept keys', () => {
  const table = {
    columns: ['pool', 'layer', 'depth', 'height', 'match_rate', 'cosine'],
    numeric: [false, false, true, true, true, true],
    rows: [
      ['max', 'circle', '0', '64', '1', ''],
      ['max', 'max_pool', '1', '32', '0.5', '0.25'],
      ['avg', 'circle', '0', '64', '1', '1'],
      ['avg', 'avg_pool', '1', '31', '0.25', '0.25'],
    ],
  };
  expect(differingNumbers(table, ['pool'], ['pool max', 'pool avg'])).toEqual([
    ['depth 0, circle', 'cosine', '', '1', ''],
    ['depth 1, max_pool', 'match_rate', '0.5', '0.25', '−0.25'],
  ]);
  expect(differingNumbers(table, ['pool'], ['pool max', 'pool none'])).toEqual([]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { combineTables } from '../../src/results/combine_tables.ts';
import { toCsv } from '../../src/results/table_csv.ts';

const column = (name: string) => ({ name, type: 'integer' as const, description: '', identity: false });
const tableOf = (names: readonly string[], ...rows: number[][]) => ({
  columns: names.map(column),
  rows: rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]!]))),
});

test('a column that only a later table has follows the one before it there; its cells are empty elsewhere', () => {
  const combined = combineTables([tableOf(['a', 'b'], [1, 2]), tableOf(['a', 'c', 'b', 'd'], [3, 4, 5, 6])]);
  expect(toCsv(combined)).toBe('a,c,b,d\n1,,2,\n3,4,5,6\n');
});

test('every column is there once, every row as it was, and the order within the first table stays', () => {
  const names = fc.uniqueArray(fc.constantFrom(...'abcdefg'), { minLength: 1 });
  fc.assert(
    fc.property(fc.array(names, { minLength: 1, maxLength: 5 }), (lists) => {
      const tables = lists.map((list, i) =>
        tableOf(
          list,
          list.map((_, at) => 10 * i + at),
        ),
      );
      const { columns, rows } = combineTables(tables);
      const found = columns.map(({ name }) => name);
      expect([...found].sort()).toEqual([...new Set(lists.flat())].sort());
      expect(found.filter((name) => lists[0]!.includes(name))).toEqual(lists[0]);
      expect(rows).toEqual(tables.flatMap((table) => table.rows));
    }),
  );
});

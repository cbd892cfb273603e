import type { Column } from './columns.ts';
import type { Table } from './csv.ts';
import { packedRowsOf, packedTable } from './packed_rows.ts';
import { packRows } from './row_packer.ts';

/**
 * Several tables as one: the rows of each in order, and every column once. A column that only a later table has comes
 * after the one that it follows there. A cell whose row's table lacks the column is empty.
 *
 * @example columns a, b and a, c, b give a, c, b
 */
export function combineTables(tables: readonly Table[]): Table {
  const columns: Column[] = [];
  for (const table of tables) {
    let after = -1;
    for (const column of table.columns) {
      const there = columns.findIndex(({ name }) => name === column.name);
      if (there < 0) columns.splice(++after, 0, column);
      else after = there;
    }
  }
  return packedTable(columns, {
    *[Symbol.iterator]() {
      for (const table of tables) yield* packedRowsOf(table) ?? packRows(table.rows);
    },
  });
}

import { type Column, isPlace } from '../columns.ts';
import { decisions } from './decisions.ts';
import { images } from './images.ts';
import type { TableKind } from './kind.ts';
import { labels } from './labels.ts';
import { shifts } from './shifts.ts';
import { summary } from './summary.ts';

/** Every table, by its name in experiment files. The summary is `NAME.csv`, another one `NAME.TABLE.csv`. */
export const tables = { summary, shifts, images, labels, decisions } satisfies Record<string, TableKind>;

export type TableName = keyof typeof tables;

/** A table that is written only where an experiment asks for it. */
export type FurtherTable = Exclude<TableName, 'summary'>;

/** The names of all tables but the summary. */
export const furtherTables = (Object.keys(tables) as TableName[]).filter((name) => name !== 'summary');

/** The columns that a table has of its own: those of no measure, and not those that say which variant and step it is. */
export function ownColumns(name: TableName, set: boolean): Column[] {
  return tableKind(name)
    .columns({ swept: [], measures: [], set })
    .filter((column) => !isPlace(column));
}

/** A table's kind. */
export function tableKind(name: TableName): TableKind {
  return tables[name];
}

import type { NamedFile } from '../core/files.ts';
import { type Table, toCsv } from './csv.ts';
import { toDataPackage } from './datapackage.ts';
import { resultPaths } from './paths.ts';
import type { ResultFile } from './store.ts';
import { type FurtherTable, furtherTables, type TableName, tableKind } from './tables/registry.ts';

/** The further tables of a run; absent where the experiment does not ask for one. */
export type FurtherTables = { readonly [T in FurtherTable]?: Table | undefined };

/** The part of a run's result that is written to files. */
export interface WritableResult extends FurtherTables {
  experiment: string;
  description?: string | undefined;
  table: Table;
  resolved: Readonly<Record<string, unknown>>;
  digest: string;
  files: readonly NamedFile[];
  backend?: string | undefined;
}

/** The tables of a run by name, the summary first. */
export function tablesOf(result: Pick<WritableResult, 'table' | FurtherTable>): [TableName, Table][] {
  const further = furtherTables.map((name) => [name, result[name]] as const);
  return [
    ['summary', result.table],
    ...further.filter((one): one is [FurtherTable, Table] => one[1] !== undefined),
  ];
}

/** The files of a result: `NAME.csv`, `NAME.TABLE.csv` for each further table, and the data package that describes them. */
export function resultFiles(result: WritableResult): ResultFile[] {
  const { experiment: name, description, resolved, digest, files, backend } = result;
  const paths = resultPaths(name);
  const tables = tablesOf(result).map(([one, table]) => ({
    file: paths[one === 'summary' ? 'table' : one],
    title: tableKind(one).title,
    table,
  }));
  return [
    ...tables.map(({ file, table }) => ({ path: file, content: toCsv(table) })),
    {
      path: paths.package,
      content: toDataPackage({ name, description, experiment: resolved, digest, files, backend, tables }),
    },
  ];
}

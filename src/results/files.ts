import type { Table } from './csv.ts';
import { type PackageContents, toDataPackage } from './datapackage.ts';
import { joinText, partsOfBytes } from './long_text.ts';
import { resultPaths } from './paths.ts';
import { sha256 } from './sha256.ts';
import type { ResultFile, SizeAndHash } from './store.ts';
import { csvBytes } from './table_csv.ts';
import { type FurtherTable, furtherTables, type TableName, tableKind } from './tables/registry.ts';

/** The further tables of a run; absent where the experiment does not ask for one. */
type FurtherTables = { readonly [T in FurtherTable]?: Table | undefined };

/** The part of a run's result that is written to files. */
export interface WritableResult
  extends FurtherTables,
    Omit<PackageContents, 'name' | 'experiment' | 'tables'> {
  experiment: string;
  table: Table;
  /** The experiment with every default filled in. */
  resolved: Readonly<Record<string, unknown>>;
}

/** The tables of a run by name, the summary first. */
export function tablesOf(result: Pick<WritableResult, 'table' | FurtherTable>): [TableName, Table][] {
  const further = furtherTables.map((name) => [name, result[name]] as const);
  return [
    ['summary', result.table],
    ...further.filter((one): one is [FurtherTable, Table] => one[1] !== undefined),
  ];
}

/** The files of a result, of which the last is made from the others. */
export interface FilesOfResult {
  /** `NAME.csv`, and `NAME.TABLE.csv` for each further table. A table is made in parts, so that a long one takes little memory. */
  tables: readonly ResultFile[];
  /** The data package, which holds the size and hash of each table. */
  package(written: readonly SizeAndHash[]): ResultFile;
}

/** The files of a result. */
export function filesOfResult(result: WritableResult): FilesOfResult {
  const { experiment: name, description, resolved, digest, files, backend, missingUnits } = result;
  const paths = resultPaths(name);
  const tables = tablesOf(result).map(([name, table]) => {
    const file = paths[name === 'summary' ? 'table' : name];
    const content = { [Symbol.iterator]: () => csvBytes(table) };
    return { file, content, title: tableKind(name).title, columns: table.columns };
  });
  return {
    tables: tables.map(({ file, content }) => ({ path: file, content })),
    package(written) {
      const described = tables.map((table, i) => ({ ...table, ...written[i]! }));
      const about = { name, description, digest, files, backend, missingUnits };
      const content = toDataPackage({ ...about, experiment: resolved, tables: described });
      return { path: paths.package, content };
    },
  };
}

/** The files of a result, as `writeResults` writes them. */
export async function resultFiles(result: WritableResult): Promise<ResultFile[]> {
  const files = filesOfResult(result);
  return [...files.tables, files.package(await Promise.all(files.tables.map(sizeAndHash)))];
}

/**
 * The text of a file, put together.
 *
 * @throws UserError where it is longer than a text can be
 */
export function contentOf({ content }: Pick<ResultFile, 'content'>): string {
  return typeof content === 'string' ? content : joinText(partsOfBytes(content));
}

async function sizeAndHash(file: ResultFile): Promise<SizeAndHash> {
  const bytes = new TextEncoder().encode(contentOf(file));
  return { bytes: bytes.length, sha256: await sha256(bytes) };
}

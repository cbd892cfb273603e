import type { NamedFile } from '../core/files.ts';
import type { Table } from './csv.ts';
import { toDataPackage } from './datapackage.ts';
import { joinText } from './long_text.ts';
import { resultPaths } from './paths.ts';
import { sha256 } from './sha256.ts';
import type { ResultFile, SizeAndHash } from './store.ts';
import { csvParts } from './table_csv.ts';
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
  /** How many units of a merge are missing, so that the tables lack rows. */
  missingUnits?: number | undefined;
}

/** The tables of a run by name, the summary first. */
export function tablesOf(result: Pick<WritableResult, 'table' | FurtherTable>): [TableName, Table][] {
  const further = furtherTables.map((name) => [name, result[name]] as const);
  return [
    ['summary', result.table],
    ...further.filter((one): one is [FurtherTable, Table] => one[1] !== undefined),
  ];
}

/**
 * The files of a result: `NAME.csv`, `NAME.TABLE.csv` for each further table, and last the data package, which holds the
 * size and hash of each. A table is made in parts, so that a long one takes little memory.
 *
 * @param measure default: puts the parts together
 */
export async function resultFiles(
  result: WritableResult,
  measure: (parts: Iterable<string>) => Promise<SizeAndHash> = measureWhole,
): Promise<ResultFile[]> {
  const { experiment: name, description, resolved, digest, files, backend, missingUnits } = result;
  const paths = resultPaths(name);
  const written = await Promise.all(
    tablesOf(result).map(async ([name, table]) => {
      const file = paths[name === 'summary' ? 'table' : name];
      const { title } = tableKind(name);
      const content = { [Symbol.iterator]: () => csvParts(table) };
      return { content, file, title, columns: table.columns, ...(await measure(content)) };
    }),
  );
  const about = {
    name,
    description,
    experiment: resolved,
    digest,
    files,
    backend,
    missingUnits,
    tables: written,
  };
  return [
    ...written.map(({ file, content }) => ({ path: file, content })),
    { path: paths.package, content: toDataPackage(about) },
  ];
}

/**
 * The text of a file, put together.
 *
 * @throws UserError where it is longer than a text can be
 */
export function contentOf({ content }: Pick<ResultFile, 'content'>): string {
  return typeof content === 'string' ? content : joinText(content);
}

async function measureWhole(parts: Iterable<string>): Promise<SizeAndHash> {
  const bytes = new TextEncoder().encode(contentOf({ content: parts }));
  return { bytes: bytes.length, sha256: await sha256(bytes) };
}

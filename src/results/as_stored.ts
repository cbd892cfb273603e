import type { Table } from './csv.ts';
import { contentOf, resultFiles, tablesOf, type WritableResult } from './files.ts';
import type { LongText } from './long_text.ts';
import { countRows } from './packed_rows.ts';
import { resultPaths } from './paths.ts';
import { sha256 } from './sha256.ts';
import type { Stored, StoredFile } from './stored.ts';
import { csvParts, toCsv } from './table_csv.ts';

/** Rows. The text of a longer table is not held. */
const MAX_HELD_ROWS = 100_000;

/** A result as `readStored` would give it once it was written. */
export async function asStored(result: WritableResult): Promise<Stored> {
  const file = (await resultFiles(result)).at(-1)!;
  return { ...tablesAsStored(result), package: { path: file.path, text: contentOf(file) } };
}

/** The tables of a result as `readStored` would give them. */
export function tablesAsStored(
  result: Pick<WritableResult, 'experiment'> & Parameters<typeof tablesOf>[0],
): Stored {
  const paths = resultPaths(result.experiment);
  return Object.fromEntries(
    tablesOf(result).map(([name, table]): [string, StoredFile] => {
      const part = name === 'summary' ? 'table' : name;
      const isLong = countRows(table) > MAX_HELD_ROWS;
      return [part, { path: paths[part], text: isLong ? longTextOf(table) : toCsv(table) }];
    }),
  );
}

function longTextOf(table: Table): LongText {
  return {
    async *[Symbol.asyncIterator]() {
      yield* csvParts(table);
    },
    async sha256() {
      return [await sha256(toCsv(table))];
    },
  };
}

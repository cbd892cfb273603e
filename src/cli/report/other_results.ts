import { readdir } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { UserError } from '../../core/error.ts';
import { type CsvReader, openCsv } from '../../results/csv_reader.ts';
import { experimentOfPath } from '../../results/paths.ts';
import { parseDataPackage, type WrittenPackage } from '../../results/read_datapackage.ts';
import { reason } from '../../results/reason.ts';
import { readStored } from '../../results/stored.ts';
import { slashed } from '../../results/system_paths.ts';

/** A folder of earlier results. */
export interface OtherResults {
  /** As the user wrote it. */
  folder: string;
  /** The data package of an experiment; undefined if it is not there or is damaged, since only words depend on it. */
  package(name: string): Promise<WrittenPackage | undefined>;
  /** The table of an experiment, to be read row by row, if it is there. @throws UserError where it is damaged */
  table(name: string): Promise<CsvReader | undefined>;
  /** The names of its experiments without the given ones. */
  others(names: readonly string[]): string[];
}

/** Opens a folder of results. @throws UserError where there is no such folder, or it holds no results */
export async function otherResults(folder: string): Promise<OtherResults> {
  const files = await readdir(folder, { recursive: true }).catch((cause) => {
    throw new UserError(`--against ${folder}: ${reason(cause)}.`, { cause });
  });
  const paths = files
    .map((file) => slashed(file))
    .filter(
      (path) => path.endsWith('.csv') && !path.split('/').some((part) => part.startsWith('.coincide-')),
    );
  const there = experimentsOf(paths).sort();
  if (there.length === 0)
    throw new UserError(`--against ${folder}: there are no results in it; expected NAME.csv.`);
  return {
    folder,
    async package(name) {
      const { package: stored } = await readStored(folder, name);
      try {
        return stored && parseDataPackage(stored);
      } catch (error) {
        if (error instanceof UserError) return undefined;
        throw error;
      }
    },
    async table(name) {
      if (!there.includes(name)) return undefined;
      const { table } = await readStored(folder, name);
      return table && openCsv(table.text, table.path);
    },
    others: (names) => there.filter((name) => !names.includes(name)),
  };
}

/** The experiments of some tables: `a` alone for `a.csv` and `a.shifts.csv`. */
function experimentsOf(paths: readonly string[]): string[] {
  const names = paths.map((path) => path.slice(0, -'.csv'.length));
  return names.filter((name) => {
    const experiment = experimentOfPath(`${name}.csv`);
    return experiment === name || !names.includes(experiment);
  });
}

/** Experiments that only the last of the other results have, if all experiments are reported. */
export function onlyThere(
  files: readonly string[],
  others: readonly OtherResults[],
  names: readonly string[],
): string[] {
  // If only some are reported, others are not missing.
  const all = files.length === 0 || files.some((file) => basename(resolve(file)) === 'experiments');
  return all ? (others.at(-1)?.others(names) ?? []) : [];
}

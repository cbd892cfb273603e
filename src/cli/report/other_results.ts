import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../core/error.ts';
import { parseCsv, type WrittenTable } from '../../results/parse_csv.ts';
import { experimentOfPath } from '../../results/paths.ts';
import { reason } from '../../results/reason.ts';
import { slashed } from '../../results/system_paths.ts';

/** A folder of earlier results. */
export interface OtherResults {
  /** The table of an experiment, if it is there. @throws UserError where it is damaged */
  table(name: string): Promise<WrittenTable | undefined>;
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
    async table(name) {
      if (!there.includes(name)) return undefined;
      const path = join(folder, `${name}.csv`);
      const text = await readFile(path, 'utf8').catch((cause) => {
        throw new UserError(`could not read ${path}: ${reason(cause)}.`, { kind: 'storage', cause });
      });
      return parseCsv(text, path);
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

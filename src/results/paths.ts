import { type FurtherTable, furtherTables } from './tables/registry.ts';

/** A file of an experiment's results: its summary is `table`, a further table goes by its own name. */
export type ResultPart = 'table' | FurtherTable | 'package';

/** The files of an experiment's results, below their folder. */
export function resultPaths(name: string): Readonly<Record<ResultPart, string>> {
  const further = furtherTables.map((table) => [table, `${name}.${table}.csv`]);
  return {
    table: `${name}.csv`,
    ...(Object.fromEntries(further) as Record<FurtherTable, string>),
    package: `${name}.datapackage.json`,
  };
}

/** The experiment whose results a file is one of, by its name: `a` for `a.csv`, `a.shifts.csv`, `a.datapackage.json`. */
export function experimentOfPath(path: string): string {
  return path.replace(RESULT, '');
}

const RESULT = new RegExp(`(?:\\.(?:${furtherTables.join('|')}))?\\.csv$|\\.datapackage\\.json$`);

import type { NamedFile } from '../files.ts';
import { type Table, toCsv } from './csv.ts';
import { toDataPackage } from './datapackage.ts';
import type { ResultFile } from './store.ts';

/** What of a run is kept in files. */
export interface Kept {
  experiment: string;
  description?: string | undefined;
  table: Table;
  shifts?: Table | undefined;
  resolved: Readonly<Record<string, unknown>>;
  digest: string;
  files: readonly NamedFile[];
  backend?: string | undefined;
}

/** `NAME.csv`, `NAME.shifts.csv` where there is one, and `NAME.datapackage.json` that describes them. */
export function resultFiles({
  experiment: name,
  description,
  table,
  shifts,
  resolved,
  digest,
  files,
  backend,
}: Kept): ResultFile[] {
  const tables = [
    { file: `${name}.csv`, title: 'One row per variant and measured step.', table },
    ...(shifts
      ? [
          {
            file: `${name}.shifts.csv`,
            title: 'One row per variant, measured step and distinct shift.',
            table: shifts,
          },
        ]
      : []),
  ];
  return [
    ...tables.map(({ file, table }) => ({ path: file, content: toCsv(table) })),
    {
      path: `${name}.datapackage.json`,
      content: toDataPackage({ name, description, experiment: resolved, digest, files, backend, tables }),
    },
  ];
}

import type { NamedFile } from '../core/files.ts';
import { type Table, toCsv } from './csv.ts';
import { toDataPackage } from './datapackage.ts';
import type { ResultFile } from './store.ts';

/** What of a run is kept in files. */
export interface Kept {
  experiment: string;
  description?: string | undefined;
  table: Table;
  shifts?: Table | undefined;
  images?: Table | undefined;
  resolved: Readonly<Record<string, unknown>>;
  digest: string;
  files: readonly NamedFile[];
  backend?: string | undefined;
}

/** `NAME.csv`, `NAME.shifts.csv` and `NAME.images.csv` where there are such, and `NAME.datapackage.json` that describes them. */
export function resultFiles({
  experiment: name,
  description,
  table,
  shifts,
  images,
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
    ...(images
      ? [
          {
            file: `${name}.images.csv`,
            title: 'One row per variant, measured step and picture.',
            table: images,
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

import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { type CheckedExperiment, type Finding, finding } from '../../check/findings/finding.ts';
import type { ExperimentFile } from '../../experiment/disk/files.ts';
import { experimentOfPath, resultPaths } from '../../results/paths.ts';
import { storedFiles } from '../../results/stored.ts';

/** A finding for each file of results that no experiment writes: its numbers are checked by nothing. */
export async function obsoleteTables(folder: string, found: readonly ExperimentFile[]): Promise<Finding[]> {
  const expected = new Set(
    found.flatMap(({ experiment: { name, tables } }) => {
      const paths = resultPaths(name);
      return [
        paths.table,
        paths.package,
        ...tables.map((one) => (one === 'summary' ? paths.table : paths[one])),
      ];
    }),
  );
  const files = await storedFiles(folder);
  const obsolete: string[] = [];
  for (const path of files) {
    if (!expected.has(path) && (await isOurs(folder, path, files))) obsolete.push(path);
  }
  const names = new Set(found.map(({ experiment: { name } }) => name));
  return obsolete.map((path) => {
    const experiment = experimentOfPath(path);
    return obsoleteFinding(experiment, `${folder}/${path}`, names.has(experiment));
  });
}

/** Adds findings to those of their experiments; experiments that no longer exist come last. */
export function withObsolete(
  checked: readonly CheckedExperiment[],
  obsolete: readonly Finding[],
): CheckedExperiment[] {
  const of = (name: string) => obsolete.filter(({ experiment }) => experiment === name);
  const known = new Set(checked.map(({ experiment }) => experiment));
  const gone = new Set(obsolete.map(({ experiment }) => experiment).filter((name) => !known.has(name)));
  return [
    ...checked.map((one) => ({ ...one, findings: [...one.findings, ...of(one.experiment)] })),
    ...[...gone].map((name) => ({ experiment: name, findings: of(name), warnings: [], seconds: 0 })),
  ];
}

/** @param known whether there is such an experiment, which gives other tables */
function obsoleteFinding(experiment: string, file: string, known: boolean): Finding {
  return finding({
    experiment,
    about: 'table',
    claim: `there is no experiment for ${file}`,
    state: 'failed',
    where: { file },
    messages: [
      known
        ? `it is obsolete: ${experiment} does not write it any more; remove it, or name it in tables`
        : 'it is obsolete: no experiment gives it; remove it, or bring its experiment back',
    ],
  });
}

/** Whether a table is one of coincide's: it begins with the column `experiment`, or has a data package beside it. */
async function isOurs(folder: string, path: string, files: readonly string[]): Promise<boolean> {
  if (path.endsWith('.json')) return true;
  if (files.includes(resultPaths(experimentOfPath(path)).package)) return true;
  const head = 'experiment,';
  const file = await open(join(folder, path)).catch(() => undefined);
  try {
    const found = await file?.read(Buffer.alloc(head.length), 0, head.length, 0).catch(() => undefined);
    return found?.buffer.toString('utf8') === head;
  } finally {
    await file?.close();
  }
}

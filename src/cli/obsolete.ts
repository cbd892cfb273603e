import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checked, Finding } from '../check/finding.ts';
import type { ExperimentFile } from '../experiment/files.ts';
import { storedFiles } from '../results/stored.ts';
import { storedPaths } from '../results/stored_paths.ts';

/** Tables among the results that no experiment gives: what they claim, nobody checks. */
export async function obsoleteTables(folder: string, found: readonly ExperimentFile[]): Promise<Checked[]> {
  const expected = new Set(
    found.flatMap(({ experiment: { name, tables } }) => {
      const { table, shifts, package: description } = storedPaths(name);
      return [table, description, ...(tables.includes('shifts') ? [shifts] : [])];
    }),
  );
  const files = await storedFiles(folder);
  const obsolete: string[] = [];
  for (const path of files) {
    if (!expected.has(path) && (await isOurs(folder, path, files))) obsolete.push(path);
  }
  const nameOf = (path: string) => path.replace(/(?:\.shifts)?\.csv$|\.datapackage\.json$/, '');
  return [...new Set(obsolete.map(nameOf))].map((experiment) => {
    const paths = obsolete.filter((path) => nameOf(path) === experiment);
    const findings = paths.map((path) => obsoleteFinding(experiment, `${folder}/${path}`));
    return { experiment, findings, warnings: [], seconds: 0 };
  });
}

function obsoleteFinding(experiment: string, file: string): Finding {
  return {
    experiment,
    about: 'table',
    claim: `${file} has an experiment`,
    level: 'error',
    state: 'failed',
    where: { file },
    messages: ['it is obsolete: no experiment gives it; remove it, or bring its experiment back'],
    rows: 0,
    differences: [],
    improvements: [],
  };
}

/** Other tables may be kept there too: ours begin with the name of the experiment, or stand beside a data package. */
async function isOurs(folder: string, path: string, files: readonly string[]): Promise<boolean> {
  if (path.endsWith('.json')) return true;
  if (files.includes(path.replace(/(?:\.shifts)?\.csv$/, '.datapackage.json'))) return true;
  const text = await readFile(join(folder, path), 'utf8').catch(() => '');
  return text.startsWith('experiment,');
}

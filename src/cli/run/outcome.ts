import { count } from '../../core/error.ts';
import { isFailure } from '../../expect/expect.ts';
import type { ExperimentFile } from '../../experiment/disk/files.ts';
import type { Table } from '../../results/csv.ts';
import { tablesOf } from '../../results/files.ts';
import { rowsOfTable } from '../../results/packed_rows.ts';
import type { Result } from '../../run/run.ts';
import { jsonParts } from './json_parts.ts';

/** The document of `--json`, in parts: a long table is never held as text. Numbers are not rounded. */
export function resultsAsJson(done: readonly Result[]): Iterable<string> {
  return jsonParts({ version: 1, experiments: done.map(withRows) });
}

function withRows({
  experiment,
  description,
  table,
  verdicts,
  warnings,
  resolved,
  digest,
  backend,
  ...tables
}: Result): object {
  const further = tablesOf({ table, ...tables }).filter(([name]) => name !== 'summary');
  return {
    experiment,
    description,
    ...namedRows(table),
    ...Object.fromEntries(further.map(([name, one]) => [name, namedRows(one)])),
    expectations: verdicts,
    warnings,
    resolved,
    digest,
    backend,
  };
}

function namedRows(table: Table): object {
  return { columns: table.columns.map(({ name }) => name), rows: () => rowsOfTable(table) };
}

/** A line that sums up a run: how many experiments, which expectations held, and what was written. */
export function runSummary(done: readonly Result[], folder: string | undefined): string {
  const verdicts = done.flatMap((result) => result.verdicts);
  const failed = verdicts.filter(isFailure).length;
  const warned = verdicts.filter((verdict) => verdict.state !== 'passed').length - failed;
  const judged = [
    `${count(verdicts.length - failed - warned, 'expectation')} held`,
    ...(failed > 0 ? [`${failed} did not`] : []),
    ...(warned > 0 ? [count(warned, 'warning')] : []),
  ].join(', ');
  const held = verdicts.length === 0 ? 'no expectation stated' : judged;
  const files = done.reduce((n, result) => n + tablesOf(result).length + 1, 0);
  const where =
    folder === undefined
      ? 'wrote nothing (--out DIR keeps such a run)'
      : `wrote ${count(files, 'file')} to ${folder.replace(/\/+$/, '')}/`;
  return `${count(done.length, 'experiment')}: ${held}; ${where}`;
}

/** Says what a run that ended early has written: `written: a, b; not written: c.` */
export function soFar(
  found: readonly ExperimentFile[],
  done: readonly Result[],
  folder: string | undefined,
): string {
  const names = (list: readonly string[]) => (list.length === 0 ? 'nothing' : list.join(', '));
  const written = folder === undefined ? 'nothing' : names(done.map(({ experiment }) => experiment));
  const rest = names(
    found
      .map(({ experiment }) => experiment.name)
      .filter((name) => !done.some((one) => one.experiment === name)),
  );
  return `written: ${written}; not written: ${rest}.`;
}

import { formatExpectation, isFailure } from '../../expect/expect.ts';
import type { Experiment } from '../../experiment/parse.ts';
import { formatCell, type Table } from '../../results/csv.ts';
import { rowsOfTable } from '../../results/packed_rows.ts';
import { csvParts } from '../../results/table_csv.ts';
import { furtherTables } from '../../results/tables/registry.ts';
import { type Result, resultOf, runVariants } from '../../run/run.ts';
import type { RunSettings } from '../../run/settings.ts';
import type { RunOutcome, ShownTable } from '../protocol.ts';

/** The most rows that the page shows; the files have all. */
const SHOWN_ROWS = 200;

/** Runs the whole experiment as `coincide run` does. @throws as `runExperiment` */
export async function runTable(experiment: Experiment, settings: RunSettings): Promise<Result> {
  // The digest is for data packages, which the page does not write.
  return resultOf(experiment, await runVariants(experiment, settings), Promise.resolve(''));
}

/** What the page shows of a result. */
export function shownOutcome(result: Result): RunOutcome {
  const { experiment, verdicts, warnings } = result;
  const file = experiment.slice(experiment.lastIndexOf('/') + 1);
  const further = furtherTables.flatMap((name) => {
    const table = result[name];
    return table ? [shownTable(`${file}.${name}.csv`, table)] : [];
  });
  return {
    tables: [shownTable(`${file}.csv`, result.table), ...further],
    verdicts: verdicts.map((verdict) => ({
      text: formatExpectation(verdict.expectation),
      state: verdict.state,
      warns: verdict.state !== 'passed' && !isFailure(verdict),
      line: verdict.expectation.where?.line,
    })),
    warnings,
  };
}

function shownTable(file: string, table: Table): ShownTable {
  const { columns } = table;
  const shown: string[][] = [];
  for (const row of rowsOfTable(table)) {
    if (shown.length === SHOWN_ROWS) break;
    shown.push(columns.map((column) => formatCell(row[column.name] ?? null, column)));
  }
  return {
    file,
    csv: [...csvParts(table)].join(''),
    header: columns.map(({ name }) => name),
    meanings: columns.map(({ description }) => description),
    rows: shown,
  };
}

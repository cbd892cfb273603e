import { changedInputs } from '../../check/baseline/changed_inputs.ts';
import { defaultY } from '../../plot/default_y.ts';
import { renderPlot } from '../../plot/render.ts';
import { plotSpec } from '../../plot/spec.ts';
import type { PlotTable } from '../../plot/table.ts';
import { compareTables, isEqual } from '../../report/compare_tables.ts';
import type { ReportPlot, ResultsComparison } from '../../report/entry.ts';
import { type Cell, type Column, isSwept, type Row } from '../../results/columns.ts';
import type { WrittenTable } from '../../results/parse_csv.ts';
import type { Result } from '../../run/run.ts';
import type { OtherResults } from './other_results.ts';

/** Compares a result with those of a folder. @param draws whether both are drawn in one plot */
export async function compareResults(
  result: Result,
  others: OtherResults,
  draws: boolean,
): Promise<ResultsComparison> {
  const other = await others.table(result.experiment);
  const difference = compareTables(result.table, other);
  const written = other && (await others.package(result.experiment));
  return {
    against: others.folder,
    difference,
    other,
    changes: written
      ? changedInputs(written, result).map((text) => text.replace(/^the experiment has changed: /, ''))
      : [],
    plot:
      draws && other && !isEqual(difference) ? await bothInOnePlot(result, other, others.folder) : undefined,
  };
}

/** The column that says which results a row of the common plot is of. */
const RESULTS_COLUMN: Column = {
  name: 'results',
  type: 'string',
  description: 'Which results.',
  identity: true,
};

/** One plot of both tables, as if they were a sweep over the results. */
async function bothInOnePlot(
  { experiment, table, verdicts }: Result,
  other: WrittenTable,
  folder: string,
): Promise<ReportPlot | undefined> {
  const columns = table.columns.filter(({ name }) => other.header.includes(name));
  const before = other.rows.map(({ cells }) =>
    Object.fromEntries([
      [RESULTS_COLUMN.name, folder],
      ...columns.map((column) => [column.name, typed(cells[column.name]!, column)] as const),
    ]),
  );
  const both: PlotTable = {
    experiment,
    columns: [RESULTS_COLUMN, ...columns],
    rows: [
      ...before,
      ...table.rows.map((row) => ({ ...row, [RESULTS_COLUMN.name]: 'this' })),
    ] as unknown as Row[],
  };
  if (before.length === 0 || !columns.some(({ name }) => name === 'step')) return undefined;
  const y = defaultY(
    both,
    verdicts.map(({ expectation }) => expectation.metric),
  );
  // Of one variant both are lines by depth; of a sweep the results are one more swept key.
  const choice = columns.some((column) => isSwept(column)) ? { y } : { y, color: RESULTS_COLUMN.name };
  return {
    caption: `${y}, both results in one plot`,
    svg: await renderPlot(plotSpec(both, { ...choice, bare: true })),
  };
}

function typed(text: string, { type }: Column): Cell {
  if (text === '') return null;
  return type === 'string' || type === 'boolean' ? text : Number(text);
}

import { changedInputs } from '../../check/baseline/changed_inputs.ts';
import { createScheduler } from '../../core/scheduler.ts';
import { defaultY } from '../../plot/default_y.ts';
import { renderPlot } from '../../plot/render.ts';
import { plotSpec } from '../../plot/spec.ts';
import type { PlotTable } from '../../plot/table.ts';
import { compareTables, isEqual } from '../../report/compare_tables.ts';
import type { ReportPlot, ResultsComparison } from '../../report/entry.ts';
import { trendValues } from '../../report/trend.ts';
import { type Cell, type Column, isSwept, type Row } from '../../results/columns.ts';
import { countRows } from '../../results/packed_rows.ts';
import type { Result } from '../../run/run.ts';
import type { OtherResults } from './other_results.ts';

/** Rows of both tables that are drawn in one plot; of more rows there is none. */
const MOST_DRAWN = 50_000;

/** Compares a result with those of a folder, whose table is read row by row. @param draws whether both are drawn in one plot */
export async function compareResults(
  result: Result,
  others: OtherResults,
  draws: boolean,
): Promise<ResultsComparison> {
  const against = others.folder;
  const other = await others.table(result.experiment);
  if (!other) return { against, difference: { state: 'missing' }, changes: [] };
  const comparison = compareTables(result.table, other.header);
  const trend = trendValues(result);
  const drawn: Record<string, string>[] = [];
  const scheduler = createScheduler();
  for (let line = await other.next(); line; line = await other.next()) {
    const cells = other.cellsOf(line);
    comparison.take(cells);
    trend.take(cells);
    if (draws && drawn.length <= MOST_DRAWN) drawn.push(cells);
    if (scheduler.due()) await scheduler.yieldNow();
  }
  const difference = comparison.end();
  const written = await others.package(result.experiment);
  return {
    against,
    difference,
    trend: trend.values,
    changes: written
      ? changedInputs(written, result).map((text) => text.replace(/^the experiment has changed: /, ''))
      : [],
    plot:
      draws && !isEqual(difference) && drawn.length + countRows(result.table) <= MOST_DRAWN
        ? await bothInOnePlot(result, { header: other.header, rows: drawn }, against)
        : undefined,
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
  other: { header: readonly string[]; rows: readonly Readonly<Record<string, string>>[] },
  folder: string,
): Promise<ReportPlot | undefined> {
  const columns = table.columns.filter(({ name }) => other.header.includes(name));
  const before = other.rows.map((cells) =>
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
  // With one variant both results are lines by depth; with a sweep, the two results are one more swept key.
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

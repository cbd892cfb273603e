import { UserError } from '../../core/error.ts';
import { formatMistake, unknownName } from '../../core/mistake.ts';
import type { ExperimentFile } from '../../experiment/disk/files.ts';
import { type Column, isSwept } from '../../results/columns.ts';
import { combineTables } from '../../results/combine_tables.ts';
import { latexTable } from '../../results/latex.ts';
import { csvBytes } from '../../results/table_csv.ts';
import type { Result } from '../../run/run.ts';
import { noteWritten, outputOf, requireDistinct, requireWritable, writeOutput } from '../terminal/output.ts';

export interface WholeTableArguments {
  /** A CSV file for the rows of all experiments. */
  combine?: string | undefined;
  /** A LaTeX file for chosen columns of them. */
  latex?: string | undefined;
  /** The columns of the LaTeX table, with commas between them. */
  columns?: string | undefined;
}

/**
 * What writes the tables of all experiments of a run together. It checks first, before anything is computed.
 *
 * @throws UserError where a column is unknown, or a file cannot be written
 */
export async function wholeTables(
  found: readonly ExperimentFile[],
  { combine, latex, columns }: WholeTableArguments,
  stdoutIsTaken: boolean,
): Promise<(done: readonly Result[]) => Promise<void>> {
  const csv = outputOf('--combine', combine, { csv: ['.csv'] });
  const tex = outputOf('--latex', latex, { tex: ['.tex'] });
  const outputs = [...csv, ...tex];
  requireDistinct(outputs);
  if (stdoutIsTaken) {
    const other = outputs.find(({ path }) => path === '-');
    if (other) throw new UserError(`${other.option} -: stdout is taken by -o - or --json; name a file.`);
  }
  if (columns !== undefined && tex.length === 0)
    throw new UserError('--columns: it chooses the columns of --latex FILE, which is missing.');
  const all = combineTables(
    found.map(({ experiment }) => ({ columns: experiment.columns, rows: [] })),
  ).columns;
  const names = columns === undefined ? usualColumns(all, found.length) : chosenColumns(columns, all);
  await requireWritable(outputs);
  return async (done) => {
    const table = combineTables(done.map((result) => result.table));
    for (const output of csv) await writeOutput(output, { [Symbol.iterator]: () => csvBytes(table) });
    for (const output of tex) await writeOutput(output, latexTable(table, names));
    noteWritten(outputs);
  };
}

/** Which row it is, and its match rate. */
function usualColumns(columns: readonly Column[], experiments: number): string[] {
  const swept = columns.filter(isSwept).map(({ name }) => name);
  return [...(experiments > 1 ? ['experiment'] : []), ...swept, 'depth', 'layer', 'match_rate'];
}

function chosenColumns(text: string, columns: readonly Column[]): string[] {
  const names = columns.map(({ name }) => name);
  return text.split(',').map((word) => {
    const name = word.trim();
    if (names.includes(name)) return name;
    throw new UserError(formatMistake({ place: '--columns', ...unknownName('column', name, names) }));
  });
}

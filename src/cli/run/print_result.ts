import { printable } from '../../expect/printable.ts';
import { csvBytes } from '../../results/table_csv.ts';
import type { Result } from '../../run/run.ts';
import { writeOutput } from '../terminal/output.ts';
import { note, printFitted } from '../terminal/terminal.ts';
import { showFailures, showResult } from './show_result.ts';

/** The form of what goes to stdout. With `csv` and `json` all other text goes to stderr. */
export type StdoutForm = 'text' | 'csv' | 'json';

/**
 * Prints a result in a form, and its warnings.
 *
 * @param quiet prints only failures
 * @param stream where the CSV goes: `-` for stdout, or the path of a device or pipe
 */
export async function printResult(
  result: Result,
  output: StdoutForm,
  quiet: boolean,
  stream = '-',
): Promise<void> {
  const failures = showFailures(result);
  if (output === 'csv') {
    const content = { [Symbol.iterator]: () => csvBytes(result.table) };
    await writeOutput({ option: '--out', path: stream, format: 'csv' }, content);
  }
  if (output === 'text' && !quiet) printFitted(showResult(result));
  else if (failures !== '') (output === 'text' ? printFitted : note)(failures);
  if (quiet) return;
  for (const warning of result.warnings) note(printable(`warning: ${result.experiment}: ${warning}`));
}

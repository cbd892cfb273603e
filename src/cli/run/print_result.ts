import { printable } from '../../expect/printable.ts';
import { csvParts } from '../../results/table_csv.ts';
import type { Result } from '../../run/run.ts';
import { note, print, printParts } from '../terminal/terminal.ts';
import { showFailures, showResult } from './show_result.ts';

/** The form of what goes to stdout. With `csv` and `json` all other text goes to stderr. */
export type StdoutForm = 'text' | 'csv' | 'json';

/** Prints a result in a form, and its warnings. @param quiet prints only failures */
export async function printResult(result: Result, output: StdoutForm, quiet: boolean): Promise<void> {
  const failures = showFailures(result);
  if (output === 'csv') await printParts(csvParts(result.table));
  if (output === 'text' && !quiet) print(showResult(result));
  else if (failures !== '') (output === 'text' ? print : note)(failures);
  if (quiet) return;
  for (const warning of result.warnings) note(printable(`warning: ${result.experiment}: ${warning}`));
}

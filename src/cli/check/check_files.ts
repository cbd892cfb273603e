import { resolve } from 'node:path';
import { severity } from '../../check/findings/finding.ts';
import { findingsOf } from '../../check/findings/summary.ts';
import { UserError } from '../../core/error.ts';
import { printable } from '../../expect/printable.ts';
import { readExperimentFiles } from '../../experiment/disk/files.ts';
import { readOptions } from '../arguments/reading.ts';
import { workersOf } from '../arguments/worker_count.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import { reportFailure } from '../terminal/failure.ts';
import { note } from '../terminal/terminal.ts';
import { version } from '../terminal/version.ts';
import { chosenReporters, tell } from './reporting.ts';

export interface CheckArguments {
  files?: string[];
  reporter?: string[];
  'changed-since'?: string;
  all?: boolean;
  backend?: string;
  workers?: string;
  verbose?: boolean;
  'allow-outside'?: boolean;
}

/** Where experiments and their results are kept. */
const FOLDERS = { experiments: 'experiments', results: 'results' };

/** Reads all files, checks them, and tells what was found; nothing is written but what reporters are asked to. */
export async function checkFiles(args: CheckArguments): Promise<ExitCode> {
  const { files = [], reporter = [], 'changed-since': since, all = false, backend, verbose } = args;
  const reporters = chosenReporters(reporter);
  const paths = files.length > 0 ? files : [FOLDERS.experiments];
  const began = new Date().toISOString();
  const workers = workersOf(args);
  const found = await readExperimentFiles(paths, readOptions(args)).catch((error) => {
    if (!(error instanceof UserError) || error.kind !== 'input') throw error;
    return error;
  });
  if (found instanceof UserError) {
    const code = reportFailure(found, verbose ?? false);
    const { mistakesFound } = await import('../../check/findings/mistake_findings.ts');
    const checked = mistakesFound(found.problems);
    const report = { began, coincide: version, checked, messages: ['nothing was run'] };
    // For people, it has been said.
    await tell(
      report,
      reporters.filter(({ name, file }) => name !== 'text' || file !== undefined),
    );
    return code;
  }
  const messages: string[] = [];
  let chosen = found;
  if (since !== undefined && !all) {
    const { changedSince } = await import('./changed_since.ts');
    chosen = await changedSince(since, found, FOLDERS.results);
    const kept = found.length - chosen.length;
    if (chosen.length === 0) messages.push(`no experiment has changed since ${since}`);
    else if (kept > 0)
      messages.push(`${kept} of ${found.length} experiments have not changed since ${since}`);
  }
  const { checkRead } = await import('./check_read.ts');
  let checked = await checkRead(chosen, {
    ...{ folder: FOLDERS.results, reading: args, workers, backend, verbose },
  });
  if (paths.some((path) => resolve(path) === resolve(FOLDERS.experiments))) {
    const { obsoleteTables, withObsolete } = await import('./obsolete.ts');
    checked = withObsolete(checked, await obsoleteTables(FOLDERS.results, found));
  }
  const report = { began, coincide: version, checked, messages };
  for (const { experiment, warnings } of checked) {
    for (const warning of warnings) note(printable(`warning: ${experiment}: ${warning}`));
  }
  await tell(report, reporters);
  return Math.max(0, ...findingsOf(report).map(severity)) as ExitCode;
}

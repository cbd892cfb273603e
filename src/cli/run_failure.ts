import { UserError } from '../core/error.ts';
import type { ExperimentFile } from '../experiment/disk/files.ts';

/** A failure of a run, with the file that it is about. */
export function named(error: unknown, file: ExperimentFile | undefined): unknown {
  if (!(error instanceof UserError) || error.kind !== 'run' || !file) return error;
  const problems = error.problems.map(({ message }) => ({ message, where: { file: file.path } }));
  return new UserError(problems, { kind: 'run', cause: error });
}

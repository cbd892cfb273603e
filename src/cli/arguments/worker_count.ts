import { shown, UserError } from '../../core/error.ts';

const MAX_WORKERS = 256;

/** The number of threads that `--workers` gives. @throws UserError if it is not a whole number from 1 to 256 */
export function workerCount({ workers }: { workers?: string | undefined }): number | undefined {
  if (workers === undefined) return undefined;
  const count = Number(workers);
  if (/^\d+$/.test(workers) && count >= 1 && count <= MAX_WORKERS) return count;
  throw new UserError(`--workers: expected a whole number from 1 to ${MAX_WORKERS}, not ${shown(workers)}.`);
}

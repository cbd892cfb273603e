import { resultFiles } from '../results/files.ts';
import type { Stored } from '../results/stored.ts';
import { storedPaths } from '../results/stored_paths.ts';
import type { Result } from '../run.ts';

/** A run, as if its results had been committed. */
export function storedOf(result: Result): Stored {
  const files = new Map(resultFiles(result).map(({ path, content }) => [path, { path, text: content }]));
  const paths = storedPaths(result.experiment);
  return {
    table: files.get(paths.table),
    shifts: files.get(paths.shifts),
    images: files.get(paths.images),
    package: files.get(paths.package),
  };
}

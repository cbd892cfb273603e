import { type Kept, resultFiles } from './files.ts';
import type { Stored } from './stored.ts';
import { storedPaths } from './stored_paths.ts';

/** A run, as if its results had been committed. */
export function storedOf(result: Kept): Stored {
  const files = new Map(resultFiles(result).map(({ path, content }) => [path, { path, text: content }]));
  const paths = storedPaths(result.experiment);
  return {
    table: files.get(paths.table),
    shifts: files.get(paths.shifts),
    images: files.get(paths.images),
    package: files.get(paths.package),
  };
}

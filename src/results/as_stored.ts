import { resultFiles, type WritableResult } from './files.ts';
import { resultPaths } from './paths.ts';
import type { Stored } from './stored.ts';

/** A result as `readStored` would give it once it was written. */
export function asStored(result: WritableResult): Stored {
  const files = new Map(resultFiles(result).map(({ path, content }) => [path, { path, text: content }]));
  const parts = Object.entries(resultPaths(result.experiment));
  return Object.fromEntries(parts.map(([part, path]) => [part, files.get(path)]));
}

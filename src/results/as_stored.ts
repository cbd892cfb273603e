import { contentOf, resultFiles, type WritableResult } from './files.ts';
import { resultPaths } from './paths.ts';
import type { Stored } from './stored.ts';

/** A result as `readStored` would give it once it was written. */
export async function asStored(result: WritableResult): Promise<Stored> {
  const written = await resultFiles(result);
  const files = new Map(written.map((file) => [file.path, { path: file.path, text: contentOf(file) }]));
  const parts = Object.entries(resultPaths(result.experiment));
  return Object.fromEntries(parts.map(([part, path]) => [part, files.get(path)]));
}

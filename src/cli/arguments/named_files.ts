import { dirname, resolve } from 'node:path';
import type { ExperimentFile } from '../../experiment/disk/files.ts';

/** The absolute paths of the files that an experiment names, and of those that they name in turn. */
export function filesNamedBy({ path, experiment }: ExperimentFile): string[] {
  return experiment.files.map((file) => resolve(dirname(path), file.path));
}

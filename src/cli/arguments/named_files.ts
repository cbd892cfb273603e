import { dirname, resolve } from 'node:path';
import type { ExperimentFile } from '../../experiment/disk/files.ts';

/** Where the files are that an experiment reads beside its own, and those that they name in turn. */
export function filesNamedBy({ path, experiment }: ExperimentFile): string[] {
  return experiment.files.map((file) => resolve(dirname(path), file.path));
}

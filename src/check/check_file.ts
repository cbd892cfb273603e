import { basename, dirname, join, resolve } from 'node:path';
import { chooseBackend } from '../backend/load.ts';
import { MOVE_FILE, readExperimentFile } from '../experiment/disk/files.ts';
import { readStored } from '../results/stored.ts';
import { checkExperiment } from './check_experiment.ts';
import type { Finding } from './findings/finding.ts';

/**
 * Checks an experiment file as `coincide check` does from the folder that holds `experiments` and `results`.
 *
 * @throws UserError where the file is wrong
 */
export async function checkFile(path: string): Promise<readonly Finding[]> {
  const experiment = await readExperimentFile(path, { outsideRemedy: MOVE_FILE });
  const stored = await readStored(resultsFolder(resolve(path)), experiment.name);
  const { findings } = await checkExperiment(experiment, stored, {
    file: path,
    ...(await chooseBackend('auto')),
  });
  return findings;
}

/** The folder `results` beside the nearest `experiments`; else in the current folder. */
function resultsFolder(path: string): string {
  for (let at = dirname(path); at !== dirname(at); at = dirname(at)) {
    if (basename(at) === 'experiments') return join(dirname(at), 'results');
  }
  return 'results';
}

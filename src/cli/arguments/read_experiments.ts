import { selectRows } from '../../expect/expect.ts';
import { type ExperimentFile, readExperimentFiles } from '../../experiment/disk/files.ts';
import { chooseVariants } from './choose_variants.ts';
import { type Reading, readOptions } from './reading.ts';

/**
 * Reads experiments as the arguments say: with overrides, and only the variants that were chosen.
 *
 * @param paths files and folders; an empty list means `experiments`
 * @throws UserError with every mistake of every file
 */
export async function readExperiments(paths: readonly string[], reading: Reading): Promise<ExperimentFile[]> {
  const found = await readExperimentFiles(paths.length > 0 ? paths : ['experiments'], readOptions(reading));
  return found.map(({ path, experiment }) => ({ path, experiment: ofChosen(experiment, reading) }));
}

/** Reads one experiment as the arguments say. @throws UserError */
export async function readExperiment(path: string, reading: Reading): Promise<ExperimentFile['experiment']> {
  const [found] = await readExperiments([path], reading);
  return found!.experiment;
}

/** The experiment with only the variants that `--variant` chooses. */
function ofChosen(
  experiment: ExperimentFile['experiment'],
  { variant }: Reading,
): ExperimentFile['experiment'] {
  if (variant === undefined) return experiment;
  const variants = chooseVariants(experiment, variant);
  const rows = variants.flatMap((one) => one.rows);
  const isThere = (at: Parameters<typeof selectRows>[1]) => selectRows(rows, at).length > 0;
  // Expectations of variants that are not run cannot be compared.
  const expect = experiment.expect.filter(({ at, compare_to = {} }) => isThere(at) && isThere(compare_to));
  return { ...experiment, variants, expect };
}

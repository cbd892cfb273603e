import { count, UserError } from '../../core/error.ts';
import { printable } from '../../expect/printable.ts';
import { type ExperimentFile, readExperimentFile, readExperimentFiles } from '../../experiment/disk/files.ts';
import type { PassedBy } from '../../experiment/disk/find.ts';
import type { Experiment } from '../../experiment/parse.ts';
import { note } from '../terminal/terminal.ts';
import { type Reading, readOptions } from './reading.ts';

/**
 * Reads experiments as the arguments say: with overrides, and only the variants and pictures that were chosen.
 *
 * @param paths files and folders; an empty list means `experiments`
 * @param read called with each experiment, with all of its variants and pictures, while others are still read
 * @throws UserError with every mistake of every file
 */
export async function readExperiments(
  paths: readonly string[],
  reading: Reading,
  read?: (experiment: Experiment) => void,
): Promise<ExperimentFile[]> {
  const options = { ...readOptions(reading), passedBy: notePassedBy, read };
  const found = await readExperimentFiles(paths.length > 0 ? paths : ['experiments'], options);
  return Promise.all(
    found.map(async ({ path, experiment }) => ({ path, experiment: await withChosen(experiment, reading) })),
  );
}

/** What was said before: a watch reads its files again and again. */
const said = new Set<string>();
/** Most files that a sentence names. */
const MOST_NAMED = 5;

/** Names the files of a folder that may be meant as experiments, and are not read. */
function notePassedBy(files: readonly PassedBy[]): void {
  const named = files.slice(0, MOST_NAMED).map(({ path, why }) => `${path} (${why})`);
  const more = files.length > MOST_NAMED ? ` and ${count(files.length - MOST_NAMED, 'other file')}` : '';
  const sentence = `passed by, as no experiment: ${named.join(', ')}${more}; a file that you name is always read.`;
  if (!said.has(sentence)) note(printable(sentence));
  said.add(sentence);
}

/** Reads one experiment as the arguments say. @throws UserError; also where a folder or a pattern has several */
export async function readOneExperiment(path: string, reading: Reading): Promise<Experiment> {
  if (reading.text !== undefined)
    return withChosen(await readExperimentFile(path, readOptions(reading)), reading);
  const found = await readExperiments([path], reading);
  if (found.length === 1) return found[0]!.experiment;
  const names = found.slice(0, MOST_NAMED).map((one) => one.path);
  const more = found.length > MOST_NAMED ? ', …' : '';
  throw new UserError(
    printable(
      `${path}: expected one experiment, not ${found.length}; name one of ${names.join(', ')}${more}.`,
    ),
  );
}

/** Reads one experiment, which gets the table `shifts` if it does not ask for it. @throws UserError */
export async function readWithShifts(path: string, reading: Reading): Promise<Experiment> {
  const experiment = await readOneExperiment(path, reading);
  if (experiment.tables.includes('shifts')) return experiment;
  return readOneExperiment(path, { ...reading, set: [...(reading.set ?? []), 'tables=[shifts]'] });
}

/** The experiment with only the variants and pictures that were chosen. */
async function withChosen(experiment: Experiment, { variant, picture }: Reading): Promise<Experiment> {
  const chosen = variant === undefined ? experiment : await withVariants(experiment, variant);
  return picture === undefined ? chosen : withPictures(chosen, picture);
}

/** The experiment with only the pictures that `--picture` names. */
async function withPictures(experiment: Experiment, wanted: readonly string[]): Promise<Experiment> {
  const { choosePicturesNamed } = await import('./choose_pictures.ts');
  return choosePicturesNamed(experiment, wanted);
}

/** The experiment with only the variants that `--variant` chooses, and the expectations of their rows. */
async function withVariants(experiment: Experiment, wanted: readonly string[]): Promise<Experiment> {
  const { chooseVariants } = await import('./choose_variants.ts');
  const { selectRows } = await import('../../expect/expect.ts');
  const variants = chooseVariants(experiment, wanted);
  const rows = variants.flatMap((one) => one.rows);
  const isThere = (at: Parameters<typeof selectRows>[1]) => selectRows(rows, at).length > 0;
  const expect = experiment.expect.filter(({ at, compare_to = {} }) => isThere(at) && isThere(compare_to));
  return { ...experiment, variants, expect };
}

import { requireArgument, requireText } from '../core/arguments.ts';
import { isObject } from '../core/is_object.ts';
import { requireResultName } from '../experiment/disk/name.ts';
import type { Experiment } from '../experiment/parse.ts';
import type {
  ExperimentInput,
  NoKinds,
  OwnImages,
  OwnLayers,
  OwnMeasures,
} from '../experiment/schema/input.ts';
import { asStored } from '../results/as_stored.ts';
import type { Stored } from '../results/stored.ts';
import { prepare, type Result, type RunOptions } from '../run/run.ts';
import { checkExperiment } from './check_experiment.ts';
import type { Finding } from './findings/finding.ts';

/** The results that an experiment is compared with: committed ones, from `readBaseline`, or those of an earlier run. */
export type Baseline = Stored | Result;

/**
 * Runs an experiment and compares it with its expectations, and with a baseline by the policy in the experiment
 * (`baseline`; default `same`).
 *
 * @param baseline without one, the comparison fails, unless the policy is `off`
 * @returns a finding for each expectation, and one for the baseline; `severity` of each is in its `state` and `level`
 * @throws UserError where the experiment is wrong, a backend is missing, or an output is not a finite float32
 * @example
 * const before = await run(experiment);
 * const findings = await check({ ...experiment, pool: 'avg_pool' }, before);
 */
export async function check<
  L extends OwnLayers = NoKinds,
  I extends OwnImages = NoKinds,
  M extends OwnMeasures = NoKinds,
>(
  experiment: Experiment | ExperimentInput<L, I, M>,
  baseline: Baseline = {},
  options: RunOptions<L, I, M> = {},
): Promise<readonly Finding[]> {
  const isTable = isObject(baseline) && 'rows' in baseline;
  const isBaseline = isObject(baseline) && !(baseline instanceof Promise) && !isTable;
  const expected = 'what readBaseline or run gives';
  requireArgument(isBaseline, 'baseline', expected, baseline, isTable ? WHOLE_RESULT : undefined);
  const { parsed, settings } = await prepare(experiment, options);
  const stored = 'rows' in (baseline.table ?? {}) ? await asStored(baseline as Result) : (baseline as Stored);
  const { findings } = await checkExperiment(parsed, stored, settings);
  return findings;
}

const WHOLE_RESULT = 'write the result of run, which holds the table';

/**
 * The committed results of an experiment, as a baseline.
 *
 * @param name of the experiment
 * @param folder of the results
 * @throws UserError (storage) where a file is there and cannot be read
 */
export async function readBaseline(name: string, folder = 'results'): Promise<Stored> {
  requireText('name', name);
  requireResultName(name.split('/'), { place: 'name' });
  requireText('folder', folder);
  const { readStored } = await import('../results/stored.ts');
  return readStored(folder, name);
}

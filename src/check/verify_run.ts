import { UserError } from '../core/error.ts';
import type { Experiment } from '../experiment/parse.ts';
import { asStored } from '../results/as_stored.ts';
import type { Result } from '../run/run.ts';
import type { RunSettings } from '../run/settings.ts';
import { checkExperiment } from './check_experiment.ts';
import { details } from './findings/format_finding.ts';

/**
 * Computes an experiment once more with other settings, and compares as `check` does by the policy `same`: rows up to
 * the first layer that is not exact have to be equal to the last digit.
 *
 * @param name of what computes it now
 * @throws UserError (run) with what differs
 */
export async function verifyRun(
  experiment: Experiment,
  result: Result,
  name: string,
  settings: RunSettings,
): Promise<void> {
  const alone = { ...experiment, expect: [], baseline: 'same' as const };
  const { findings } = await checkExperiment(alone, await asStored(result), settings);
  const differing = findings.filter(({ state }) => state !== 'held').flatMap(details);
  if (differing.length === 0) return;
  const problems = [`${name} gives other numbers; nothing is written.`, ...differing];
  throw new UserError(
    problems.map((message) => ({ message })),
    { kind: 'run' },
  );
}

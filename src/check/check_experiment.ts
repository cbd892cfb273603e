import type { Experiment } from '../experiment/parse.ts';
import type { Stored } from '../results/stored.ts';
import type { Gathered } from '../run/gather.ts';
import { resultOf, runVariants } from '../run/run.ts';
import { baselineFinding } from './baseline_finding.ts';
import { type CheckContext, factsOfRows } from './context.ts';
import { expectationFinding } from './findings/expectation_findings.ts';
import { type CheckedExperiment, type Finding, finding } from './findings/finding.ts';
import { withShifts } from './with_shifts.ts';

/**
 * Runs an experiment and compares it with its expectations and with the committed results. Writes nothing.
 *
 * @throws UserError (run) where an output is not finite
 */
export async function checkExperiment(
  experiment: Experiment,
  stored: Stored,
  settings: CheckContext['settings'],
): Promise<CheckedExperiment> {
  return checkResults(experiment, await runVariants(experiment, settings), stored, settings);
}

/**
 * The findings about an experiment that has been run: one for each expectation, then one for the baseline unless it is
 * `off`.
 */
export async function checkResults(
  experiment: Experiment,
  gathered: Gathered,
  stored: Stored,
  settings: CheckContext['settings'],
): Promise<CheckedExperiment> {
  const began = performance.now();
  const { name, description, baseline, baselineWhere, columns } = experiment;
  const result = await resultOf(experiment, gathered);
  const facts = factsOfRows(experiment, gathered);
  const context: CheckContext = { experiment, settings, result, facts, stored };
  const findings = result.verdicts.map((verdict) => expectationFinding(verdict, name, columns));
  if (baseline !== 'off') findings.push(await baselineFinding(baseline, context));
  if (findings.length === 0) findings.push(nothingChecked(name, baselineWhere));
  const explained = await withShifts(findings, context);
  return {
    experiment: name,
    description,
    file: settings.file,
    findings: explained,
    warnings: result.warnings,
    seconds: gathered.seconds + (performance.now() - began) / 1000,
  };
}

/** An experiment without claims is an error: nothing was checked. */
function nothingChecked(experiment: string, where: Finding['where']): Finding {
  return finding({
    experiment,
    about: 'baseline',
    claim: 'baseline: off',
    state: 'error',
    where,
    messages: ['there are no expectations either, so nothing is checked'],
  });
}

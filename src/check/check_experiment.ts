import type { Experiment } from '../experiment/parse.ts';
import type { Stored } from '../results/stored.ts';
import { resultOf, runVariants } from '../run/run.ts';
import type { VariantResult } from '../run/run_variant.ts';
import type { RowFacts } from './baseline/compare_table.ts';
import { baselineFinding } from './baseline_finding.ts';
import type { CheckContext } from './context.ts';
import { expectationFinding } from './findings/expectation_findings.ts';
import { type Checked, type Finding, finding } from './findings/finding.ts';
import { withShifts } from './with_shifts.ts';

/**
 * Runs an experiment, and holds it against its expectations and against the results that were committed. Writes
 * nothing.
 *
 * @throws UserError (run) where an output is not finite
 */
export async function checkExperiment(
  experiment: Experiment,
  stored: Stored,
  settings: CheckContext['settings'],
): Promise<Checked> {
  return judge(experiment, await runVariants(experiment, settings), stored, settings);
}

/** The same for an experiment that has been run. @param parts what its variants gave */
export async function judge(
  experiment: Experiment,
  parts: readonly VariantResult[],
  stored: Stored,
  settings: CheckContext['settings'],
): Promise<Checked> {
  const began = performance.now();
  const { name, description, baseline, baselineWhere, variants, columns } = experiment;
  const result = await resultOf(experiment, parts);
  const facts = parts.flatMap(({ precision }, i) =>
    precision.map((one): RowFacts => ({ ...one, all: variants[i]!.trials === 'all' })),
  );
  const context: CheckContext = { experiment, settings, result, facts, stored };
  const findings = result.verdicts.map((verdict) => expectationFinding(verdict, name, columns));
  if (baseline !== 'off') findings.push(await baselineFinding(baseline, context));
  if (findings.length === 0) findings.push(nothingChecked(name, baselineWhere));
  const told = await withShifts(findings, context);
  const ran = parts.reduce((sum, { seconds }) => sum + seconds, 0);
  return {
    experiment: name,
    description,
    file: settings.file,
    findings: told,
    warnings: result.warnings,
    seconds: ran + (performance.now() - began) / 1000,
  };
}

/** An experiment that claims nothing is no success. */
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

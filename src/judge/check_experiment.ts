import type { RowFacts } from '../check/baseline.ts';
import { expectationFinding } from '../check/expectation_findings.ts';
import type { Checked, Finding } from '../check/finding.ts';
import type { Experiment } from '../experiment/parse.ts';
import { isExact } from '../layers/stack.ts';
import { largest } from '../measure/distance.ts';
import type { Stored } from '../results/stored.ts';
import { runExperiment } from '../run.ts';
import { windowOfImage } from '../tensor.ts';
import { baselineFinding } from './baseline_finding.ts';
import type { Judged } from './judged.ts';
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
  settings: Judged['settings'],
): Promise<Checked> {
  const began = performance.now();
  const { name, description, baseline, baselineWhere } = experiment;
  const facts: RowFacts[] = [];
  const result = await runExperiment(experiment, {
    ...settings,
    measured({ layers, rows, trials }, at, { reference }) {
      facts.push({
        exact: isExact(layers.slice(0, Number(rows[at]!.step))),
        largest: largest(windowOfImage(reference)),
        all: trials === 'all',
      });
    },
  });
  const judged: Judged = { experiment, settings, result, facts, stored };
  const findings = result.verdicts.map((verdict) => expectationFinding(verdict, name, experiment.columns));
  if (baseline !== 'off') findings.push(await baselineFinding(baseline, judged));
  if (findings.length === 0) findings.push(nothingChecked(name, baselineWhere));
  return {
    experiment: name,
    description,
    file: settings.file,
    findings: await withShifts(findings, judged),
    warnings: result.warnings,
    seconds: (performance.now() - began) / 1000,
  };
}

/** An experiment that claims nothing is no success. */
function nothingChecked(experiment: string, where: Finding['where']): Finding {
  return {
    experiment,
    about: 'baseline',
    claim: 'baseline: off',
    level: 'error',
    state: 'error',
    where,
    messages: ['there are no expectations either, so nothing is checked'],
    rows: 0,
    differences: [],
    improvements: [],
  };
}

import { count, UserError } from '../core/error.ts';
import type { Experiment } from '../experiment/parse.ts';
import { asStored } from '../results/as_stored.ts';
import { isKey } from '../results/columns.ts';
import { formatCell } from '../results/csv.ts';
import type { Result } from '../run/run.ts';
import type { RunSettings } from '../run/settings.ts';
import { rowKey } from './baseline/significant.ts';
import { checkExperiment } from './check_experiment.ts';
import type { Difference } from './findings/finding.ts';
import { details } from './findings/format_finding.ts';
import { roundingOnly } from './rounding_only.ts';

/** How an experiment was run, and how it is run again. */
export interface Ways {
  own: RunSettings;
  other: RunSettings;
  /** The name of the other way, for messages. */
  name: string;
}

/**
 * Computes an experiment again in another way, and compares as `check` does by the policy `same`: rows up to the first
 * layer that is not exact have to be equal to the last digit. Behind it, a row may differ if both ways give the same
 * outputs except for rounding, so that a tie or a value near 0 decides.
 *
 * @returns what was compared, in a sentence
 * @throws UserError (run) with the differences
 */
export async function verifyRun(experiment: Experiment, result: Result, ways: Ways): Promise<string> {
  const { other, name } = ways;
  const alone = { ...experiment, expect: [], baseline: 'same' as const };
  const { findings } = await checkExperiment(alone, await asStored(result), other);
  const rounded = await roundedKeys(
    experiment,
    result,
    findings.flatMap(({ differences }) => differences),
    ways,
  );
  const key = result.table.columns.filter(isKey);
  const open = findings.map((finding) => ({
    ...finding,
    differences: finding.differences.filter(({ row }) => !rounded.has(rowKey(row, key))),
  }));
  const differing = open.flatMap((finding) => (finding.state === 'held' ? [] : details(finding)));
  if (differing.length > 0) {
    const problems = [`${name} gives other numbers; nothing is written.`, ...differing];
    throw new UserError(
      problems.map((message) => ({ message })),
      { kind: 'run' },
    );
  }
  const rows = count(result.table.rows.length, 'row');
  const but =
    rounded.size === 0
      ? ''
      : `; in ${count(rounded.size, 'row')} the outputs of every shift are equal but for rounding, and a tie or a value near 0 decides`;
  return `${experiment.name}: ${name} gives the same numbers in ${rows}, cell by cell${but}`;
}

/** The keys of the rows that differ and whose outputs are the same in both ways, except for rounding. */
async function roundedKeys(
  experiment: Experiment,
  { table }: Result,
  differences: readonly Difference[],
  { own, other }: Ways,
): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  if (experiment.set) return keys;
  const key = table.columns.filter(isKey);
  const differing = new Set(differences.map(({ row }) => rowKey(row, key)));
  const byKey = new Map(table.rows.map((row) => [rowKey(row, key), row]));
  for (const variant of experiment.variants) {
    const ids = variant.rows.map((row) => rowKey({ experiment: experiment.name, ...row }, key));
    if (!ids.some((id) => differing.has(id))) continue;
    for (const { at, values } of await roundingOnly(variant, experiment.measures, [own, other])) {
      const row = byKey.get(ids[at]!);
      // The row that was measured before has to be the one that is measured again.
      const isSame = table.columns
        .filter(({ name }) => Object.hasOwn(values, name))
        .every(
          (column) =>
            formatCell(row?.[column.name] ?? null, column) === formatCell(values[column.name]!, column),
        );
      if (isSame && differing.has(ids[at]!)) keys.add(ids[at]!);
    }
  }
  return keys;
}

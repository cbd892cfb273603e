import { count, UserError } from '../core/error.ts';
import { createScheduler } from '../core/scheduler.ts';
import type { Experiment } from '../experiment/parse.ts';
import { tablesAsStored } from '../results/as_stored.ts';
import { isKey } from '../results/columns.ts';
import { countRows, rowsOfTable } from '../results/packed_rows.ts';
import { type Result, resultOf, runExperiment, runVariants } from '../run/run.ts';
import type { RunSettings } from '../run/settings.ts';
import { printed, rowKey } from './baseline/pair_rows.ts';
import { compareCommitted, pairedTables } from './baseline_finding.ts';
import { type CheckContext, factsOfRows } from './context.ts';
import { finding } from './findings/finding.ts';
import { details } from './findings/format_finding.ts';
import { notListed } from './findings/listed.ts';
import { roundingOnly } from './rounding_only.ts';
import { withShifts } from './with_shifts.ts';

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
  const { other: settings, name } = ways;
  const again = { ...experiment, expect: [] };
  const gathered = await runVariants(again, settings);
  const context: CheckContext = {
    experiment: again,
    settings,
    result: await resultOf(again, gathered),
    facts: factsOfRows(again, gathered),
    stored: tablesAsStored(result),
  };
  const pairs = pairedTables(context);
  const scheduler = createScheduler(settings.signal);
  const key = result.table.columns.filter(isKey);
  const differing = new Set<string>();
  let found = await compareCommitted('same', pairs, context, scheduler, (row) => {
    differing.add(rowKey(row, key));
    return true;
  });
  const rounded = await roundedKeys(experiment, result, differing, ways);
  if (rounded.size > 0)
    found = await compareCommitted(
      'same',
      pairs,
      context,
      scheduler,
      (row) => !rounded.has(rowKey(row, key)),
    );
  const { differences } = found;
  if (differences.count > 0) {
    const failed = finding({
      experiment: experiment.name,
      about: 'baseline',
      claim: 'baseline: same',
      state: 'failed',
      differences: differences.first,
      moreDifferences: notListed(differences),
    });
    const problems = [
      `${name} gives other numbers; nothing is written.`,
      ...(await withShifts([failed], context)).flatMap(details),
    ];
    throw new UserError(
      problems.map((message) => ({ message })),
      { kind: 'run' },
    );
  }
  const rows = countRows(result.table);
  const but =
    rounded.size === 0
      ? ''
      : `; in ${count(rounded.size, 'row')} the outputs of every shift are equal but for rounding, and a tie or a value near 0 decides`;
  return `${experiment.name}: ${name} gives the same numbers in ${count(rows, 'row')}, cell by cell${but}`;
}

/** The keys of those of the differing rows whose outputs are the same in both ways, except for rounding. */
async function roundedKeys(
  experiment: Experiment,
  { table }: Result,
  differing: ReadonlySet<string>,
  { own, other }: Ways,
): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  if (differing.size === 0) return keys;
  const key = table.columns.filter(isKey);
  for (const variant of experiment.variants) {
    const ids = variant.rows.map((row) => rowKey({ experiment: experiment.name, ...row }, key));
    if (!ids.some((id) => differing.has(id))) continue;
    for (const at of await roundingOnly(variant, [own, other]))
      if (differing.has(ids[at]!)) keys.add(ids[at]!);
  }
  return keys.size === 0 ? keys : reproducedKeys(experiment, table, keys, own);
}

/** Those of some rows that give the same cells when they are measured once more. */
async function reproducedKeys(
  experiment: Experiment,
  table: Result['table'],
  keys: ReadonlySet<string>,
  own: RunSettings,
): Promise<ReadonlySet<string>> {
  const key = table.columns.filter(isKey);
  const variants = experiment.variants.filter(({ rows }) =>
    rows.some((row) => keys.has(rowKey({ experiment: experiment.name, ...row }, key))),
  );
  const again = await runExperiment({ ...experiment, variants, tables: ['summary'], expect: [] }, own);
  const byKey = new Map(again.table.rows.map((row) => [rowKey(row, key), row]));
  const same = new Set<string>();
  for (const row of rowsOfTable(table)) {
    const id = rowKey(row, key);
    const second = keys.has(id) ? byKey.get(id) : undefined;
    if (second && table.columns.every((column) => printed(row, column) === printed(second, column)))
      same.add(id);
  }
  return same;
}

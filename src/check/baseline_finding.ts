import { UserError } from '../core/error.ts';
import { formatPolicy, type Policy } from '../expect/policy.ts';
import { isKey } from '../results/columns.ts';
import type { Table } from '../results/csv.ts';
import { tablesOf } from '../results/files.ts';
import { isCsvOf } from '../results/packed_rows.ts';
import type { WrittenTable } from '../results/parse_csv.ts';
import type { ResultPart } from '../results/paths.ts';
import { parseDataPackage, requireSameRun, type WrittenPackage } from '../results/read_datapackage.ts';
import type { StoredFile } from '../results/stored.ts';
import { type FurtherTable, furtherTables } from '../results/tables/registry.ts';
import { type Result, runExperiment } from '../run/run.ts';
import { changedInputs } from './baseline/changed_inputs.ts';
import {
  compareTable,
  pairedTrials,
  type RowFacts,
  type TableComparison,
  type TableToCompare,
} from './baseline/compare_table.ts';
import { pairRows } from './baseline/pair_rows.ts';
import { TOLERANCE_BAND } from './baseline/same.ts';
import { rowKey } from './baseline/significant.ts';
import type { CheckContext } from './context.ts';
import { type Finding, finding } from './findings/finding.ts';

type Compares = Exclude<Policy, 'off'>;

/** The finding about the committed tables: whether those of a run are as the policy asks. */
export async function baselineFinding(policy: Compares, context: CheckContext): Promise<Finding> {
  const { experiment, stored, result, settings } = context;
  const claim = {
    experiment: experiment.name,
    about: 'baseline' as const,
    claim: `baseline: ${formatPolicy(policy)}`,
    where: experiment.baselineWhere,
  };
  const advised = (problem: string) =>
    `${problem}; run \`coincide run ${settings.file ?? 'FILE'}\` and commit`;
  const needed = neededTables(policy, context);
  const missing = missingFiles(policy, context, needed);
  if (missing.length > 0) return finding({ ...claim, state: 'failed', messages: missing.map(advised) });
  try {
    const written = parseDataPackage(stored.package!);
    const changes = changedInputs(written, result);
    if (changes.length > 0) return finding({ ...claim, state: 'error', messages: changes.map(advised) });
    const pairs = pairedTables(needed, context, written);
    const { rows, differences, improvements, changedMethods } = await comparePairs(
      policy,
      pairs,
      context,
      written,
    );
    const methods = changedMethods.length > 0 ? [advised(methodsText(changedMethods))] : [];
    const state = differences.length + methods.length > 0 ? 'failed' : 'held';
    return finding({ ...claim, state, rows, messages: methods, differences, improvements });
  } catch (error) {
    if (!(error instanceof UserError) || error.kind !== 'input') throw error;
    return finding({ ...claim, state: 'error', messages: error.message.split('\n') });
  }
}

function methodsText(columns: readonly string[]): string {
  return `the method of the interval has changed, so ${columns.join(', ')} cannot be compared`;
}

/** The tables that a policy compares. */
function neededTables(policy: Compares, { experiment, facts }: CheckContext): readonly ResultPart[] {
  if (policy === 'same')
    return ['table', ...furtherTables.filter((name) => experiment.tables.includes(name))];
  return pairsTrials(policy, facts) ? ['table', 'shifts'] : ['table'];
}

/** Whether a policy pairs trials by their shifts. With `trials: all` there is no sampling error to test against. */
function pairsTrials(policy: Policy, facts: readonly RowFacts[]): boolean {
  return typeof policy === 'object' && 'no_worse' in policy && facts.some(({ all }) => !all);
}

/** The committed files that a policy needs and that are not there, in phrases. */
function missingFiles(
  policy: Compares,
  { stored, facts }: CheckContext,
  needed: readonly ResultPart[],
): string[] {
  if (!stored.table) return ['there is no committed table to compare with'];
  const why = pairsTrials(policy, facts) ? ', by which the exact McNemar test pairs trials' : '';
  return [
    ...(stored.package
      ? []
      : ['there is no committed data package, which says what the table was made from']),
    ...needed.filter((part) => !stored[part]).map((part) => `there is no committed table of ${part}${why}`),
  ];
}

/** A table of the run and the committed one. */
interface TablePair {
  part: ResultPart;
  table: Table;
  stored: StoredFile;
  /** The committed formulas of its columns, if the package has them. */
  formulas: ReadonlyMap<string, string> | undefined;
}

/** A pair whose committed table was read. */
type ReadPair = TablePair & { committed: WrittenTable };

/** Pairs the tables of a run with the committed ones. */
function pairedTables(
  needed: readonly ResultPart[],
  { result, stored }: CheckContext,
  written: WrittenPackage,
): TablePair[] {
  const tables = tablesOf(result).map(
    ([name, table]) => [name === 'summary' ? 'table' : name, table] as const,
  );
  return tables
    .filter(([part]) => needed.includes(part))
    .map(([part, table]) => {
      const { path, text } = stored[part]!;
      const formulas = written.tables.get(path.replace(/^.*[/\\]/, ''))?.formulas;
      return { part, table, stored: { path, text }, formulas };
    });
}

/** Reads the committed tables. @throws UserError where one is damaged */
async function readPairs(pairs: readonly TablePair[]): Promise<ReadPair[]> {
  const { parseCsv } = await import('../results/parse_csv.ts');
  const read = pairs.map((pair) => ({ ...pair, committed: parseCsv(pair.stored.text, pair.stored.path) }));
  for (const { table, committed } of read) {
    const { damage } = pairRows(table, committed, table.columns.filter(isKey));
    if (damage.length > 0) throw new UserError(damage);
  }
  return read;
}

/** @throws UserError where a committed table is damaged or of another run than the data package */
async function comparePairs(
  policy: Compares,
  unread: readonly TablePair[],
  context: CheckContext,
  written: WrittenPackage,
): Promise<TableComparison> {
  const { result, facts } = context;
  // Equal tables are not read: a long one would take much memory.
  const equal = unread.every(({ table, stored }) => isCsvOf(stored.text, table));
  // A line that is damaged says more than that the table is another.
  const pairs = equal ? [] : await readPairs(unread);
  // Tables that the policy does not compare are committed with the others, and belong to one run with them.
  for (const [name] of tablesOf(result)) {
    const stored = context.stored[name === 'summary' ? 'table' : name];
    if (stored) await requireSameRun(stored, written);
  }
  if (equal) return { rows: result.table.rows.length, differences: [], improvements: [], changedMethods: [] };
  if (policy !== 'same') return compareMetrics(policy, pairs, facts);
  const tables = pairs.map(
    ({ table, committed, formulas }, i): TableToCompare => ({
      table,
      committed,
      formulas,
      facts: i === 0 ? facts : factsOf(table, context),
    }),
  );
  const first = tables.map((one) => compareTable('same', one));
  const inexact = facts.some(({ exact }) => !exact);
  if (!inexact || first.every(({ differences }) => differences.length === 0)) return joinedComparisons(first);
  // Where backends differ, a count may depend on a distance near the tolerance.
  const [low, high] = [
    await atTolerance(context, TOLERANCE_BAND[0]),
    await atTolerance(context, TOLERANCE_BAND[1]),
  ];
  const ends = (part: ResultPart) => {
    const key = part as 'table' | FurtherTable;
    return { low: low[key]!, high: high[key]! };
  };
  return joinedComparisons(
    tables.map((one, i) => compareTable('same', { ...one, band: ends(pairs[i]!.part) })),
  );
}

/** Compares by a policy that looks at a few metrics, and at shifts to pair trials. @throws UserError where shifts are missing */
function compareMetrics(
  policy: Exclude<Compares, 'same'>,
  [summary, shifts]: readonly ReadPair[],
  facts: readonly RowFacts[],
): TableComparison {
  const { table, committed } = summary!;
  const trials = shifts && pairedTrials(table, shifts.table, shifts.committed);
  const found = compareTable(policy, { table, committed, facts }, trials);
  const unpaired = [...(trials?.values() ?? [])].find((row) => row.unpaired)?.unpaired;
  if (!unpaired) return found;
  const message = `it does not have the shift ${unpaired} of every row; run the experiment again and commit.`;
  throw new UserError([{ message, where: { file: shifts!.stored.path } }]);
}

function joinedComparisons(tables: readonly TableComparison[]): TableComparison {
  return {
    rows: tables[0]!.rows,
    differences: tables.flatMap(({ differences }) => differences),
    improvements: tables.flatMap(({ improvements }) => improvements),
    changedMethods: [...new Set(tables.flatMap(({ changedMethods }) => changedMethods))],
  };
}

function atTolerance({ experiment, settings }: CheckContext, toleranceTimes: number): Promise<Result> {
  return runExperiment(experiment, { ...settings, toleranceTimes });
}

/** The facts of each row of a further table: those of its row of the summary. */
function factsOf({ rows }: Table, { result, facts }: CheckContext): RowFacts[] {
  const key = result.table.columns.filter(isKey);
  const known = new Map(result.table.rows.map((row, i) => [rowKey(row, key), facts[i]!]));
  return rows.map((row) => known.get(rowKey(row, key))!);
}

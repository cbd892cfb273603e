import { UserError } from '../core/error.ts';
import { once } from '../core/memo.ts';
import { createScheduler, type Scheduler } from '../core/scheduler.ts';
import { formatPolicy, type Policy } from '../expect/policy.ts';
import { fileWords } from '../experiment/disk/standard_input.ts';
import { isKey } from '../results/columns.ts';
import type { Table } from '../results/csv.ts';
import { tablesOf } from '../results/files.ts';
import type { ResultPart } from '../results/paths.ts';
import { parseDataPackage, requireSameRun, type WrittenPackage } from '../results/read_datapackage.ts';
import type { StoredFile } from '../results/stored.ts';
import { type FurtherTable, furtherTables } from '../results/tables/registry.ts';
import { type Result, runExperiment } from '../run/run.ts';
import { changedInputs } from './baseline/changed_inputs.ts';
import {
  compareTable,
  type RowFacts,
  type TableComparison,
  type TableToCompare,
} from './baseline/compare_table.ts';
import { rowKey } from './baseline/pair_rows.ts';
import { type Band, TOLERANCE_BAND } from './baseline/same.ts';
import { pairTrials } from './baseline/significant.ts';
import type { CheckContext } from './context.ts';
import { type Finding, finding } from './findings/finding.ts';
import { joinLists, notListed } from './findings/listed.ts';

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
  const { name } = experiment;
  const file = settings.file === undefined ? 'FILE' : fileWords(settings.file, name);
  const advised = (problem: string) => `${problem}; run \`coincide run ${file}\` and commit`;
  const needed = neededTables(policy, context);
  const missing = missingFiles(policy, context, needed);
  if (missing.length > 0) return finding({ ...claim, state: 'failed', messages: missing.map(advised) });
  try {
    const written = parseDataPackage(stored.package!);
    const changes = changedInputs(written, result);
    if (changes.length > 0) return finding({ ...claim, state: 'error', messages: changes.map(advised) });
    const scheduler = createScheduler(settings.signal);
    const pairs = pairedTables(context, needed, written);
    const found = await compareCommitted(policy, pairs, context, scheduler);
    // Tables that the policy does not compare are committed with the others, and belong to one run with them.
    for (const [name] of tablesOf(result)) {
      const file = stored[name === 'summary' ? 'table' : name];
      if (file) await requireSameRun(file, written);
    }
    const { rows, differences, improvements, changedMethods } = found;
    const methods = changedMethods.length > 0 ? [advised(methodsText(changedMethods))] : [];
    return finding({
      ...claim,
      state: differences.count + methods.length > 0 ? 'failed' : 'held',
      rows,
      messages: methods,
      differences: differences.first,
      moreDifferences: notListed(differences),
      improvements: improvements.first,
      moreImprovements: notListed(improvements),
    });
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
export interface TablePair {
  part: ResultPart;
  table: Table;
  stored: StoredFile;
  /** The committed formulas of its columns, if the package has them. */
  formulas?: ReadonlyMap<string, string> | undefined;
}

/**
 * Pairs the tables of a run with the committed ones.
 *
 * @param needed the tables; default: all
 * @param written the committed data package
 */
export function pairedTables(
  { result, stored }: Pick<CheckContext, 'result' | 'stored'>,
  needed?: readonly ResultPart[],
  written?: WrittenPackage,
): TablePair[] {
  const tables = tablesOf(result).map(
    ([name, table]) => [name === 'summary' ? 'table' : name, table] as const,
  );
  return tables
    .filter(([part]) => needed?.includes(part) ?? true)
    .map(([part, table]) => {
      const file = stored[part]!;
      const formulas = written?.tables.get(file.path.replace(/^.*[/\\]/, ''))?.formulas;
      return { part, table, stored: file, formulas };
    });
}

/**
 * Compares tables of a run with committed ones, which are read row by row.
 *
 * @param counts asked of each row that differs, under the policy `same`: whether that counts
 * @throws UserError where a committed table is damaged, or lacks shifts by which trials are paired
 */
export async function compareCommitted(
  policy: Compares,
  pairs: readonly TablePair[],
  context: Omit<CheckContext, 'stored'>,
  scheduler: Scheduler,
  counts?: TableToCompare['counts'],
): Promise<TableComparison> {
  if (policy !== 'same') return compareMetrics(policy, pairs, context, scheduler);
  const compared = async (band: (part: FurtherTable | 'table') => Band | undefined) => {
    const found: TableComparison[] = [];
    for (const [i, pair] of pairs.entries()) {
      const facts = i === 0 ? summaryFacts(context) : furtherFacts(context);
      const ends = band(pair.part as FurtherTable | 'table');
      found.push(await compareTable('same', { ...pair, facts, band: ends, counts }, scheduler));
    }
    return joinedComparisons(found);
  };
  const first = await compared(() => undefined);
  const inexact = context.facts.some(({ exact }) => !exact);
  if (!inexact || first.differences.count === 0) return first;
  // Where backends differ, a count may depend on a distance near the tolerance.
  const [low, high] = await atTolerances(context);
  return compared((part) => ({ low: low[part]!, high: high[part]! }));
}

/** Compares by a policy that looks at a few metrics, and at shifts to pair trials. @throws UserError where shifts are missing */
async function compareMetrics(
  policy: Exclude<Compares, 'same'>,
  [summary, shifts]: readonly TablePair[],
  context: Pick<CheckContext, 'facts'>,
  scheduler: Scheduler,
): Promise<TableComparison> {
  const key = summary!.table.columns.filter(isKey);
  const trials = shifts && (await pairTrials(shifts.table, shifts.stored, key, scheduler));
  const facts = summaryFacts(context);
  const found = await compareTable(policy, { ...summary!, facts }, scheduler, trials);
  if (!trials?.unpaired) return found;
  const message = `it does not have the shift ${trials.unpaired} of every row; run the experiment again and commit.`;
  throw new UserError([{ message, where: { file: shifts!.stored.path } }]);
}

function joinedComparisons(tables: readonly TableComparison[]): TableComparison {
  return {
    rows: tables[0]!.rows,
    differences: joinLists(tables.map(({ differences }) => differences)),
    improvements: joinLists(tables.map(({ improvements }) => improvements)),
    changedMethods: [...new Set(tables.flatMap(({ changedMethods }) => changedMethods))],
  };
}

/** The experiment run at either end of the band of tolerances. */
const atTolerances = once(
  async ({
    experiment,
    settings,
  }: Pick<CheckContext, 'experiment' | 'settings'>): Promise<[low: Result, high: Result]> => {
    const [low, high] = TOLERANCE_BAND;
    return [
      await runExperiment(experiment, { ...settings, toleranceTimes: low }),
      await runExperiment(experiment, { ...settings, toleranceTimes: high }),
    ];
  },
);

function summaryFacts({ facts }: Pick<CheckContext, 'facts'>): TableToCompare['facts'] {
  return (_, index) => facts[index]!;
}

/** The facts of a row of a further table: those of its row of the summary. */
function furtherFacts({ result, facts }: Pick<CheckContext, 'result' | 'facts'>): TableToCompare['facts'] {
  const key = result.table.columns.filter(isKey);
  let known: Map<string, RowFacts> | undefined;
  return (row) => {
    known ??= new Map(result.table.rows.map((one, i) => [rowKey(one, key), facts[i]!]));
    return known.get(rowKey(row, key))!;
  };
}

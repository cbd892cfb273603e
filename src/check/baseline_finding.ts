import { UserError } from '../core/error.ts';
import { formatPolicy, type Policy } from '../expect/policy.ts';
import { numbersDependOn } from '../experiment/variants/resolved.ts';
import { type Table, toCsv } from '../results/csv.ts';
import { refuseConflicts } from '../results/merge_conflict.ts';
import type { StoredFile } from '../results/stored.ts';
import { type Result, runExperiment } from '../run/run.ts';
import {
  type Compared,
  compareTable,
  isKey,
  pairedTrials,
  type RowFacts,
  type TableToCompare,
} from './baseline/baseline.ts';
import { changedKeys, formatChange } from './baseline/changed.ts';
import { BAND, type Band } from './baseline/same.ts';
import { rowKey } from './baseline/significant.ts';
import { type Finding, finding } from './findings/finding.ts';
import type { Judged } from './judged.ts';

/** Holds the tables of a run against the committed ones. */
export async function baselineFinding(policy: Exclude<Policy, 'off'>, context: Judged): Promise<Finding> {
  const { experiment, stored, result } = context;
  const claim = {
    experiment: experiment.name,
    about: 'baseline' as const,
    claim: `baseline: ${formatPolicy(policy)}`,
    where: experiment.baselineWhere,
  };
  const run = `run \`coincide run ${context.settings.file ?? 'FILE'}\` and commit`;
  const missing = missingFiles(policy, context);
  if (missing.length > 0) {
    return finding({ ...claim, state: 'failed', messages: missing.map((what) => `${what}; ${run}`) });
  }
  try {
    const changes = changedKeys(committedExperiment(stored.package!), plain(result.resolved));
    if (changes.length > 0) {
      const messages = [`the experiment has changed: ${changes.map(formatChange).join(', ')}; ${run}`];
      return finding({ ...claim, state: 'error', messages });
    }
    const { rows, differences, improvements, damage } = await compared(policy, context);
    if (damage.length > 0) throw new UserError(damage);
    const state = differences.length > 0 ? ('failed' as const) : ('held' as const);
    return finding({ ...claim, state, rows, differences, improvements });
  } catch (error) {
    if (!(error instanceof UserError) || error.kind !== 'input') throw error;
    return finding({ ...claim, state: 'error', messages: error.message.split('\n') });
  }
}

/** What of the committed results is needed and is not there. */
function missingFiles(policy: Policy, { experiment, stored, facts }: Judged): string[] {
  const paired = typeof policy === 'object' && 'no_worse' in policy && facts.some(({ all }) => !all);
  const missing: string[] = [];
  if (!stored.table) missing.push('there is no committed table to compare with');
  else if (!stored.package)
    missing.push('there is no committed data package, which says what the table was made from');
  if (stored.table && !stored.shifts && (policy === 'same' ? experiment.tables.includes('shifts') : paired)) {
    missing.push(
      paired
        ? 'there is no committed table of shifts, by which the exact McNemar test pairs trials'
        : 'there is no committed table of shifts',
    );
  }
  if (stored.table && !stored.images && policy === 'same' && experiment.tables.includes('images')) {
    missing.push('there is no committed table of images');
  }
  return missing;
}

/** What the numbers depended on when they were committed. */
function committedExperiment({ path, text }: StoredFile): unknown {
  refuseConflicts(text, path);
  const fail = (message: string) => new UserError([{ message, where: { file: path, line: 1 } }]);
  try {
    const { experiment } = JSON.parse(text);
    if (typeof experiment === 'object' && experiment !== null) return numbersDependOn(experiment);
  } catch {
    throw fail('this is not JSON; run the experiment again and commit.');
  }
  throw fail('it does not hold the experiment; run the experiment again and commit.');
}

/** As it reads once it was written as JSON. */
function plain(resolved: Result['resolved']): unknown {
  return JSON.parse(JSON.stringify(numbersDependOn(resolved)));
}

/** The tables beside the summary. */
const FURTHER = ['shifts', 'images'] as const;

async function compared(policy: Exclude<Policy, 'off'>, context: Judged): Promise<Compared> {
  const { stored, result, facts } = context;
  const further = policy === 'same' ? FURTHER : 'no_worse' in policy ? (['shifts'] as const) : [];
  const both = further.filter((name) => result[name] && stored[name]);
  if (
    toCsv(result.table) === stored.table!.text &&
    both.every((name) => toCsv(result[name]!) === stored[name]!.text)
  ) {
    return { rows: result.table.rows.length, differences: [], improvements: [], damage: [] };
  }
  const { parseCsv } = await import('../results/parse_csv.ts');
  const table = { table: result.table, committed: parseCsv(stored.table!.text, stored.table!.path), facts };
  if (policy !== 'same') {
    const read = stored.shifts && result.shifts && parseCsv(stored.shifts.text, stored.shifts.path);
    const trials = read && pairedTrials(result.table, result.shifts!, read);
    const unpaired = [...(trials?.values() ?? [])].find((row) => row.unpaired)?.unpaired;
    const damage = unpaired && {
      message: `it does not have the shift ${unpaired} of every row; run the experiment again and commit.`,
      where: { file: read!.file },
    };
    const found = compareTable(policy, table, trials);
    return { ...found, damage: damage ? [...found.damage, damage] : found.damage };
  }
  const tables = [
    table,
    ...both.map((name) => ({
      table: result[name]!,
      committed: parseCsv(stored[name]!.text, stored[name]!.path),
      facts: factsOf(result[name]!, context),
    })),
  ];
  const first = tables.map((one) => compareTable('same', one));
  const doubtful =
    facts.some(({ exact }) => !exact) && first.some(({ differences }) => differences.length > 0);
  if (!doubtful) return sum(first);
  // Something is not as it was where backends differ: is it a count that hangs on a distance near the tolerance?
  const [low, high] = [await atTolerance(context, BAND[0]), await atTolerance(context, BAND[1])];
  return sum(
    tables.map((one, i): Compared => {
      const band: Band =
        i === 0
          ? { low: low.table, high: high.table }
          : { low: low[both[i - 1]!]!, high: high[both[i - 1]!]! };
      return compareTable('same', { ...(one as TableToCompare), band });
    }),
  );
}

function sum(tables: readonly Compared[]): Compared {
  return {
    rows: tables[0]!.rows,
    differences: tables.flatMap(({ differences }) => differences),
    improvements: tables.flatMap(({ improvements }) => improvements),
    damage: tables.flatMap(({ damage }) => damage),
  };
}

function atTolerance({ experiment, settings }: Judged, toleranceTimes: number): Promise<Result> {
  return runExperiment(experiment, { ...settings, toleranceTimes });
}

/** The facts of each row of a further table: those of its row of the summary. */
function factsOf({ rows }: Table, { result, facts }: Judged): RowFacts[] {
  const key = result.table.columns.filter(isKey);
  const known = new Map(result.table.rows.map((row, i) => [rowKey(row, key), facts[i]!]));
  return rows.map((row) => known.get(rowKey(row, key))!);
}

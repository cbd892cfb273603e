import { UserError } from '../core/error.ts';
import { createScheduler, type Scheduler } from '../core/scheduler.ts';
import { isSet } from '../experiment/variants/sets.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import { classes } from '../measure/classes.ts';
import { matches } from '../measure/matches.ts';
import { type Column, isKey } from '../results/columns.ts';
import { rowsOfTable } from '../results/packed_rows.ts';
import { drawnClasses, keepClasses } from '../run/row_classes.ts';
import { runExperiment } from '../run/run.ts';
import { pairRows, rowKey } from './baseline/pair_rows.ts';
import { changedShifts, shiftsThatDiffer } from './baseline/shift_verdicts.ts';
import type { CheckContext } from './context.ts';
import type { Difference, Finding, ShiftVerdict } from './findings/finding.ts';

/** The shifts that explain rows of the summary, by their keys. */
type ShiftsOfRows = ReadonlyMap<string, readonly ShiftVerdict[]>;

/**
 * Adds to differences the shifts that explain them: those whose verdict changed, by the committed table of shifts.
 * Without one, the variants of such rows are run once more, and the shifts that do not match now are added.
 */
export async function withShifts(findings: readonly Finding[], context: CheckContext): Promise<Finding[]> {
  if (findings.every(({ differences }) => differences.length === 0)) return [...findings];
  const key = context.result.table.columns.filter(isKey);
  const scheduler = createScheduler(context.settings.signal);
  const found =
    (await fromCommitted(findings, key, context, scheduler)) ??
    (await fromRun(findings, key, context, scheduler));
  const explained = (one: Difference, at: number): Difference => {
    const shifts = at < MAX_ROWS_WITH_SHIFTS && one.metric !== undefined && found.get(rowKey(one.row, key));
    return shifts ? { ...one, shifts } : one;
  };
  return findings.map((finding) => ({ ...finding, differences: finding.differences.map(explained) }));
}

/** Rows per claim that get their shifts. */
const MAX_ROWS_WITH_SHIFTS = 5;

/** Metrics that depend on which shifts match. */
const MATCHING: ReadonlySet<string> = new Set(Object.keys({ ...matches.columns, ...classes.columns }));

/** Tables print six digits. */
const ROUNDED = 1e-6;

/** The keys of rows that get their shifts. */
function explainedKeys(
  findings: readonly Finding[],
  key: readonly Column[],
  tells: (finding: Finding, id: string, difference: Difference) => boolean = () => true,
): Set<string> {
  return new Set(
    findings.flatMap((finding) =>
      finding.differences
        .slice(0, MAX_ROWS_WITH_SHIFTS)
        .filter((one) => one.metric !== undefined && tells(finding, rowKey(one.row, key), one))
        .map(({ row }) => rowKey(row, key)),
    ),
  );
}

/** The shifts of a row, and the class of each. */
type DrawnShifts = Record<'dy' | 'dx' | 'classOf', number[]>;

/** The shifts whose verdict changed; undefined where no committed table says what it was. */
async function fromCommitted(
  findings: readonly Finding[],
  key: readonly Column[],
  { result, stored }: CheckContext,
  scheduler: Scheduler,
): Promise<ShiftsOfRows | undefined> {
  const { shifts } = result;
  const committed = stored.shifts;
  if (!committed || !shifts?.columns.some(({ name }) => name === 'class')) return undefined;
  const wanted = explainedKeys(findings, key);
  const drawn = new Map([...wanted].map((id) => [id, { dy: [], dx: [], classOf: [] } as DrawnShifts]));
  for (const row of rowsOfTable(shifts)) {
    const own = drawn.get(rowKey(row, key));
    own?.dy.push(Number(row.dy));
    own?.dx.push(Number(row.dx));
    own?.classOf.push(Number(row.class));
  }
  for (const [id, classes] of drawn)
    for (const { row } of differencesOf(findings, id, key)) keepClasses(row, classes);
  return unlessDamaged(() => changedShifts(shifts, committed, key, wanted, scheduler));
}

/** The differences of findings that are about one row. */
function differencesOf(findings: readonly Finding[], id: string, key: readonly Column[]): Difference[] {
  return findings.flatMap(({ differences }) => differences.filter(({ row }) => rowKey(row, key) === id));
}

/** The shifts that do not match now, of rows in which that explains something. */
async function fromRun(
  findings: readonly Finding[],
  key: readonly Column[],
  context: CheckContext,
  scheduler: Scheduler,
): Promise<ShiftsOfRows> {
  const { experiment, settings } = context;
  const found = new Map<string, ShiftVerdict[]>();
  const fell = await fewerMatches(context, key, scheduler);
  // They explain a drop of matches, and nothing else.
  const wanted = explainedKeys(findings, key, ({ about }, id, { metric }) =>
    about === 'expectation' ? MATCHING.has(metric!) : fell.has(id),
  );
  if (wanted.size === 0) return found;
  const idOf = (variant: Variant, at: number) =>
    rowKey({ experiment: experiment.name, ...variant.rows[at]! }, key);
  const variants = experiment.variants.filter((variant) =>
    variant.rows.some((_, at) => wanted.has(idOf(variant, at))),
  );
  await runExperiment(
    { ...experiment, variants, tables: ['summary'], expect: [] },
    {
      ...settings,
      progress: undefined,
      measured: (variant, at, measured) => {
        const id = idOf(variant, at);
        if (!wanted.has(id)) return;
        found.set(id, shiftsThatDiffer(measured));
        // For messages of tests, which show them as a map.
        if (!isSet(variant))
          for (const { row } of differencesOf(findings, id, key)) keepClasses(row, drawnClasses(measured));
      },
    },
  );
  return found;
}

/** The keys of the rows in which fewer trials match than in the committed table. */
async function fewerMatches(
  { result: { table }, stored }: CheckContext,
  key: readonly Column[],
  scheduler: Scheduler,
): Promise<Set<string>> {
  const fell = new Set<string>();
  const committed = stored.table;
  if (!committed) return fell;
  const names = Object.keys(matches.columns);
  const read = () =>
    pairRows(
      table,
      committed,
      {
        paired({ now, committed: before }) {
          if (names.some((name) => Number(now[name]) < Number(before[name]) - ROUNDED))
            fell.add(rowKey(now, key));
        },
      },
      scheduler,
    );
  return (await unlessDamaged(read)) ? fell : new Set();
}

/** What was read of a committed table; undefined where it is damaged, which the baseline finding reports. */
async function unlessDamaged<Result>(read: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

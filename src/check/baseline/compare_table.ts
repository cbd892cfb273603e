import type { Scheduler } from '../../core/scheduler.ts';
import type { Policy } from '../../expect/policy.ts';
import { type Cell, type Column, isKey, rowInterval } from '../../results/columns.ts';
import type { Table, TableRow } from '../../results/csv.ts';
import type { Precision } from '../../results/precision.ts';
import type { StoredFile } from '../../results/stored.ts';
import type { Difference } from '../findings/finding.ts';
import { addTo, emptyList, joinLists, type Listed } from '../findings/listed.ts';
import { type Change, changesOf, GUARDED } from './no_worse.ts';
import { identityOf, type PairedRow, pairRows, printed, rowKey } from './pair_rows.ts';
import { type Band, differingCells } from './same.ts';
import { type PairedTrials, SIGNIFICANT } from './significant.ts';

/** Facts about a row beside its numbers. */
export interface RowFacts extends Precision {
  /** Whether every shift was taken once, so that there is no sampling error. */
  all: boolean;
}

/** A table as it is now, and as it was committed. */
export interface TableToCompare {
  table: Table;
  stored: StoredFile;
  /** The facts of a row of the table. */
  facts(row: TableRow, index: number): RowFacts;
  /** The same table at either end of a band of tolerances. */
  band?: Band | undefined;
  /** The formulas of the committed columns, by name. */
  formulas?: ReadonlyMap<string, string> | undefined;
  /** Asked of each row that differs, under the policy `same`: whether that counts. Default: it does. */
  counts?: ((row: TableRow) => boolean) | undefined;
}

/** The result of comparing two tables. */
export interface TableComparison {
  rows: number;
  differences: Listed<Difference>;
  improvements: Listed<Difference>;
  /** Ends of intervals that differ, and whose committed formula is another: they cannot be compared. */
  changedMethods: readonly string[];
}

/**
 * Holds a table against the one that was committed.
 *
 * @param trials the paired trials of the rows, where the policy asks for a test
 * @throws UserError where the committed table is damaged
 */
export async function compareTable(
  policy: Exclude<Policy, 'off'>,
  { table, stored, facts, band, formulas, counts = () => true }: TableToCompare,
  scheduler: Scheduler,
  trials?: PairedTrials,
): Promise<TableComparison> {
  const { columns } = table;
  const key = columns.filter(isKey);
  const identity = columns.filter((column) => column.identity || isKey(column));
  const file = stored.path;
  const whole = (expected: string, actual: string, row: Difference['row'] = {}, line = 1): Difference => {
    return { row, expected, actual, where: { file, line }, shifts: [] };
  };
  const otherMethods = changedIntervals(columns, formulas);
  const changedMethods = new Set<string>();
  const difference = (pair: PairedRow, column: Column, note?: string): Difference => ({
    row: identityOf(pair.now, identity),
    metric: column.name,
    expected: pair.committed[column.name] || NOTHING,
    actual: printed(pair.now, column) || NOTHING,
    interval: rowInterval(pair.now, column),
    note,
    where: { file, line: pair.line },
    shifts: [],
  });
  const [gone, added, cells, improvements] = [1, 2, 3, 4].map(() => emptyList<Difference>()) as FourLists;
  const { rows, header } = await pairRows(
    table,
    stored,
    {
      gone: (row, line) => addTo(gone, () => whole('this row', 'there is none', keyCells(row, key), line)),
      added: (row) => addTo(added, () => whole('no such row', 'there is one', identityOf(row, identity))),
      paired(pair) {
        const known = facts(pair.now, pair.index);
        if (policy === 'same') {
          const differing = differingCells(pair, columns, known, band);
          for (const { name } of differing) if (otherMethods.has(name)) changedMethods.add(name);
          const [first, ...others] = guardedFirst(differing.filter(({ name }) => !otherMethods.has(name)));
          const also = others.map(({ name }) => name).join(', ');
          if (first && counts(pair.now))
            addTo(cells, () => difference(pair, first, also && `${also} differ too`));
          return;
        }
        const { worse, better } = movedMetrics(policy, pair, columns, known, trials);
        for (const { change, note } of worse) addTo(cells, () => difference(pair, change.column, note));
        for (const { change, note } of better)
          addTo(improvements, () => difference(pair, change.column, note));
      },
    },
    scheduler,
  );
  const differences = joinLists([columnDifferences(policy, columns, header, whole), gone, added, cells]);
  return { rows, differences, improvements, changedMethods: [...changedMethods] };
}

type FourLists = [Listed<Difference>, Listed<Difference>, Listed<Difference>, Listed<Difference>];

/** The difference of the columns that a policy needs. */
function columnDifferences(
  policy: Exclude<Policy, 'off'>,
  columns: readonly Column[],
  header: readonly string[],
  whole: (expected: string, actual: string) => Difference,
): Listed<Difference> {
  const key = columns.filter(isKey);
  const names = columns.map(({ name }) => name);
  const needed = (name: string) => policy === 'same' || isNeeded(name, key);
  const found = emptyList<Difference>();
  for (const name of names.filter(needed))
    if (!header.includes(name)) addTo(found, () => whole(`no column ${name}`, 'there is one'));
  for (const name of header.filter(needed))
    if (!names.includes(name)) addTo(found, () => whole(`a column ${name}`, 'there is none'));
  if (policy === 'same' && isReordered(names, header))
    addTo(found, () => whole('the columns in another order', 'in this one'));
  return found;
}

/** The ends of intervals whose formula is another than the committed one. */
function changedIntervals(
  columns: readonly Column[],
  formulas: ReadonlyMap<string, string> | undefined,
): ReadonlySet<string> {
  const ends = columns.filter(({ name }) => /_(?:low|high)$/.test(name));
  const changed = ends.filter(
    ({ name, formula = '' }) => formulas?.has(name) && formulas.get(name) !== formula,
  );
  return new Set(changed.map(({ name }) => name));
}

const NOTHING = 'not defined';

/** Whether the columns are the same, in another order. */
function isReordered(names: readonly string[], header: readonly string[]): boolean {
  return (
    names.length === header.length &&
    names.every((name) => header.includes(name)) &&
    names.join() !== header.join()
  );
}

function isNeeded(name: string, key: readonly Column[]): boolean {
  return (GUARDED as readonly string[]).includes(name) || key.some((column) => column.name === name);
}

function keyCells(cells: Readonly<Record<string, string>>, key: readonly Column[]): Record<string, Cell> {
  return Object.fromEntries(key.map(({ name }) => [name, cells[name]!]));
}

/** The columns with the guarded metrics first. */
function guardedFirst(columns: readonly Column[]): Column[] {
  const rank = ({ name }: Column) => {
    const at = (GUARDED as readonly string[]).indexOf(name);
    return at < 0 ? GUARDED.length : at;
  };
  return [...columns].sort((a, b) => rank(a) - rank(b));
}

type NotedChange = { change: Change; note?: string | undefined };

/** The metrics of a row that got worse by more than the policy allows, and those that got better. */
function movedMetrics(
  policy: Exclude<Policy, string>,
  pair: PairedRow,
  columns: readonly Column[],
  facts: RowFacts,
  trials: PairedTrials | undefined,
): { worse: NotedChange[]; better: NotedChange[] } {
  const sampled = 'no_worse' in policy && !facts.all;
  const by = 'no_worse_by' in policy ? policy.no_worse_by : 0;
  const { worse, better } = changesOf(pair, columns, by, facts, sampled ? ['match_rate'] : GUARDED);
  if (!sampled)
    return { worse: worse.map((change) => ({ change })), better: better.map((change) => ({ change })) };
  const test = trials?.of(rowKey(pair.now, columns.filter(isKey)));
  const note =
    test &&
    `${test.lost} trials matched before and do not now, ${test.gained} the other way: exact McNemar p = ${probability(test.p)}`;
  const noted = (changes: Change[]) => changes.map((change) => ({ change, note }));
  return { worse: noted(test && test.p < SIGNIFICANT ? worse : []), better: noted(better) };
}

function probability(p: number): string {
  return p < 1e-4 ? p.toExponential(1) : String(Number(p.toPrecision(3)));
}

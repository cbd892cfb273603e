import type { Policy } from '../../expect/policy.ts';
import { type Cell, type Column, isKey, rowInterval } from '../../results/columns.ts';
import type { Table } from '../../results/csv.ts';
import type { WrittenTable } from '../../results/parse_csv.ts';
import type { Precision } from '../../results/precision.ts';
import type { Difference } from '../findings/finding.ts';
import { type Change, changesOf, GUARDED } from './no_worse.ts';
import { identityOf, type PairedRow, pairRows, printed } from './pair_rows.ts';
import { type Band, differingCells } from './same.ts';
import { type PairedTrials, pairTrials, rowKey, SIGNIFICANT } from './significant.ts';

/** Facts about a row beside its numbers. */
export interface RowFacts extends Precision {
  /** Whether every shift was taken once, so that there is no sampling error. */
  all: boolean;
}

/** A table as it is now, and as it was committed. */
export interface TableToCompare {
  table: Table;
  committed: WrittenTable;
  /** One for each row of the table. */
  facts: readonly RowFacts[];
  /** The same table at either end of a band of tolerances. */
  band?: Band | undefined;
  /** The formulas of the committed columns, by name. */
  formulas?: ReadonlyMap<string, string> | undefined;
}

/** The result of comparing two tables. */
export interface TableComparison {
  rows: number;
  differences: Difference[];
  improvements: Difference[];
  /** Ends of intervals that differ, and whose committed formula is another: they cannot be compared. */
  changedMethods: readonly string[];
}

/**
 * Holds a table against the one that was committed.
 *
 * @param trials the paired trials of the rows, where the policy asks for a test
 */
export function compareTable(
  policy: Exclude<Policy, 'off'>,
  { table, committed, facts, band, formulas }: TableToCompare,
  trials?: ReadonlyMap<string, PairedTrials>,
): TableComparison {
  const key = table.columns.filter(isKey);
  const identity = table.columns.filter((column) => column.identity || isKey(column));
  const { rows, gone, added, goneColumns, addedColumns } = pairRows(table, committed, key);
  const { file } = committed;
  const whole = (expected: string, actual: string, row: Difference['row'] = {}, line = 1): Difference => {
    return { row, expected, actual, where: { file, line }, shifts: [] };
  };
  const needed = (name: string) => policy === 'same' || isNeeded(name, key);
  const differences = [
    ...addedColumns.filter(needed).map((name) => whole(`no column ${name}`, `there is one`)),
    ...goneColumns.filter(needed).map((name) => whole(`a column ${name}`, 'there is none')),
    ...(policy === 'same' && isReordered(table.columns, committed)
      ? [whole('the columns in another order', 'in this one')]
      : []),
    ...gone.map(({ committed, line }) => whole('this row', 'there is none', keyCells(committed, key), line)),
    ...added.map((row) => whole('no such row', 'there is one', identityOf(row, identity))),
  ];
  const improvements: Difference[] = [];
  const otherMethods = changedIntervals(table.columns, formulas);
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
  for (const pair of rows) {
    if (policy === 'same') {
      const differing = differingCells(pair, table.columns, facts[pair.index]!, band);
      const cells = differing.filter(({ name }) => !otherMethods.has(name));
      for (const { name } of differing) if (otherMethods.has(name)) changedMethods.add(name);
      const [first, ...others] = guardedFirst(cells);
      const also = others.map(({ name }) => name).join(', ');
      if (first) differences.push(difference(pair, first, also && `${also} differ too`));
      continue;
    }
    const { worse, better } = movedMetrics(policy, pair, table.columns, facts[pair.index]!, trials);
    for (const { change, note } of worse) differences.push(difference(pair, change.column, note));
    for (const { change, note } of better) improvements.push(difference(pair, change.column, note));
  }
  return { rows: rows.length, differences, improvements, changedMethods: [...changedMethods] };
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

/** The trials of each row, paired with those of the committed table. */
export function pairedTrials(table: Table, shifts: Table, committed: WrittenTable) {
  return pairTrials(shifts, committed, table.columns.filter(isKey));
}

const NOTHING = 'not defined';

/** Whether the columns are the same, in another order. */
function isReordered(columns: readonly Column[], { header }: WrittenTable): boolean {
  const names = columns.map(({ name }) => name);
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
  trials: ReadonlyMap<string, PairedTrials> | undefined,
): { worse: NotedChange[]; better: NotedChange[] } {
  const sampled = 'no_worse' in policy && !facts.all;
  const by = 'no_worse_by' in policy ? policy.no_worse_by : 0;
  const { worse, better } = changesOf(pair, columns, by, facts, sampled ? ['match_rate'] : GUARDED);
  if (!sampled)
    return { worse: worse.map((change) => ({ change })), better: better.map((change) => ({ change })) };
  const test = trials?.get(rowKey(pair.now, columns.filter(isKey)));
  const note =
    test &&
    `${test.lost} trials matched before and do not now, ${test.gained} the other way: exact McNemar p = ${probability(test.p)}`;
  const noted = (changes: Change[]) => changes.map((change) => ({ change, note }));
  return { worse: noted(test && test.p < SIGNIFICANT ? worse : []), better: noted(better) };
}

function probability(p: number): string {
  return p < 1e-4 ? p.toExponential(1) : String(Number(p.toPrecision(3)));
}

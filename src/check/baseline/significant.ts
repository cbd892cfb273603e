import type { Column } from '../../results/columns.ts';
import { formatCell, type Table } from '../../results/csv.ts';
import type { WrittenTable } from '../../results/parse_csv.ts';
import { mcnemar } from './mcnemar.ts';
import { printed } from './pair_rows.ts';

/** Trials of one row, paired by their shifts. */
export interface PairedTrials {
  /** Trials that matched before and do not now, … */
  lost: number;
  /** … and the other way. */
  gained: number;
  /** The p-value of the exact McNemar test, one-sided. */
  p: number;
  /** A shift that the committed table does not have, if there is one. */
  unpaired?: string | undefined;
}

/** A drop counts if its p-value is smaller. */
export const SIGNIFICANT = 0.05;

/**
 * Pairs the trials of every row: the same shifts were drawn before and now, so each trial is its own control.
 *
 * @param key the columns that identify a row of the summary
 * @returns by the key of the row, as `rowKey` gives it
 */
export function pairTrials(
  now: Table,
  committed: WrittenTable,
  key: readonly Column[],
): Map<string, PairedTrials> {
  const idOf = (cells: readonly (string | undefined)[], dy?: string, dx?: string) =>
    JSON.stringify([...cells, dy, dx]);
  const before = new Map(
    committed.rows.map(({ cells }) => {
      const row = key.map(({ name }) => cells[name]);
      return [idOf(row, cells.dy, cells.dx), cells.class] as const;
    }),
  );
  const counts = new Map<string, Omit<PairedTrials, 'p'>>();
  for (const row of now.rows) {
    const id = rowKey(row, key);
    const count = counts.get(id) ?? { lost: 0, gained: 0 };
    counts.set(id, count);
    // As the committed table prints it: a multiple of 0.1 is no short decimal.
    const [dy, dx] = ['dy', 'dx'].map((name) => formatCell(row[name]!, SHIFT));
    const was = before.get(
      idOf(
        key.map((column) => printed(row, column)),
        dy,
        dx,
      ),
    );
    if (was === undefined) count.unpaired ??= `(${dy}, ${dx})`;
    const [matched, matches] = [was === '0', row.class === 0];
    if (matched && !matches) count.lost += Number(row.trials);
    if (!matched && matches) count.gained += Number(row.trials);
  }
  return new Map([...counts].map(([id, count]) => [id, { ...count, p: mcnemar(count.lost, count.gained) }]));
}

const SHIFT = { type: 'number', identity: false } as const;

/** The cells that identify a row, as one text. */
export function rowKey(row: Table['rows'][number], key: readonly Column[]): string {
  return JSON.stringify(key.map((column) => printed(row, column)));
}

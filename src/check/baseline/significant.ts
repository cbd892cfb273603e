import type { Scheduler } from '../../core/scheduler.ts';
import type { Column } from '../../results/columns.ts';
import { formatCell, type Table, type TableRow } from '../../results/csv.ts';
import { firstRows } from '../../results/packed_rows.ts';
import type { StoredFile } from '../../results/stored.ts';
import { mcnemar } from './mcnemar.ts';
import { pairRows, rowKey } from './pair_rows.ts';

/** Trials of the rows of a summary, paired by their shifts. */
export interface PairedTrials {
  /** Those of a row. @param key that of the row, as `rowKey` gives it */
  of(key: string): RowTrials;
  /** A shift that the committed table does not have, if there is one. */
  unpaired?: string | undefined;
}

/** The paired trials of one row. */
interface RowTrials {
  /** Trials that matched before and do not now, … */
  lost: number;
  /** … and the other way. */
  gained: number;
  /** The p-value of the exact McNemar test, one-sided. */
  p: number;
}

/** A drop counts if its p-value is smaller. */
export const SIGNIFICANT = 0.05;

/**
 * Pairs the trials of every row: the same shifts were drawn before and now, so each trial is its own control.
 *
 * @param key the columns that identify a row of the summary
 * @throws UserError where the committed table of shifts is damaged
 */
export async function pairTrials(
  now: Table,
  committed: StoredFile,
  key: readonly Column[],
  scheduler: Scheduler,
): Promise<PairedTrials> {
  const counts = new Map<string, { lost: number; gained: number }>();
  let unpaired: string | undefined;
  const { header } = await pairRows(
    now,
    committed,
    {
      paired({ now: row, committed }) {
        const [matched, matches] = [committed.class === '0', row.class === 0];
        if (matched === matches) return;
        const id = rowKey(row, key);
        const count = counts.get(id) ?? { lost: 0, gained: 0 };
        counts.set(id, count);
        count[matched ? 'lost' : 'gained'] += Number(row.trials);
      },
      added(row) {
        unpaired ??= writtenShift(row);
      },
    },
    scheduler,
  );
  // Without classes, as those of a set have none, nothing is paired.
  if (!header.includes('class') || !now.columns.some(({ name }) => name === 'class'))
    unpaired ??= firstRows(now, 1).map(writtenShift)[0];
  return {
    unpaired,
    of(id) {
      const { lost, gained } = counts.get(id) ?? { lost: 0, gained: 0 };
      return { lost, gained, p: mcnemar(lost, gained) };
    },
  };
}

/** As the committed table prints it: a multiple of 0.1 is no short decimal. */
function writtenShift(row: TableRow): string {
  const [dy, dx] = ['dy', 'dx'].map((name) => formatCell(row[name]!, { type: 'number', identity: false }));
  return `(${dy}, ${dx})`;
}

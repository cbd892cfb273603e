import type { Scheduler } from '../../core/scheduler.ts';
import type { Measured } from '../../engine/engine.ts';
import type { Column } from '../../results/columns.ts';
import type { Table, TableRow } from '../../results/csv.ts';
import type { StoredFile } from '../../results/stored.ts';
import type { ShiftVerdict } from '../findings/finding.ts';
import { pairRows, rowKey } from './pair_rows.ts';

/** A finding lists as many shifts, the shortest ones. */
export const MAX_LISTED_SHIFTS = 5;

/** Up to five drawn shifts whose output does not match the reference, the shortest first. */
export function shiftsThatDiffer({
  shifts: { dy, dx, trials },
  classOf,
}: Pick<Measured, 'shifts' | 'classOf'>): ShiftVerdict[] {
  const found: ShiftVerdict[] = [];
  for (let s = 0; s < trials.length; s++) {
    if (trials[s] === 0 || classOf[s] === 0) continue;
    addIfShort(found, { dy: dy[s]!, dx: dx[s]!, trials: trials[s]!, now: 'differs' });
  }
  return found;
}

/**
 * Up to five shifts of each row of a summary whose verdict is another than in the committed table of shifts, the
 * shortest first; shifts that were not drawn then count if they do not match.
 *
 * @param key the columns that identify a row of the summary
 * @param wanted the keys of the rows, as `rowKey` gives them
 * @throws UserError where the committed table is damaged
 */
export async function changedShifts(
  now: Table,
  committed: StoredFile,
  key: readonly Column[],
  wanted: ReadonlySet<string>,
  scheduler: Scheduler,
): Promise<ReadonlyMap<string, ShiftVerdict[]>> {
  const found = new Map([...wanted].map((id) => [id, [] as ShiftVerdict[]]));
  const take = (row: TableRow, known: Pick<ShiftVerdict, 'before'>) => {
    const [dy, dx, trials] = [row.dy, row.dx, row.trials].map(Number) as [number, number, number];
    const list = found.get(rowKey(row, key));
    if (list) addIfShort(list, { dy, dx, trials, ...known, now: verdict(row.class === 0) });
  };
  await pairRows(
    now,
    committed,
    {
      paired({ now: row, committed: cells }) {
        const before = verdict(cells.class === '0');
        if (before !== verdict(row.class === 0)) take(row, { before });
      },
      added(row) {
        if (row.class !== 0) take(row, {});
      },
    },
    scheduler,
  );
  return found;
}

/** Adds a shift to the shortest ones, which stay in order. */
function addIfShort(list: ShiftVerdict[], one: ShiftVerdict): void {
  const length = ({ dy, dx }: ShiftVerdict) => Math.max(Math.abs(dy), Math.abs(dx));
  list.push(one);
  list.sort((a, b) => length(a) - length(b) || a.dy - b.dy || a.dx - b.dx);
  list.length = Math.min(list.length, MAX_LISTED_SHIFTS);
}

function verdict(matches: boolean): 'matches' | 'differs' {
  return matches ? 'matches' : 'differs';
}

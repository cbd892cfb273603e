import type { Measured } from '../../engine/engine.ts';
import type { Column } from '../../results/columns.ts';
import { formatCell } from '../../results/csv.ts';
import type { WrittenTable } from '../../results/parse_csv.ts';
import type { ShiftVerdict } from '../findings/finding.ts';

/** Returns the class that a shift of a row had before; undefined if that is unknown. */
export type ClassBefore = (dy: number, dx: number) => string | undefined;

const MAX_SHIFTS = 5;

/**
 * Up to five shifts that explain a difference, the shortest first: those whose verdict changed, or, if the earlier
 * verdicts are unknown, those that do not match.
 */
export function tellingShifts(
  { shifts: { dy, dx, trials }, classOf }: Pick<Measured, 'shifts' | 'classOf'>,
  before: ClassBefore = () => undefined,
): ShiftVerdict[] {
  const verdicts: ShiftVerdict[] = [];
  for (let s = 0; s < trials.length; s++) {
    if (trials[s] === 0) continue;
    const was = before(dy[s]!, dx[s]!);
    const now = verdict(classOf[s] === 0);
    if (was === undefined ? now === 'matches' : verdict(was === '0') === now) continue;
    const known = was !== undefined && { before: verdict(was === '0') };
    verdicts.push({ dy: dy[s]!, dx: dx[s]!, trials: trials[s]!, ...known, now });
  }
  const length = (one: ShiftVerdict) => Math.max(Math.abs(one.dy), Math.abs(one.dx));
  return verdicts.sort((a, b) => length(a) - length(b) || a.dy - b.dy || a.dx - b.dx).slice(0, MAX_SHIFTS);
}

/** The classes of one row in a committed table of shifts. @param key its key columns @param cells their values */
export function classesBefore(
  committed: WrittenTable,
  key: readonly Column[],
  cells: readonly string[],
): ClassBefore {
  const classes = new Map<string, string>();
  for (const row of committed.rows) {
    if (key.every(({ name }, i) => row.cells[name] === cells[i])) {
      classes.set(`${row.cells.dy} ${row.cells.dx}`, row.cells.class!);
    }
  }
  // As the table prints them.
  const cell = (value: number) => formatCell(value, { type: 'number', identity: false });
  return (dy, dx) => classes.get(`${cell(dy)} ${cell(dx)}`);
}

function verdict(matches: boolean): 'matches' | 'differs' {
  return matches ? 'matches' : 'differs';
}

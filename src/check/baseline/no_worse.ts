import type { Column, Metric } from '../../results/columns.ts';
import type { Precision } from '../../results/precision.ts';
import { type PairedRow, printed } from './pair_rows.ts';
import { DEFAULT_TOLERANCE, RELATIVE } from './same.ts';

/** The metrics that must not get worse. */
export const GUARDED = ['match_rate', 'pair_rate', 'cosine', 'position_bits'] as const satisfies Metric[];

/** A metric that changed. `gain` is above 0 if it got better. */
export interface Change {
  column: Column;
  before: string;
  now: string;
  gain: number;
}

/**
 * The metrics of a row that got better, and those that got worse by more than `by`. Numbers are compared as they are
 * printed, so that rounding is no change.
 *
 * @param by the most that a metric may be worse
 */
export function changesOf(
  { now, committed }: PairedRow,
  columns: readonly Column[],
  by: number,
  { exact }: Precision,
  guarded: readonly string[] = GUARDED,
): { worse: Change[]; better: Change[] } {
  const worse: Change[] = [];
  const better: Change[] = [];
  for (const column of columns.filter(({ name }) => guarded.includes(name))) {
    const [before, actual] = [committed[column.name] ?? '', printed(now, column)];
    if (before === actual) continue;
    const [was, is] = [Number(before), Number(actual)];
    const rise = column.better === 'lower' ? was - is : is - was;
    // An empty cell in place of a number is the largest loss.
    const gain = actual === '' ? Number.NEGATIVE_INFINITY : before === '' ? Number.POSITIVE_INFINITY : rise;
    const change = { column, before, now: actual, gain };
    const rounding =
      DOUBLE + (exact ? 0 : RELATIVE * Math.max(Math.abs(was), Math.abs(is)) + DEFAULT_TOLERANCE);
    if (gain < -by - rounding) worse.push(change);
    else if (gain > rounding) better.push(change);
  }
  return { worse, better };
}

/** Rounding of doubles: 0.9 - 0.88 counts as 0.02. */
const DOUBLE = 1e-12;

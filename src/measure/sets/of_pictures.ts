import type { MeasureColumn, Value } from '../kind.ts';

/** The value of one picture or class that is taken for all of them. */
export const worstOf = ['worst_picture', 'worst_label', 'p05'] as const;

export type WorstOf = (typeof worstOf)[number];

/**
 * The worst of some values, or the point that 5 % of them are worse than: on the line between the two nearest values, at
 * place 0.05 · (n - 1) of the sorted ones (Hyndman & Fan 1996, type 7). Where less is better, the largest value and the
 * 95 % point. Values that are not defined do not count.
 *
 * @returns null if no value is defined
 * @example
 * worstValue('p05', [0, 1, 0.5], 'higher'); // 0.05
 */
export function worstValue(
  of: WorstOf,
  values: Iterable<number | null>,
  better: MeasureColumn['better'],
): Value {
  const sorted = [...values].filter((value) => value !== null && !Number.isNaN(value)) as number[];
  if (sorted.length === 0) return null;
  sorted.sort((a, b) => (better === 'lower' ? b - a : a - b));
  if (of !== 'p05') return sorted[0]!;
  const place = 0.05 * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return low + (high - low) * (place - Math.floor(place));
}

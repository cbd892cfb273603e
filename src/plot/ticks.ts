import type { Cell } from '../results/columns.ts';
import { textWidth } from './text_width.ts';

/** A tick of an axis: its place in pixels, and the lines of its label. */
export interface Tick {
  at: number;
  label: readonly string[];
}

/** Pixels between two labels. */
export const GAP_BETWEEN = 4;

/**
 * Which ticks get their label: the first and the last always, and of the others, from the left, each that touches no
 * label before it and not the last. Every tick stays; only labels are thinned.
 *
 * @param extent the size of a label along the axis, in pixels; default: its width
 */
export function labelledTicks(
  ticks: readonly Tick[],
  size: number,
  extent = ({ label }: Tick) => labelWidth(label, size),
): Set<number> {
  const shown = new Set<number>();
  const last = ticks.length - 1;
  if (last < 0) return shown;
  const start = (i: number) => ticks[i]!.at - extent(ticks[i]!) / 2;
  const end = (i: number) => ticks[i]!.at + extent(ticks[i]!) / 2;
  shown.add(0).add(last);
  let before = end(0);
  for (let i = 1; i < last; i++) {
    if (start(i) < before + GAP_BETWEEN || end(i) + GAP_BETWEEN > start(last)) continue;
    shown.add(i);
    before = end(i);
  }
  return shown;
}

/** The width of a label of several lines. */
export function labelWidth(label: readonly string[], size: number): number {
  return Math.max(0, ...label.map((line) => textWidth(line, size)));
}

/** A Vega expression that gives the label of a tick by its value; ticks without one have none. */
export function labelExpression(labels: readonly (readonly [Cell, readonly string[]])[]): string {
  const values = labels.map(([value]) => value);
  const texts = labels.map(([, lines]) => (lines.length === 1 ? lines[0]! : lines));
  return `${JSON.stringify([...texts, ''])}[indexof(${JSON.stringify(values)}, datum.value) < 0 ? ${texts.length} : indexof(${JSON.stringify(values)}, datum.value)]`;
}

import { textWidth } from '../picture/text_width.ts';
import type { Cell } from '../results/columns.ts';

/** A tick of an axis: its place in pixels, and the lines of its label. */
export interface Tick {
  at: number;
  label: readonly string[];
}

/** Pixels between two labels. */
export const GAP_BETWEEN = 4;

/**
 * Which ticks get their label: all if none touches another, else the first, the last, and of the others those that touch
 * neither. Of evenly spaced ticks that is every second, fifth, tenth … one, at round numbers if there are any; of
 * others, from the left, each that touches no label before it. Every tick stays; only labels are thinned.
 *
 * @param extent the size of a label along the axis, in pixels; default: its width
 */
export function labelledTicks(
  ticks: readonly Tick[],
  size: number,
  extent = ({ label }: Tick) => labelWidth(label, size),
): Set<number> {
  const one = everyTick(ticks, 1, extent);
  if (one || !isEven(ticks)) return one ?? fromTheLeft(ticks, extent);
  for (let ten = 1; ten < ticks.length; ten *= 10) {
    for (const nth of [ten, 2 * ten, 5 * ten]) {
      const some = everyTick(ticks, nth, extent);
      if (some) return some;
    }
  }
  return fromTheLeft(ticks, extent);
}

function isEven(ticks: readonly Tick[]): boolean {
  const gaps = ticks.slice(1).map(({ at }, i) => at - ticks[i]!.at);
  return gaps.every((gap) => Math.abs(gap - gaps[0]!) < 0.01 * gaps[0]!);
}

/** Every n-th tick, the first and the last; undefined if two of them touch that are neither the first nor the last. */
function everyTick(
  ticks: readonly Tick[],
  nth: number,
  extent: (tick: Tick) => number,
): Set<number> | undefined {
  const last = ticks.length - 1;
  const touch = (one: number, other: number) =>
    Math.abs(ticks[other]!.at - ticks[one]!.at) <
    (extent(ticks[one]!) + extent(ticks[other]!)) / 2 + GAP_BETWEEN;
  const from = roundTick(ticks, nth);
  const inner = [...ticks.keys()].filter((i) => i > 0 && i < last && (i - from) % nth === 0);
  if (nth === 1) {
    const tight = [...ticks.keys()].some((i) => i > 0 && touch(i - 1, i));
    return tight ? undefined : new Set(ticks.keys());
  }
  const free = inner.filter((i) => !touch(0, i) && !touch(i, last));
  return free.some((i, at) => at > 0 && touch(free[at - 1]!, i)) ? undefined : new Set([0, ...free, last]);
}

/** The first tick whose number is a multiple of n steps, as 10, 20, 30 …; the first of all if there is none. */
function roundTick(ticks: readonly Tick[], nth: number): number {
  const numbers = ticks.map(({ label }) => Number(label[0]));
  const step = (numbers[1] ?? 0) - numbers[0]!;
  const isMultiple = (number: number) =>
    Math.abs(number / (nth * step) - Math.round(number / (nth * step))) < 1e-6;
  return Math.max(0, numbers.findIndex(isMultiple));
}

/** The first tick, the last, and from the left each that touches no label before it and not the last. */
function fromTheLeft(ticks: readonly Tick[], extent: (tick: Tick) => number): Set<number> {
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

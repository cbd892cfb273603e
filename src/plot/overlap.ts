import { groupedBy } from '../core/grouped_by.ts';
import type { Cell } from '../results/columns.ts';

/** A point of a plot: its panel, its line, its position. */
export interface PlotPoint {
  panel: Cell;
  line: Cell;
  x: Cell;
  y: Cell;
}

/** Where the line goes on from a point, and which of the lines along this stretch it is. */
export interface Stretch {
  x: number;
  y: number;
  /** `2/3`: the second of three lines that coincide here and take turns. `1/1`: a whole line. */
  turn: string;
  /** The index of the point at its end. */
  to: number;
}

/** With more lines than this, each would have more gaps than line: they stay whole. */
const MAX_TURNS = 4;

/** Two lines that are closer than this share of the y axis hide each other. */
const HIDING_SHARE = 1 / 150;

/**
 * The stretch of a line from each point to the next. Where two to four lines coincide along a stretch they take turns, so
 * that each can be seen; elsewhere, and where more coincide, lines are whole.
 *
 * @param span the length of the y axis, in its values
 * @returns for each point its stretch, undefined where its line ends or a value is missing; and how many lines coincide
 * at the most
 */
export function stretchesOf(
  points: readonly PlotPoint[],
  span: number,
): { stretches: (Stretch | undefined)[]; most: number } {
  const next = nextPoints(points);
  const groups = new Map<string, number[][]>();
  for (const [i, to] of next.entries()) {
    if (to === undefined) continue;
    const key = JSON.stringify([points[i]!.panel, points[i]!.x, points[to]!.x]);
    const known = groups.get(key) ?? [];
    groups.set(key, known);
    const near = (other: number) =>
      areAlmostEqual(points[i]!, points[other]!, span) &&
      areAlmostEqual(points[to]!, points[next[other]!]!, span);
    const group = known.find((members) => near(members[0]!));
    if (group) group.push(i);
    else known.push([i]);
  }
  const stretches: (Stretch | undefined)[] = points.map(() => undefined);
  let most = 1;
  for (const group of [...groups.values()].flat()) {
    most = Math.max(most, group.length);
    const whole = group.length > MAX_TURNS;
    for (const [at, i] of group.entries()) {
      const to = next[i]!;
      const { x, y } = points[to]!;
      stretches[i] = { x: Number(x), y: Number(y), turn: whole ? '1/1' : `${at + 1}/${group.length}`, to };
    }
  }
  return { stretches, most };
}

/** Whether some lines take turns, and so are dashed somewhere. */
export function takeTurns(stretches: readonly (Stretch | undefined)[]): boolean {
  return stretches.some((one) => one && one.turn !== '1/1');
}

/** Whether five or more lines coincide somewhere: then all stay whole, and the last one hides the others. */
export function coverOthers(most: number): boolean {
  return most > MAX_TURNS;
}

/**
 * The dash patterns by turn, [dash, gap] in pixels. Later lines are drawn over earlier ones, so each leaves gaps for those
 * below it.
 */
export function dashPatterns(dash: number): Map<string, [number, number]> {
  const patterns = new Map<string, [number, number]>();
  for (let of = 1; of <= MAX_TURNS; of++)
    for (let turn = 1; turn <= of; turn++)
      patterns.set(`${turn}/${of}`, turn === 1 ? [1, 0] : [dash * (of - turn + 1), dash * (turn - 1)]);
  return patterns;
}

/**
 * The stretches of lines whose points are nearer to each other than a dash is long: where lines coincide, a stretch is
 * drawn whole or not at all, by the place of its dash along x.
 *
 * @param dashOf counts the dashes along x, from 0, up to a value
 */
export function wholeStretches(
  stretches: readonly (Stretch | undefined)[],
  dashOf: (x: number) => number,
): (Stretch | undefined)[] {
  return stretches.map((stretch) => {
    if (!stretch) return undefined;
    const [turn, of] = stretch.turn.split('/').map(Number);
    return dashOf(stretch.x) % of! <= of! - turn! ? { ...stretch, turn: '1/1' } : undefined;
  });
}

/** The number of points that another point of their panel hides exactly: three points at one place hide 2. */
export function countHidden(points: readonly PlotPoint[]): number {
  const seen = new Set(points.map(({ panel, x, y }) => JSON.stringify([panel, x, y])));
  return points.length - seen.size;
}

/** Whether points should be joined: some line has several points, and no line has two at one x. */
export function formLines(points: readonly PlotPoint[]): boolean {
  const count = (...fields: readonly (keyof PlotPoint)[]) =>
    new Set(points.map((point) => JSON.stringify(fields.map((field) => point[field])))).size;
  return count('panel', 'line', 'x') === points.length && count('panel', 'line') < points.length;
}

/** For each point the next of its line to the right; undefined at the end, and beside a value that is missing. */
function nextPoints(points: readonly PlotPoint[]): (number | undefined)[] {
  const lines = groupedBy(points.keys(), (i) => JSON.stringify([points[i]!.panel, points[i]!.line]));
  const next: (number | undefined)[] = points.map(() => undefined);
  for (const line of lines.values()) {
    line.sort((a, b) => Number(points[a]!.x) - Number(points[b]!.x));
    for (const [at, i] of line.entries()) {
      const to = line[at + 1];
      if (to === undefined || typeof points[i]!.y !== 'number' || typeof points[to]!.y !== 'number') continue;
      next[i] = to;
    }
  }
  return next;
}

function areAlmostEqual(one: PlotPoint, other: PlotPoint, span: number): boolean {
  return Math.abs(Number(one.y) - Number(other.y)) <= HIDING_SHARE * span;
}

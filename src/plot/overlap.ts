import type { Cell } from '../results/columns.ts';

/** A point of a plot: which line it is of, in which panel, and where it lies. */
export interface PlotPoint {
  panel: Cell;
  line: Cell;
  x: Cell;
  y: Cell;
}

/** Pixels of a dash; so many lines share a stretch one after the other. */
const DASH = 6;

/** Lines that lie closer than this share of what is seen upwards hide each other. */
const HIDING_SHARE = 1 / 150;

/**
 * The dashes of lines that are drawn one over the other: of those that share a stretch each is seen in its turn, all
 * others are whole. A later line lies above the earlier ones, so each leaves room for those that lie below it.
 *
 * @param lines the lines' names in the order in which they are drawn
 * @param span from the least to the most that is seen upwards
 * @returns for each line its pattern, on and off in pixels
 */
export function dashPatterns(lines: readonly Cell[], points: readonly PlotPoint[], span: number): number[][] {
  const patterns = lines.map(() => [1, 0]);
  const drawn = panelsOf(points).map((panel) =>
    lines.map((line) => panel.filter((point) => point.line === line)),
  );
  const share = (a: number, b: number) => drawn.some((panel) => sharesStretch(panel[a]!, panel[b]!, span));
  for (const group of linkedGroups(lines.length, share)) {
    for (const [i, line] of group.entries()) {
      if (i > 0) patterns[line] = [DASH * (group.length - i), DASH * i];
    }
  }
  return patterns;
}

/** How many points lie exactly where another of their panel does. */
export function countHidden(points: readonly PlotPoint[]): number {
  const seen = new Set(points.map(({ panel, x, y }) => JSON.stringify([panel, x, y])));
  return points.length - seen.size;
}

/** Whether points make lines: some have more than one, and none has several at one place across. */
export function formLines(points: readonly PlotPoint[]): boolean {
  const count = (...fields: readonly (keyof PlotPoint)[]) =>
    new Set(points.map((point) => JSON.stringify(fields.map((field) => point[field])))).size;
  return count('panel', 'line', 'x') === points.length && count('panel', 'line') < points.length;
}

function panelsOf(points: readonly PlotPoint[]): PlotPoint[][] {
  return [...new Set(points.map(({ panel }) => panel))].map((one) =>
    points.filter(({ panel }) => panel === one),
  );
}

/** Whether two lines lie upon each other from one point to the next. */
function sharesStretch(one: readonly PlotPoint[], other: readonly PlotPoint[], span: number): boolean {
  const heights = new Map(other.map(({ x, y }) => [x, y]));
  const together = one.map(({ x, y }) => {
    const there = heights.get(x);
    return typeof y === 'number' && typeof there === 'number' && Math.abs(y - there) <= HIDING_SHARE * span;
  });
  return together.some((here, i) => here && together[i + 1]);
}

/** Numbers below `count`, in groups of those that are linked, each ascending; without those that stand alone. */
function linkedGroups(count: number, linked: (a: number, b: number) => boolean): number[][] {
  const found: number[][] = [];
  const left = new Set(Array.from({ length: count }, (_, i) => i));
  for (const first of left) {
    const group = [first];
    for (const member of group) {
      left.delete(member);
      for (const next of left) if (!group.includes(next) && linked(member, next)) group.push(next);
    }
    if (group.length > 1) found.push(group.sort((a, b) => a - b));
  }
  return found;
}

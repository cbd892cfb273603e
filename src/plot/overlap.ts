import type { Cell } from '../results/columns.ts';

/** A point of a plot: its panel, its line, its position. */
export interface PlotPoint {
  panel: Cell;
  line: Cell;
  x: Cell;
  y: Cell;
}

/** Length of a dash in pixels. */
const DASH_LENGTH = 6;

/** Two lines that are closer than this share of the y axis hide each other. */
const HIDING_SHARE = 1 / 150;

/**
 * Dash patterns for lines that coincide along a segment, so that each can be seen in turn. Later lines are drawn over
 * earlier ones, so each leaves gaps for those below it. Lines that coincide with no other are solid.
 *
 * @param lines the names of the lines, in drawing order
 * @param span the length of the y axis, in its values
 * @returns for each line its pattern, [dash, gap] in pixels; [1, 0] is solid
 */
export function dashPatterns(lines: readonly Cell[], points: readonly PlotPoint[], span: number): number[][] {
  const patterns = lines.map(() => [1, 0]);
  const drawn = panelsOf(points).map((panel) =>
    lines.map((line) => panel.filter((point) => point.line === line)),
  );
  const share = (a: number, b: number) => drawn.some((panel) => sharesStretch(panel[a]!, panel[b]!, span));
  for (const group of linkedGroups(lines.length, share)) {
    for (const [i, line] of group.entries()) {
      if (i > 0) patterns[line] = [DASH_LENGTH * (group.length - i), DASH_LENGTH * i];
    }
  }
  return patterns;
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

function panelsOf(points: readonly PlotPoint[]): PlotPoint[][] {
  return [...new Set(points.map(({ panel }) => panel))].map((one) =>
    points.filter(({ panel }) => panel === one),
  );
}

/** Whether two lines coincide at two neighbouring points. */
function sharesStretch(one: readonly PlotPoint[], other: readonly PlotPoint[], span: number): boolean {
  const heights = new Map(other.map(({ x, y }) => [x, y]));
  const together = one.map(({ x, y }) => {
    const there = heights.get(x);
    return typeof y === 'number' && typeof there === 'number' && Math.abs(y - there) <= HIDING_SHARE * span;
  });
  return together.some((here, i) => here && together[i + 1]);
}

/** Connected groups of the numbers 0 to count − 1, each ascending; groups of one are left out. */
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

import { QUIET_INK } from './colour.ts';
import { linesHeight, textLines } from './svg.ts';
import { textWidth, wrapped } from './text_width.ts';

/** The white space around a figure. */
export const FIGURE_MARGIN = 20;

/** The style of text that says less. */
export const QUIET_TEXT = { fill: QUIET_INK };

/** A short title needs no more lines where the columns are few. */
const TITLE_WIDTH = 420;

/**
 * The title of a figure and the headings above its columns. Each has as many lines as it needs.
 *
 * @param columns the place of each column, its heading and what is below the heading
 * @param across the width of a column
 * @param right where the last column ends
 * @returns `title` and `head` as SVG, the width of the figure, and `top`, the y at which its columns begin
 */
export function figureHead(
  title: string,
  {
    columns,
    across,
    right,
  }: {
    columns: readonly (readonly [x: number, heading: string, below: string])[];
    across: number;
    right: number;
  },
): { title: string; head: string; width: number; top: number } {
  const inner = Math.max(
    right - FIGURE_MARGIN,
    Math.min(TITLE_WIDTH, Math.ceil(textWidth(title, TITLE_SIZE, true))),
  );
  const titleLines = wrapped(title, inner, TITLE_SIZE, true);
  const heads = columns.map(([x, heading, below]) => ({
    x,
    heading: wrapped(heading, across, HEADING_SIZE, true),
    below: wrapped(below, across, BELOW_SIZE),
  }));
  // The headings begin in one line, and so do the texts below them.
  const y = 58 + linesHeight(titleLines, TITLE_SIZE);
  const headings = Math.max(...heads.map(({ heading }) => linesHeight(heading, HEADING_SIZE)));
  const belows = Math.max(...heads.map(({ below }) => linesHeight(below, BELOW_SIZE)));
  return {
    title: textLines([FIGURE_MARGIN, 30], TITLE_SIZE, titleLines, { 'font-weight': 600 }),
    head: heads
      .map(
        ({ x, heading, below }) =>
          textLines([x, y], HEADING_SIZE, heading, { 'font-weight': 600 }) +
          textLines([x, y + headings + 16], BELOW_SIZE, below, QUIET_TEXT),
      )
      .join(''),
    width: inner + 2 * FIGURE_MARGIN,
    top: y + headings + belows + 26,
  };
}

const TITLE_SIZE = 15;
const HEADING_SIZE = 12;
const BELOW_SIZE = 11;

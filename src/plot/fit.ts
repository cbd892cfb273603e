import type { TopLevelSpec } from 'vega-lite';
import type { PlotChoice } from './figure.ts';
import { renderPlot } from './render.ts';
import { plotSpec } from './spec.ts';
import type { PlotTable } from './table.ts';

/** A drawn figure: its specification, its SVG, and its size in pixels. */
export interface DrawnFigure {
  spec: TopLevelSpec;
  svg: string;
  width: number;
  height: number;
}

/** Pixels. */
interface Size {
  width: number | undefined;
  height: number | undefined;
}

const MIN_PANEL = { width: 60, height: 24 };
const MAX_ROUNDS = 6;
/** Names at the left may take this share of a figure. */
const MAX_NAMES_SHARE = 0.4;
/** Pixels around a figure. */
const FIGURE_EDGE = 8;

/**
 * Draws the figure of a table. With a width or a height the whole figure, with its labels, gets that size: panels
 * become smaller or larger, and are side by side where there is room. If labels need more, the figure is larger than
 * asked.
 *
 * @param asked pixels, a 96th of an inch each
 */
export async function drawFigure(
  table: PlotTable,
  choice: PlotChoice,
  asked: Partial<Size> = {},
): Promise<DrawnFigure> {
  let drawn = await drawnAs(plotSpec(table, choice));
  let best = drawn;
  const natural = panelsOfSpec(drawn.spec);
  const columns =
    asked.width === undefined
      ? natural.columns
      : Math.max(1, Math.min(natural.count, Math.round(asked.width / (natural.width * 0.9 + 24))));
  const panel = { width: natural.width, height: natural.height };
  for (let round = 0; round < MAX_ROUNDS && distanceFromAsked(best, asked) >= 1; round++) {
    const rows = Math.ceil(natural.count / columns);
    if (asked.width !== undefined)
      // The first round has other columns, so what is beside the panels is not known yet. Vega rounds widths.
      panel.width = Math.max(
        MIN_PANEL.width,
        Math.floor(
          round === 0 && columns !== natural.columns
            ? asked.width / columns - 40
            : panel.width + (asked.width - drawn.width) / columns,
        ),
      );
    if (asked.height !== undefined)
      panel.height = Math.max(MIN_PANEL.height, panel.height + (asked.height - drawn.height) / rows);
    const spec = plotSpec(table, {
      ...choice,
      columns,
      ...(asked.width === undefined
        ? {}
        : { room: asked.width - drawn.left - FIGURE_EDGE, names: asked.width * MAX_NAMES_SHARE }),
      panel: {
        ...(asked.width === undefined ? {} : { width: panel.width }),
        ...(asked.height === undefined ? {} : { height: panel.height }),
      },
    });
    drawn = await drawnAs(spec);
    // A label that is wrapped at one width and not at the next may keep the rounds from settling.
    if (distanceFromAsked(drawn, asked) < distanceFromAsked(best, asked)) best = drawn;
  }
  return { spec: best.spec, ...framed(best, asked) };
}

/** How far a figure is from the asked size, in pixels. What is too large counts far more: an edge can be left empty. */
function distanceFromAsked(drawn: DrawnFigure, asked: Partial<Size>): number {
  return (['width', 'height'] as const).reduce((sum, side) => {
    const over = drawn[side] - (asked[side] ?? drawn[side]);
    return sum + (over > 1 ? 1e6 + over : Math.abs(over));
  }, 0);
}

/** A figure that came out a little smaller gets an empty edge at the right and below. */
function framed(drawn: Omit<DrawnFigure, 'spec'>, asked: Partial<Size>): Omit<DrawnFigure, 'spec'> {
  const width = Math.max(drawn.width, asked.width ?? 0);
  const height = Math.max(drawn.height, asked.height ?? 0);
  const svg = drawn.svg
    .replace(
      / width="[\d.]+" height="[\d.]+" viewBox="0 0 [\d.]+ [\d.]+"/,
      ` width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`,
    )
    .replace(/(?<=^<svg [^>]*><rect) width="[\d.]+" height="[\d.]+"/, ` width="${width}" height="${height}"`);
  return { svg, width, height };
}

/** @returns `left` is where the first panel begins */
async function drawnAs(spec: TopLevelSpec): Promise<DrawnFigure & { left: number }> {
  const svg = await renderPlot(spec);
  const [, width = '0', height = '0'] = / width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  const [, left = '0'] = / transform="translate\(([\d.]+),/.exec(svg) ?? [];
  return { spec, svg, width: Number(width), height: Number(height), left: Number(left) };
}

/** The panels of a specification: their size, how many are side by side, how many there are. */
function panelsOfSpec(spec: TopLevelSpec) {
  const { spec: inner, columns = 1, facet, width, height } = spec as unknown as SizedSpec;
  const size = inner ?? { width: width!, height: height! };
  return { ...size, columns, count: facet?.sort.length ?? 1 };
}

interface SizedSpec {
  width?: number;
  height?: number;
  columns?: number;
  facet?: { sort: readonly string[] };
  spec?: { width: number; height: number };
}

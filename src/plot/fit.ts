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

const MIN_PANEL = { width: 60, height: 24 };
const MAX_ROUNDS = 5;

/**
 * Draws the figure of a table. With a width or a height the whole figure, with its labels, gets that size: panels become
 * smaller or larger, and stand side by side where there is room. If labels need more, the figure is larger than asked.
 *
 * @param asked pixels, a 96th of an inch each
 */
export async function drawFigure(
  table: PlotTable,
  choice: PlotChoice,
  asked: { width?: number | undefined; height?: number | undefined } = {},
): Promise<DrawnFigure> {
  let spec = plotSpec(table, choice);
  let drawn = await drawnAs(spec);
  const natural = panelsOfSpec(spec);
  const columns =
    asked.width === undefined
      ? natural.columns
      : Math.max(1, Math.min(natural.count, Math.round(asked.width / (natural.width * 0.9 + 24))));
  const panel = { width: natural.width, height: natural.height };
  for (let round = 0; round < MAX_ROUNDS && !hasSize(drawn, asked); round++) {
    const rows = Math.ceil(natural.count / columns);
    if (asked.width !== undefined)
      // The first round has other columns, so what is beside the panels is not known yet.
      panel.width = Math.max(
        MIN_PANEL.width,
        round === 0 && columns !== natural.columns
          ? asked.width / columns - 40
          : panel.width + (asked.width - drawn.width) / columns,
      );
    if (asked.height !== undefined)
      panel.height = Math.max(MIN_PANEL.height, panel.height + (asked.height - drawn.height) / rows);
    const room = asked.width === undefined ? undefined : asked.width - 40;
    spec = plotSpec(table, {
      ...choice,
      columns,
      room,
      panel: {
        ...(asked.width === undefined ? {} : { width: panel.width }),
        ...(asked.height === undefined ? {} : { height: panel.height }),
      },
    });
    drawn = await drawnAs(spec);
  }
  return { spec, ...framed(drawn, asked) };
}

/** A figure that came out a little smaller gets an empty edge at the right and below. */
function framed(
  drawn: Omit<DrawnFigure, 'spec'>,
  asked: { width?: number | undefined; height?: number | undefined },
): Omit<DrawnFigure, 'spec'> {
  const width = Math.max(drawn.width, asked.width ?? 0);
  const height = Math.max(drawn.height, asked.height ?? 0);
  const svg = drawn.svg.replace(
    / width="[\d.]+" height="[\d.]+" viewBox="0 0 [\d.]+ [\d.]+"/,
    ` width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`,
  );
  return { svg, width, height };
}

function hasSize(
  drawn: { width: number; height: number },
  asked: { width?: number | undefined; height?: number | undefined },
): boolean {
  return (['width', 'height'] as const).every(
    (side) => asked[side] === undefined || Math.abs(drawn[side] - asked[side]) < 1,
  );
}

async function drawnAs(spec: TopLevelSpec): Promise<Omit<DrawnFigure, 'spec'>> {
  const svg = await renderPlot(spec);
  const [, width = '0', height = '0'] = / width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  return { svg, width: Number(width), height: Number(height) };
}

/** The panels of a specification: their size, how many stand side by side, how many there are. */
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

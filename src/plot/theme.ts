import type { Config } from 'vega-lite';
import { CATEGORIES, formatColour } from '../picture/colour.ts';
import { FONT } from '../picture/svg.ts';

/** Text and lines take the colour of the surrounding page, or of the SVG itself. */
const TEXT_COLOUR = 'currentColor';

/** The size of a figure's title, in pixels. @param size of other text @example titleSize(12) // 13 */
export function titleSize(size: number): number {
  return Math.round(size * 1.08);
}

/** The size of text in pixels, by default. */
export const FONT_SIZE = 12;

/** The style of every plot. @param size of text in pixels; titles are a little larger */
export function themeOf(size: number): Config {
  const text = {
    labelColor: TEXT_COLOUR,
    titleColor: TEXT_COLOUR,
    labelFontSize: size,
    titleFontSize: size,
  };
  return {
    background: 'transparent',
    font: FONT,
    padding: 8,
    view: {
      stroke: null,
      continuousWidth: 260,
      continuousHeight: 180,
      discreteWidth: { step: 40 },
      discreteHeight: { step: 28 },
    },
    axis: {
      ...text,
      titleFontWeight: 400,
      labelOpacity: 0.8,
      titleOpacity: 0.8,
      domainColor: TEXT_COLOUR,
      domainOpacity: 0.55,
      tickColor: TEXT_COLOUR,
      tickOpacity: 0.55,
      tickSize: 4,
      gridColor: TEXT_COLOUR,
      gridOpacity: 0.12,
      labelPadding: 4,
      labelLimit: 0,
      labelOverlap: false,
      titlePadding: 8,
    },
    axisX: { grid: false, labelAngle: 0 },
    axisY: { domain: false, ticks: false, tickCount: 5 },
    header: {
      ...text,
      labelFontWeight: 600,
      labelAnchor: 'start',
      labelLimit: 0,
      title: null,
    },
    legend: {
      ...text,
      titleFontWeight: 400,
      orient: 'bottom',
      direction: 'horizontal',
      symbolStrokeWidth: 2,
      labelLimit: 0,
      titleOpacity: 0.8,
    },
    title: {
      color: TEXT_COLOUR,
      subtitleColor: TEXT_COLOUR,
      fontSize: titleSize(size),
      fontWeight: 600,
      subtitleFontSize: size,
      subtitleFontWeight: 400,
      subtitlePadding: 4,
      anchor: 'start',
      frame: 'group',
      offset: 10,
    },
    range: { category: CATEGORIES.map(formatColour) },
  };
}

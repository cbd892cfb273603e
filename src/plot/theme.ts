import type { Config } from 'vega-lite';
import { CATEGORIES, formatColour, ramp } from '../picture/colour.ts';
import { FONT } from '../picture/svg.ts';

/** Text and lines take the colour of the surrounding page, or of the SVG itself. */
const TEXT_COLOUR = 'currentColor';

/** From blue to ochre in even steps: distinct on light and dark pages, and for colour-blind readers. */
export const numberColour = ramp(['#3f5fc0', '#2d86b8', '#2aa198', '#7fae4a', '#d9a227']);

/** The style of every plot. */
export const theme: Config = {
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
    labelColor: TEXT_COLOUR,
    titleColor: TEXT_COLOUR,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 400,
    labelOpacity: 0.8,
    titleOpacity: 0.8,
    domainColor: TEXT_COLOUR,
    domainOpacity: 0.4,
    tickColor: TEXT_COLOUR,
    tickOpacity: 0.4,
    tickSize: 4,
    gridColor: TEXT_COLOUR,
    gridOpacity: 0.12,
    labelPadding: 4,
    titlePadding: 8,
  },
  axisX: { grid: false, labelAngle: 0 },
  axisY: { domain: false, ticks: false, tickCount: 5 },
  header: {
    labelColor: TEXT_COLOUR,
    titleColor: TEXT_COLOUR,
    labelFontSize: 12,
    titleFontSize: 12,
    labelFontWeight: 600,
    labelAnchor: 'start',
    labelLimit: 320,
    title: null,
  },
  legend: {
    labelColor: TEXT_COLOUR,
    titleColor: TEXT_COLOUR,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 400,
    orient: 'bottom',
    direction: 'horizontal',
    columns: 4,
    symbolStrokeWidth: 2,
    labelLimit: 320,
    titleOpacity: 0.8,
  },
  title: {
    color: TEXT_COLOUR,
    subtitleColor: TEXT_COLOUR,
    fontSize: 13,
    fontWeight: 600,
    subtitleFontSize: 12,
    subtitleFontWeight: 400,
    subtitlePadding: 4,
    anchor: 'start',
    frame: 'group',
    offset: 10,
  },
  range: { category: CATEGORIES.map(formatColour) },
};

import { expressionInterpreter } from 'vega-interpreter';
import type { TopLevelSpec } from 'vega-lite';
import { renderPlot as draw } from '../../plot/render.ts';

/** The part of the page that draws plots. Vega interprets its expressions, since the page forbids code from texts. */
export interface VegaPart {
  drawPlot(spec: TopLevelSpec): Promise<string>;
}

/** Draws a specification as SVG. */
export const drawPlot: VegaPart['drawPlot'] = (spec) => draw(spec, expressionInterpreter);

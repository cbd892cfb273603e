export { drawPlot } from '../../../src/playground/worker/vega_part.ts';

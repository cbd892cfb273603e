export { renderPlot } from '../../../src/playground/worker/vega_part.ts';

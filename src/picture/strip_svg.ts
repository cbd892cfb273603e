import { sizeLabel } from '../core/tensor.ts';
import { SAME_COLOUR } from './colour.ts';
import { FIGURE_MARGIN, figureHead, QUIET_TEXT } from './figure_head.ts';
import {
  type ClassMapStep,
  channelLabel,
  type FilmStrip,
  type FilmStripStep,
  fourDigits,
  frameRaster,
  shiftLabel,
  stripNote,
  stripRowLabel,
} from './film_strip.ts';
import { pngUri } from './png.ts';
import type { Raster } from './raster.ts';
import { isRgb } from './render_output.ts';
import { element, linesHeight, sharpImage, svgDocument, textLines } from './svg.ts';
import { wrapped } from './text_width.ts';

const LABELS = 84;
const LABELS_OF_SECOND = 168;
const GAP = 14;
const FOOT = 30;
const MIN_SIDE = 128;
const MAX_SIDE = 256;
/** A row has room for its label. */
const LEAST_HEIGHT = 18;

/** Draws a film strip as SVG: a column for each measured step, a row for each shift, with sharp pixels. */
export function stripSvg(shown: FilmStrip): string {
  const longest = Math.max(...shown.steps.map(({ outputs }) => Math.max(...outputs[0]!.shape.slice(0, 2))));
  const side = Math.min(MAX_SIDE, Math.max(MIN_SIDE, longest));
  const column = (i: number) => FIGURE_MARGIN + (shown.second ? LABELS_OF_SECOND : LABELS) + i * (side + GAP);
  const { title, width, head, top } = figureHead(shown.title, {
    columns: shown.steps.map((step, i) => [column(i), stepHeading(step), stepSubheading(step)]),
    across: side,
    right: column(shown.steps.length) - GAP,
  });
  const images = shown.steps.map((step) =>
    step.outputs.map((_, j) =>
      step.decisions?.[j] === undefined
        ? outputImage(frameRaster(step, j, side), side)
        : decisionLines(step.decisions[j], side),
    ),
  );
  const tallest = Math.max(LEAST_HEIGHT, ...images.flat().map((image) => image.height));
  const row = (i: number) => top + i * (tallest + FOOT);
  const height = row(shown.shifts.length) + FIGURE_MARGIN - 16;
  return svgDocument(
    [width, height],
    stripInWords(shown),
    element('rect', { width, height, fill: '#fff' }),
    title,
    head,
    ...shown.shifts.map((_, i) => textLines([FIGURE_MARGIN, row(i) + 13], 12, [stripRowLabel(shown, i)])),
    ...shown.steps.flatMap((step, i) =>
      step.outputs.flatMap((_, j) => [
        images[i]![j]!.at(column(i), row(j) + Math.floor((tallest - images[i]![j]!.height) / 2)),
        textLines([column(i), row(j) + tallest + 15], 11, [stripNote(shown, step, j)], classStyle(step, j)),
      ]),
    ),
  );
}

/** The strip in words, for readers who cannot see it. */
export function stripInWords({ title, shifts, second = 0, steps }: FilmStrip): string {
  const same = (at: number) =>
    steps.filter(({ classes }) => classes[at] === 0).map(({ depth, layer }) => `${layer} at depth ${depth}`);
  const each = shifts.slice(1, shifts.length - second).map((shift, i) => {
    const where = same(i + 1);
    return `shifted by ${shiftLabel(shift)} the output is the same ${where.length === 0 ? 'nowhere' : `at ${where.join(', ')}`}`;
  });
  return `Film strip of ${title}: ${steps.map(({ layer }) => layer).join(', ')}. ${each.join('; ')}.`;
}

/** @returns for example `depth 3 · max_pool`; for the image, its kind */
export function stepHeading({ step, depth, layer }: ClassMapStep): string {
  return step === 0 ? layer : `depth ${depth} · ${layer}`;
}

/** @returns for example `8×8×16, mean, 0 to 1`: size, what is shown of the channels, and the values of dark and bright */
export function stepSubheading(step: FilmStripStep): string {
  const { outputs, channel, range, marks } = step;
  if (marks) return 'dashed: unshifted, moved';
  const size = sizeLabel(outputs[0]!.shape);
  if (channel === undefined && isRgb(outputs[0]!)) return size;
  const label = channelLabel(step);
  return `${size}${label === undefined ? '' : `, ${label}`}, ${fourDigits(range[0])} to ${fourDigits(range[1])}`;
}

function classStyle({ classes }: FilmStripStep, at: number): Record<string, string | number> {
  return classes[at] === 0 ? { fill: SAME_COLOUR, 'font-weight': 600 } : QUIET_TEXT;
}

/** What stands for an output in a row, by its upper left corner: the rows are as high as the highest of them. */
interface DrawnOutput {
  height: number;
  at: (x: number, y: number) => string;
}

/** What a network decides, where the output would be. */
function decisionLines(decision: string, side: number): DrawnOutput {
  const lines = wrapped(decision, side, 13, true);
  return {
    height: linesHeight(lines, 13),
    at: (x, y) => textLines([x, y], 13, lines, { 'font-weight': 600 }),
  };
}

/** An output in the middle of its column, enlarged by a whole factor. */
function outputImage(pixels: Raster, side: number): DrawnOutput {
  const times = Math.max(1, Math.floor(side / Math.max(pixels.width, pixels.height)));
  const [width, height] = [pixels.width * times, pixels.height * times];
  const uri = pngUri(pixels);
  return {
    height,
    at: (x, y) => sharpImage({ x: x + Math.floor((side - width) / 2), y, width, height }, uri),
  };
}

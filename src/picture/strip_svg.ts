import {
  type ClassMapStep,
  type FilmStrip,
  type FilmStripStep,
  fourDigits,
  frameRaster,
  shiftLabel,
  sizeLabel,
  stripNote,
  stripRowLabel,
} from './film_strip.ts';
import { pngUri } from './png.ts';
import type { Raster } from './raster.ts';
import { isRgb } from './render_output.ts';
import { element, escaped, svgDocument } from './svg.ts';

const LABELS = 84;
const LABELS_OF_SECOND = 168;
const GAP = 14;
const STRIP_HEADER_HEIGHT = 84;
const FOOT = 30;
const STRIP_MARGIN = 20;
const MIN_SIDE = 128;
const MAX_SIDE = 256;

/** Draws a film strip as SVG: a column for each measured step, a row for each shift, with sharp pixels. */
export function stripSvg(shown: FilmStrip): string {
  const longest = Math.max(...shown.steps.map(({ outputs }) => Math.max(...outputs[0]!.shape.slice(0, 2))));
  const side = Math.min(MAX_SIDE, Math.max(MIN_SIDE, longest));
  const column = (i: number) => STRIP_MARGIN + (shown.second ? LABELS_OF_SECOND : LABELS) + i * (side + GAP);
  const row = (i: number) => STRIP_HEADER_HEIGHT + i * (side + FOOT);
  const width =
    Math.max(column(shown.steps.length) - GAP, STRIP_MARGIN + 9 * shown.title.length) + STRIP_MARGIN;
  const height = row(shown.shifts.length) + STRIP_MARGIN - 16;
  return svgDocument(
    [width, height],
    stripInWords(shown),
    element('rect', { width, height, fill: '#fff' }),
    svgText(STRIP_MARGIN, 30, 15, shown.title, { 'font-weight': 600 }),
    ...shown.steps.flatMap((step, i) => [
      svgText(column(i), 58, 12, stepHeading(step), { 'font-weight': 600 }),
      svgText(column(i), 74, 11, stepSubheading(step), STRIP_LABEL),
    ]),
    ...shown.shifts.map((_, i) => svgText(STRIP_MARGIN, row(i) + 13, 12, stripRowLabel(shown, i))),
    ...shown.steps.flatMap((step, i) =>
      step.outputs.flatMap((_, j) => [
        step.decisions?.[j] === undefined
          ? outputImage(frameRaster(step, j, side), column(i), row(j), side)
          : svgText(column(i), row(j) + side / 2, 13, step.decisions[j], { 'font-weight': 600 }),
        svgText(column(i), row(j) + side + 15, 11, stripNote(shown, step, j), classStyle(step, j)),
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

/** @returns for example `8×8×16, mean, 0 to 1`: size, channel, and the values of dark and bright */
export function stepSubheading({ outputs, channel, range, marks }: FilmStripStep): string {
  if (marks) return 'dashed: unshifted, moved';
  const size = sizeLabel(outputs[0]!);
  if (channel === undefined && isRgb(outputs[0]!)) return size;
  const many = outputs[0]!.shape[2] > 1 && outputs[0]!.shape[0] * outputs[0]!.shape[1] > 1;
  const which = many ? (channel === undefined || channel === 'mean' ? ', mean' : `, channel ${channel}`) : '';
  return `${size}${which}, ${fourDigits(range[0])} to ${fourDigits(range[1])}`;
}

const STRIP_LABEL = { fill: '#5d6570' };

function classStyle({ classes }: FilmStripStep, at: number): Record<string, string | number> {
  return classes[at] === 0 ? { fill: '#0072b2', 'font-weight': 600 } : STRIP_LABEL;
}

function svgText(
  x: number,
  y: number,
  size: number,
  text: string,
  more: Record<string, string | number> = {},
): string {
  return element('text', { x, y, 'font-size': size, fill: '#1b1f24', ...more }, escaped(text));
}

/** Places an output in the middle of its square, enlarged by a whole factor. */
function outputImage(pixels: Raster, x: number, y: number, side: number): string {
  const times = Math.max(1, Math.floor(side / Math.max(pixels.width, pixels.height)));
  const [width, height] = [pixels.width * times, pixels.height * times];
  return element('image', {
    x: x + Math.floor((side - width) / 2),
    y: y + Math.floor((side - height) / 2),
    width,
    height,
    'image-rendering': 'optimizeSpeed',
    href: pngUri(pixels),
  });
}

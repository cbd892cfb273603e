import { frame, isRgb } from './frame.ts';
import { pngUri } from './png.ts';
import { type Raster, within } from './raster.ts';
import {
  classLabel,
  type MappedStep,
  type Shown,
  type ShownStep,
  shiftLabel,
  short,
  sizeLabel,
} from './shown.ts';
import { element, escaped, picture } from './svg.ts';

const LABELS = 84;
const GAP = 14;
const HEAD = 84;
const FOOT = 30;
const MARGIN = 20;
const SMALLEST = 128;
const LARGEST = 256;

/** The film strip as an SVG: a column for each measured step, a row for each shift, pixels crisp. */
export function stripSvg(shown: Shown): string {
  const longest = Math.max(...shown.steps.map(({ outputs }) => Math.max(...outputs[0]!.shape.slice(0, 2))));
  const side = Math.min(LARGEST, Math.max(SMALLEST, longest));
  const column = (i: number) => MARGIN + LABELS + i * (side + GAP);
  const row = (i: number) => HEAD + i * (side + FOOT);
  const width = Math.max(column(shown.steps.length) - GAP, MARGIN + 9 * shown.title.length) + MARGIN;
  const height = row(shown.shifts.length) + MARGIN - 16;
  return picture(
    [width, height],
    stripText(shown),
    element('rect', { width, height, fill: '#fff' }),
    line(MARGIN, 30, 15, shown.title, { 'font-weight': 600 }),
    ...shown.steps.flatMap((step, i) => [
      line(column(i), 58, 12, headOf(step), { 'font-weight': 600 }),
      line(column(i), 74, 11, underHead(step), QUIET),
    ]),
    ...shown.shifts.map((shift, i) => line(MARGIN, row(i) + 13, 12, shiftLabel(shift))),
    ...shown.steps.flatMap((step, i) =>
      step.outputs.flatMap((output, j) => [
        placed(within(frame(output, step.channel, step.range), side), column(i), row(j), side),
        ...(j === 0
          ? []
          : [line(column(i), row(j) + side + 15, 11, classLabel(step.classes[j]), markOf(step, j))]),
      ]),
    ),
  );
}

/** The strip in words, for those who do not see it. */
export function stripText({ title, shifts, steps }: Shown): string {
  const same = (at: number) =>
    steps.filter(({ classes }) => classes[at] === 0).map(({ depth, layer }) => `${layer} at depth ${depth}`);
  const each = shifts.slice(1).map((shift, i) => {
    const where = same(i + 1);
    return `shifted by ${shiftLabel(shift)} the output is the same ${where.length === 0 ? 'nowhere' : `at ${where.join(', ')}`}`;
  });
  return `Film strip of ${title}: ${steps.map(({ layer }) => layer).join(', ')}. ${each.join('; ')}.`;
}

/** `depth 3 · max_pool` */
export function headOf({ step, depth, layer }: MappedStep): string {
  return step === 0 ? layer : `depth ${depth} · ${layer}`;
}

/** Size, and the values that dark and bright stand for. */
export function underHead({ outputs, channel, range }: ShownStep): string {
  const size = sizeLabel(outputs[0]!);
  if (channel === undefined && isRgb(outputs[0]!)) return size;
  const many = outputs[0]!.shape[2] > 1 && outputs[0]!.shape[0] * outputs[0]!.shape[1] > 1;
  const which = many ? (channel === undefined || channel === 'mean' ? ', mean' : `, channel ${channel}`) : '';
  return `${size}${which}, ${short(range[0])} to ${short(range[1])}`;
}

const QUIET = { fill: '#5d6570' };

function markOf({ classes }: ShownStep, at: number): Record<string, string | number> {
  return classes[at] === 0 ? { fill: '#0072b2', 'font-weight': 600 } : QUIET;
}

function line(
  x: number,
  y: number,
  size: number,
  text: string,
  more: Record<string, string | number> = {},
): string {
  return element('text', { x, y, 'font-size': size, fill: '#1b1f24', ...more }, escaped(text));
}

/** Pixels become squares of one size; a picture that is larger than the frame was reduced to it. */
function placed(pixels: Raster, x: number, y: number, side: number): string {
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

import type { Image, Pair } from '../core/tensor.ts';
import { detectionFrame, type FrameMarks } from './detection_frame.ts';
import { fitSquare, type Raster, shrinkToSquare } from './raster.ts';
import { type Channel, isRgb, photograph, renderOutput, type ValueRange } from './render_output.ts';

/** A measured step of a variant, with the class of each drawn shift. */
export interface ClassMapStep {
  step: number;
  layer: string;
  depth: number;
  shiftClasses: ShiftClasses;
}

/** A measured step of a variant, with the outputs that a film strip shows. */
export interface FilmStripStep extends ClassMapStep {
  /** The outputs of the strip's rows, in the same order; the first is the reference. */
  outputs: readonly Image[];
  /**
   * The class of each output: −1 if it differs and was not drawn, undefined if the comparison leaves it out. In a row of the
   * second image: 0 if it gives the same output as the image, −1 if not, undefined if that shift was not drawn.
   */
  classes: readonly (number | undefined)[];
  /** Where the output is the number of a class: the class of each output in words. */
  decisions?: readonly (string | undefined)[] | undefined;
  /** For a detector, what it found; the outputs are then the images that it was given. */
  marks?: readonly FrameMarks[] | undefined;
  /** What is shown of several channels; undefined: the mean, or the colours of an RGB image. */
  channel: Channel | undefined;
  /** The values of the darkest and the brightest colour. */
  range: ValueRange;
}

/** A few shifts of a variant at each measured step: a grid of outputs. */
export interface FilmStrip {
  title: string;
  /** For sets: the shown picture, and the number of pictures. */
  picture?: { name: string; of: number } | undefined;
  /** The shift of each row; the first is (0, 0). Rows of the second image come last. */
  shifts: readonly Pair[];
  /** How many rows show the second image (`against`), at the shifts of as many rows before. Default 0. */
  second?: number;
  steps: readonly FilmStripStep[];
}

/** The drawn shifts and the class of each. Class 0 is the reference's. */
export interface ShiftClasses {
  dy: ArrayLike<number>;
  dx: ArrayLike<number>;
  classOf: ArrayLike<number>;
}

/** @example shiftLabel([2, -1]) // '(2, −1)'; shiftLabel([0, 0]) is 'unshifted' */
export function shiftLabel([dy, dx]: Pair): string {
  return dy === 0 && dx === 0 ? 'unshifted' : `(${withMinus(dy)}, ${withMinus(dx)})`;
}

/** The label of a row: `(2, −1)`, or `second image, (2, −1)`. */
export function stripRowLabel({ shifts, second = 0 }: FilmStrip, row: number): string {
  return row < shifts.length - second
    ? shiftLabel(shifts[row]!)
    : `second image, ${shiftLabel(shifts[row]!)}`;
}

/** What is said below an output of a strip; empty for the reference. */
export function stripNote(
  { shifts, second = 0 }: FilmStrip,
  { classes }: FilmStripStep,
  row: number,
): string {
  if (row === 0) return '';
  if (row < shifts.length - second) return classLabel(classes[row]);
  const same = classes[row];
  return same === undefined ? '' : same === 0 ? 'same as the first' : 'not the first’s';
}

/**
 * The picture of one output of a strip, with at most `side` pixels.
 *
 * @param fit makes a small output larger, by a whole factor; a picture with marks always is
 */
export function frameRaster(
  { outputs, marks, channel, range }: FilmStripStep,
  row: number,
  side: number,
  fit = false,
): Raster {
  if (marks) return detectionFrame(photograph(outputs[row]!, range), marks[row]!, side);
  const whole = renderOutput(outputs[row]!, channel, range);
  return fit ? fitSquare(whole, side) : shrinkToSquare(whole, side);
}

/** What is shown of the channels of a step, such as `mean`; undefined where all of them are seen, each in its place. */
export function channelLabel({
  outputs,
  channel,
  marks,
}: Pick<FilmStripStep, 'outputs' | 'channel' | 'marks'>): string | undefined {
  const [height, width, channels] = outputs[0]!.shape;
  if (marks || channels === 1 || (channel === undefined && isRgb(outputs[0]!))) return undefined;
  if (height * width === 1) return 'all channels';
  return typeof channel === 'number' ? `channel ${channel}` : (channel ?? 'mean');
}

/** What the labels of the channels of a strip mean, a phrase for each. */
export function channelLegend({ steps }: FilmStrip): string[] {
  const labels = new Set(steps.map(channelLabel));
  return [...CHANNEL_LABELS].flatMap(([label, meaning]) => (labels.has(label) ? `${label}: ${meaning}` : []));
}

const CHANNEL_LABELS = new Map([
  ['mean', 'a cell is the mean of its channels'],
  ['largest', 'a cell is the largest of its channels, whose mean is the same in every cell'],
  ['all channels', 'a square is a channel, from the left, row by row'],
]);

/** `same` for class 0, `differs` for others, `left out` for undefined. */
function classLabel(found: number | undefined): string {
  if (found === undefined) return 'left out';
  return found === 0 ? 'same' : 'differs';
}

/** A number rounded to four significant digits, with a real minus sign. @example fourDigits(-0.123456) // '−0.1235' */
export function fourDigits(value: number): string {
  return withMinus(Number(value.toPrecision(4)));
}

function withMinus(value: number): string {
  return value < 0 ? `−${-value}` : String(value + 0);
}

/**
 * The first and the last shift of a map, and where they are; one shift alone, where there is no other.
 *
 * @param rows the dy of each row, @param columns the dx of each column
 * @example mapEnds([-1, 1], [0]) // ['(−1, 0) at the top', '(1, 0) at the bottom']
 */
export function mapEnds(rows: readonly number[], columns: readonly number[]): string[] {
  const [first, last] = [0, -1].map((end) => shiftLabel([rows.at(end)!, columns.at(end)!]));
  if (rows.length === 1 && columns.length === 1) return [`${first} alone`];
  const side = (row: string, column: string) =>
    [rows.length > 1 && row, columns.length > 1 && column].filter(Boolean).join(' ');
  return [`${first} at the ${side('top', 'left')}`, `${last} at the ${side('bottom', 'right')}`];
}

/** The same as one phrase. @example 'from (−1, 0) at the top to (1, 0) at the bottom' */
export function mapEndsText(rows: readonly number[], columns: readonly number[]): string {
  const ends = mapEnds(rows, columns);
  return `${ends.length > 1 ? 'from ' : ''}${ends.join(' to ')}`;
}

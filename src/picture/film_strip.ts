import type { Image, Pair } from '../core/tensor.ts';
import type { Channel, ValueRange } from './render_output.ts';

/** A measured step of a variant, and what became of the shifts there. */
export interface ClassMapStep {
  step: number;
  layer: string;
  depth: number;
  /** The class of every drawn shift. */
  shiftClasses: ShiftClasses;
}

/** One measured step of a variant, as pictures show it. */
export interface FilmStripStep extends ClassMapStep {
  /** The outputs of the shown shifts, in their order; the first is the reference. */
  outputs: readonly Image[];
  /** The class of each of them; -1 of one that was not drawn and differs, none of one that the comparison leaves out. */
  classes: readonly (number | undefined)[];
  channel: Channel | undefined;
  range: ValueRange;
}

/** A variant as pictures show it: a few shifts at each measured step. */
export interface FilmStrip {
  title: string;
  /** Of a set: which of its pictures is shown. */
  picture?: { name: string; of: number } | undefined;
  /** The reference (0, 0) first. */
  shifts: readonly Pair[];
  steps: readonly FilmStripStep[];
}

/** Which shifts were drawn, and the class of each: 0 is the reference's. */
export interface ShiftClasses {
  dy: ArrayLike<number>;
  dx: ArrayLike<number>;
  classOf: ArrayLike<number>;
}

/** `unshifted`, or `(2, −1)`. */
export function shiftLabel([dy, dx]: Pair): string {
  return dy === 0 && dx === 0 ? 'unshifted' : `(${withMinus(dy)}, ${withMinus(dx)})`;
}

/** `64×64`, and the channels where there is more than one. */
export function sizeLabel({ shape: [height, width, channels] }: Image): string {
  return channels === 1 ? `${height}×${width}` : `${height}×${width}×${channels}`;
}

/** What became of a shift at a step, in a word. */
export function classLabel(found: number | undefined): string {
  if (found === undefined) return 'left out';
  return found === 0 ? 'same' : 'differs';
}

/** Four significant digits at most. */
export function fourDigits(value: number): string {
  return withMinus(Number(value.toPrecision(4)));
}

function withMinus(value: number): string {
  return value < 0 ? `−${-value}` : String(value + 0);
}

import type { Image, Pair } from '../core/tensor.ts';
import type { Channel, Range } from './frame.ts';

/** A measured step of a variant, and what became of the shifts there. */
export interface MappedStep {
  step: number;
  layer: string;
  depth: number;
  /** The class of every drawn shift. */
  drawn: Drawn;
}

/** One measured step of a variant, as pictures show it. */
export interface ShownStep extends MappedStep {
  /** The outputs of the shown shifts, in their order; the first is the reference. */
  outputs: readonly Image[];
  /** The class of each of them; -1 of one that was not drawn and differs, none of one that the comparison leaves out. */
  classes: readonly (number | undefined)[];
  channel: Channel | undefined;
  range: Range;
}

/** A variant as pictures show it: a few shifts at each measured step. */
export interface Shown {
  title: string;
  /** Of a set: which of its pictures is shown. */
  picture?: { name: string; of: number } | undefined;
  /** The reference (0, 0) first. */
  shifts: readonly Pair[];
  steps: readonly ShownStep[];
}

/** Which shifts were drawn, and the class of each: 0 is the reference's. */
export interface Drawn {
  dy: ArrayLike<number>;
  dx: ArrayLike<number>;
  classOf: ArrayLike<number>;
}

/** `unshifted`, or `(2, −1)`. */
export function shiftLabel([dy, dx]: Pair): string {
  return dy === 0 && dx === 0 ? 'unshifted' : `(${signed(dy)}, ${signed(dx)})`;
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
export function short(value: number): string {
  return signed(Number(value.toPrecision(4)));
}

function signed(value: number): string {
  return value < 0 ? `−${-value}` : String(value + 0);
}

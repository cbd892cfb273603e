import {
  type Image,
  largestMagnitude,
  type Pair,
  type Shifts,
  type Window,
  windowOfImage,
} from '../../core/tensor.ts';
import { cellsOf, exactCellsOf, reachOf } from '../../shift/cells.ts';
import type { Comparison } from '../request.ts';
import { within } from './within.ts';

/** When two outputs of one step coincide. */
export interface Coincidence {
  /** The largest difference between their values. @param reference the unshifted output */
  tolerance(reference: Window): number;
  /** Whether two outputs coincide under a tolerance; absent where their values are compared one by one. */
  same?: ((x: Window, y: Window, tolerance: number) => boolean) | undefined;
  /** Undoes a shift before outputs are compared; absent if they are compared as they are. */
  align?: Comparison['kind']['align'];
  /** Whether it aligns shifts by fractions of a cell too. */
  fractions: boolean;
  options: any;
}

/** How a comparison decides what coincides: its functions with their options bound. @param times a factor of the tolerance */
export function coincidenceOf({ kind, options }: Comparison, times = 1): Coincidence {
  const tolerance = (reference: Window) =>
    times * (kind.tolerance?.(largestMagnitude(reference), options) ?? 0);
  const fractions = kind.fractions?.(options) ?? false;
  return { tolerance, same: kind.same, align: kind.align, fractions, options };
}

/** Undoes the shift of an output before it is compared. Returns undefined for a shift that cannot be compared. */
export type Align = (output: Window, shift: number) => Window | undefined;

/** Aligns the outputs of shifts as a comparison that has `align` does. @param stride pixels from one cell to the next */
export function alignerOf(
  { align, fractions, options }: Pick<Coincidence, 'align' | 'fractions' | 'options'>,
  shifts: Pick<Shifts, 'dy' | 'dx'>,
  stride: Pair | undefined,
): Align {
  const cells = fractions ? exactCellsOf(shifts, stride) : cellsOf(shifts, stride);
  const reach = reachOf(cells);
  return (output, shift) => cells[shift] && align!(output, cells[shift], reach, options);
}

/** An output and the unshifted one, of one shape. */
export interface Compared {
  reference: Image;
  output: Image;
  shift: Pair;
  /** Pixels from one cell of the output to the next; undefined where it has no places. */
  stride: Pair | undefined;
  /** The shifts that were drawn: some comparisons look only at what stays in the frame for all of them. */
  drawn: { dy: ArrayLike<number>; dx: ArrayLike<number> };
}

/**
 * Whether an output coincides with the unshifted one, by the rule that puts it into class 0 if it is drawn.
 *
 * @returns undefined where the comparison leaves the shift out
 */
export function coincides(comparison: Comparison, compared: Compared): boolean | undefined {
  const { tolerance, same = within, ...rule } = coincidenceOf(comparison);
  const { reference, output, shift, stride, drawn } = compared;
  const [one, other] = [windowOfImage(output), windowOfImage(reference)];
  const limit = tolerance(other);
  if (!rule.align) return same(one, other, limit);
  const dy = Float64Array.from([...Array.from(drawn.dy), shift[0], 0]);
  const dx = Float64Array.from([...Array.from(drawn.dx), shift[1], 0]);
  const align = alignerOf(rule, { dy, dx }, stride);
  const moved = align(one, dy.length - 2);
  return moved && within(moved, align(other, dy.length - 1)!, limit);
}

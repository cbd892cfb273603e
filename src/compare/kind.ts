import type * as v from 'valibot';
import type { AnySchema } from '../core/options.ts';
import type { Pair, Window } from '../core/tensor.ts';

/** A meaning of "the same output". A kind is an object literal in one file. */
export interface ComparisonKind<S extends AnySchema = AnySchema> {
  title: string;
  options: S;
  /** The text in the table's column `compare`. */
  label(options: v.InferOutput<S>): string;
  /**
   * The largest difference of two outputs that coincide. Default: 0, the same values bit for bit.
   *
   * @param largest the largest absolute value of the unshifted output of that step
   */
  tolerance?(largest: number, options: v.InferOutput<S>): number;
  /**
   * Whether two outputs of one shape coincide under a tolerance. Default: compare value by value at the same positions.
   * It may move values, but not change them.
   */
  same?(x: Window, y: Window, tolerance: number): boolean;
  /**
   * Undoes the shift: the result is compared in place of the output. Undefined if nothing of the output can be
   * compared. A kind without `align` compares outputs as they are.
   *
   * @param cells the shift in cells of the output; whole on both axes, unless the kind takes fractions
   * @param reach the largest of them on either axis, over all drawn shifts
   */
  align?(output: Window, cells: Pair, reach: Pair, options: v.InferOutput<S>): Window | undefined;
  /** Whether `align` takes fractions of a cell. Default: shifts that are not whole in cells are left out. */
  fractions?(options: v.InferOutput<S>): boolean;
}

/** Declares a kind of comparison: the types of its options are inferred from their schema. */
export function defineComparison<S extends AnySchema>(kind: ComparisonKind<S>): ComparisonKind<S> {
  return kind;
}

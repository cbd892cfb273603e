import type * as v from 'valibot';
import type { AnySchema } from '../core/options.ts';
import type { Pair, Window } from '../core/tensor.ts';

/** What "the same" means. A kind is an object literal in one file. */
export interface ComparisonKind<S extends AnySchema = AnySchema> {
  title: string;
  options: S;
  /** How the table's `compare` column prints it. */
  label(options: v.InferOutput<S>): string;
  /**
   * Two outputs coincide if they nowhere differ by more than this.
   *
   * @param largest the largest absolute value of the unshifted output of that step
   * @returns 0, which is also the default, for the same values, bit for bit
   */
  tolerance?(largest: number, options: v.InferOutput<S>): number;
  /**
   * Whether two outputs of one shape coincide under a tolerance; for kinds that do not compare place by place. They
   * may move values, but not change them.
   */
  same?(x: Window, y: Window, tolerance: number): boolean;
  /**
   * What is compared in place of the output of a shift; for kinds that first undo the shift. Undefined: nothing of it
   * can be compared.
   *
   * @param cells the shift in cells of the output, whole on both axes; other shifts are left out
   * @param reach the largest of them on either axis, over all drawn shifts
   */
  align?(output: Window, cells: Pair, reach: Pair, options: v.InferOutput<S>): Window | undefined;
}

/** Says that an object literal is a kind of comparison, and lets its options be inferred. */
export function defineComparison<S extends AnySchema>(kind: ComparisonKind<S>): ComparisonKind<S> {
  return kind;
}

import type * as v from 'valibot';
import type { AnySchema } from '../../options.ts';

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
   * @returns 0 for the same values, bit for bit
   */
  tolerance(largest: number, options: v.InferOutput<S>): number;
}

/** Says that an object literal is a kind of comparison, and lets its options be inferred. */
export function comparison<S extends AnySchema>(kind: ComparisonKind<S>): ComparisonKind<S> {
  return kind;
}

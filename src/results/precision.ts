/** How exactly a row can be told. */
export interface Precision {
  /** Whether every backend gives the same bits up to this row's step. */
  exact: boolean;
  /** The largest absolute value of the unshifted output, which differences of values are relative to; not asked for where all is exact. */
  largest: number;
}

/** How exactly a row can be reproduced. */
export interface Precision {
  /** Whether every backend gives the same bits up to this row's step. */
  exact: boolean;
  /** The largest absolute value of the unshifted output: differences of values are relative to it. 0 if `exact`. */
  largest: number;
}

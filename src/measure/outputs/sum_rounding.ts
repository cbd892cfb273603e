/** The largest relative difference of two distances over `values` values that only the order of summation causes. */
export function sumRounding(values: number): number {
  return 2 * (values + 4) * Number.EPSILON;
}

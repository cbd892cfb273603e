/** Outputs that lead a class, found by their projection. */
export interface NearbyLeaders {
  /** Ascending: every leader that may be within the tolerance of an output with that projection, and few others. */
  near(x: number, y: number, rounding: number): number[];
  add(leader: number, x: number, y: number, rounding: number): void;
}

/**
 * Outputs whose values differ by at most the tolerance have projections that differ by at most `reach` on each axis
 * (see `windowProjections`). The leaders are sorted by x, so only those nearby are compared value by value.
 */
export function nearbyLeaders(reach: number): NearbyLeaders {
  /** The largest rounding error of a projection so far. */
  let largestError = 0;
  const xs: number[] = [];
  const ys: number[] = [];
  const leaders: number[] = [];

  /** The first index whose x is not below that, or, with `after`, is above it. */
  function search(x: number, after = false): number {
    let low = 0;
    for (let high = xs.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if (xs[middle]! < x || (after && xs[middle] === x)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    near(x, y, rounding) {
      // A little more than `reach`, which is rounded too. It may be 0: then x itself must be found.
      const slack = 1.001 * reach + largestError + rounding;
      const near: number[] = [];
      const end = search(x + slack, true);
      for (let i = search(x - slack); i < end; i++) {
        if (Math.abs(ys[i]! - y) <= slack) near.push(leaders[i]!);
      }
      return near.sort((a, b) => a - b);
    },
    add(leader, x, y, rounding) {
      largestError = Math.max(largestError, rounding);
      const index = search(x);
      xs.splice(index, 0, x);
      ys.splice(index, 0, y);
      leaders.splice(index, 0, leader);
    },
  };
}

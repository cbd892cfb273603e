/** Leaders by place, for finding the few that may lie within a tolerance of an output. */
export interface NearbyLeaders {
  /** Every leader that may lie within the tolerance of an output at that place, and few others, in order. */
  near(x: number, y: number, rounding: number): number[];
  add(leader: number, x: number, y: number, rounding: number): void;
}

/**
 * Outputs whose values nowhere differ by more than the tolerance stand no further apart than `reach` on either
 * axis (see `windowPlaces`). So of many leaders, kept in the order of their x, only those close by need to be compared
 * value by value.
 */
export function nearbyLeaders(reach: number): NearbyLeaders {
  /** The largest error of any place so far. */
  let most = 0;
  const xs: number[] = [];
  const ys: number[] = [];
  const leaders: number[] = [];

  /** The first index whose x is at least that. */
  function search(x: number): number {
    let low = 0;
    for (let high = xs.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if (xs[middle]! < x) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    near(x, y, rounding) {
      // A little further than `reach`, which is rounded too.
      const slack = 1.001 * reach + most + rounding;
      const near: number[] = [];
      const end = search(x + slack);
      for (let i = search(x - slack); i < end; i++) {
        if (Math.abs(ys[i]! - y) <= slack) near.push(leaders[i]!);
      }
      return near.sort((a, b) => a - b);
    },
    add(leader, x, y, rounding) {
      most = Math.max(most, rounding);
      const index = search(x);
      xs.splice(index, 0, x);
      ys.splice(index, 0, y);
      leaders.splice(index, 0, leader);
    },
  };
}

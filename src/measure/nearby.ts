import type { Shape, Window } from '../tensor.ts';

/** Leaders by place, for finding the few that may lie within a tolerance of an output. */
export interface NearbyLeaders {
  /** Where an output stands on the line. */
  place(window: Window): number;
  /** Every leader that may lie within the tolerance of an output at that place, and few others, in order. */
  near(place: number): number[];
  add(leader: number, place: number): void;
}

/**
 * Outputs whose values nowhere differ by more than the tolerance have weighted sums that differ by no more than the
 * tolerance times the sum of the weights' sizes. So of many leaders, kept in the order of such a sum, only those
 * close by need to be compared value by value.
 *
 * @param anywhere values are compared wherever they stand, so all weights are the same
 */
export function nearbyLeaders(
  [height, width, channels]: Shape,
  tolerance: number,
  anywhere = false,
): NearbyLeaders {
  const count = height * width * channels;
  const weights = anywhere ? new Float64Array(count).fill(1) : pseudoRandomWeights(count);
  const reach = tolerance * weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
  /** How far a rounded sum can be off, as a share of the sum of its terms' sizes. */
  const rounding = (weights.length + 1) * Number.EPSILON;
  /** The largest sum of sizes of any output that was placed. */
  let most = 0;
  const places: number[] = [];
  const leaders: number[] = [];

  /** The first index whose place is at least that. */
  function search(place: number): number {
    let low = 0;
    for (let high = places.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if (places[middle]! < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    place({ data, offset, rowStep, columnStep }) {
      let sum = 0;
      let sizes = 0;
      let index = 0;
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const at = offset + y * rowStep + x * columnStep;
          for (let c = 0; c < channels; c++) {
            const term = weights[index++]! * data[at + c]!;
            sum += term;
            sizes += Math.abs(term);
          }
        }
      }
      most = Math.max(most, sizes);
      return sum;
    },
    near(place) {
      // A little further than `reach`, since the sums are rounded: both places, and `reach` itself.
      const slack = 1.001 * reach + 2 * rounding * most;
      return leaders.slice(search(place - slack), search(place + slack)).sort((a, b) => a - b);
    },
    add(leader, place) {
      const index = search(place);
      places.splice(index, 0, place);
      leaders.splice(index, 0, leader);
    },
  };
}

/** Numbers in [-1, 1) without pattern; the same ones always, and never part of a result. */
function pseudoRandomWeights(count: number): Float64Array {
  let state = 0x9e3779b9;
  return Float64Array.from({ length: count }, () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5;
    return (state ^ (state >>> 13)) / 2 ** 31;
  });
}

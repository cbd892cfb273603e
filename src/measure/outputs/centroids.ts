import { squared } from '../../core/power.ts';
import type { Window } from '../../core/tensor.ts';
import type { OthersReader } from '../kind.ts';

/** The classes of a set of pictures, without one of the pictures. */
export interface OtherCentroids {
  /**
   * The distance of an output from the mean of the picture's own class without the picture, and from the nearest mean
   * of another class.
   */
  distances(output: Window): { own: number; other: number };
}

/** The unshifted outputs of a set at one step, as sums by class. */
interface Centroids extends OthersReader {
  /** Undefined if the picture is the only one of its class, or there is no other class. */
  of(...of: Parameters<OthersReader['of']>): OtherCentroids | undefined;
}

/** The sum of the outputs of a class; and their mean, once it is asked for. */
interface ClassSum {
  sum: Float64Array;
  count: number;
  mean?: Float64Array | undefined;
}

/** Gathers the centroids of the classes of a set: plain double-precision sums. */
export function gatherCentroids(): Centroids {
  const classes = new Map<number, ClassSum>();
  return {
    add({ data }, picture) {
      const label = picture.label!;
      const known: ClassSum = classes.get(label) ?? { sum: new Float64Array(data.length), count: 0 };
      for (let i = 0; i < data.length; i++) known.sum[i]! += data[i]!;
      known.count++;
      known.mean = undefined;
      classes.set(label, known);
    },
    of({ data }, picture) {
      const label = picture.label!;
      const own = classes.get(label);
      if (!own || own.count < 2 || classes.size < 2) return undefined;
      const left = own.sum.map((sum, i) => (sum - data[i]!) / (own.count - 1));
      const others = [...classes].filter(([other]) => other !== label).map(([, other]) => meanOf(other));
      return {
        distances: (output) => ({
          own: distanceToMean(output, left),
          other: others.reduce(
            (least, mean) => Math.min(least, distanceToMean(output, mean)),
            Number.POSITIVE_INFINITY,
          ),
        }),
      };
    },
  };
}

function meanOf(of: ClassSum): Float64Array {
  of.mean ??= of.sum.map((value) => value / of.count);
  return of.mean;
}

function distanceToMean({ data, offset, rowStep, columnStep, shape }: Window, mean: Float64Array): number {
  const [height, width, channels] = shape;
  let sum = 0;
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const cell = offset + y * rowStep + x * columnStep;
      for (let c = 0; c < channels; c++) sum += squared(data[cell + c]! - mean[at++]!);
    }
  }
  return Math.sqrt(sum);
}

import type { Work } from '../core/scheduler.ts';
import type { Image, Numbers, Pair, Shifts, Window } from '../core/tensor.ts';
import type { Choices, Detection } from '../layers/kind.ts';

/** How far an output is from the reference; NaN where it is not defined. */
export interface Distance {
  /** Cosine similarity x·r / (‖x‖·‖r‖), undefined where a norm is 0. */
  cosine: number;
  /** ‖x - r‖ / ‖r‖, undefined where ‖r‖ is 0. */
  relativeL2: number;
  /** The largest |x - r|. */
  maxAbs: number;
}

/** The distances of all outputs of a step, by shift. */
export interface DistanceArrays {
  cosine: Float64Array;
  relativeL2: Float64Array;
  /** The largest error of a squared relative distance by rounding: distances that differ by less are equal. */
  rounding: number;
  /** By shift, computed when it is first asked for. */
  maxAbs(): Work<Float64Array>;
  /** The largest of `maxAbs` over the shifts that were drawn: most often it takes much less work than that of each. */
  largest(trials: Numbers): Work<number>;
}

/** The outputs of one image at one step, by distinct shift; shift 0 is the reference. */
export interface Observation {
  /** The unshifted output, in place until the next step is asked for. */
  unshifted: Window;
  /** A copy of it, the same one each time. */
  reference(): Image;
  /** The first shift whose output has the same values, bit for bit (0 and -0 are equal). */
  leader: Int32Array;
  /** The class of each shift, numbered in the order of their first; 0 is the reference's; -1: left out. */
  classOf: Int32Array;
  /** How many classes there are. */
  classes: number;
  /** Trials in each class, where they were counted already. */
  trialsOf?: Float64Array | undefined;
  /** Distances from the reference; undefined unless they were asked for. */
  distanceArrays?: DistanceArrays | undefined;
  /** The largest difference between values at which two outputs coincide. */
  tolerance: number;
  /** Hashes of the leaders' outputs: equal outputs have equal hashes. Empty where all outputs are known to differ. */
  hashes: Uint32Array;
  /** The output of a shift, until the next step is asked for. */
  output(shift: number): Promise<Window>;
  /** The choices of a layer that chooses among its inputs, for the unshifted image. */
  choice?: Choices | undefined;
}

/** One step of a stack over all shifts: what a measure reads. It is shared, so nothing in it may be changed. */
export interface Measured extends Omit<Observation, 'classes' | 'trialsOf' | 'hashes' | 'reference'> {
  /** The unshifted output, copied when it is first asked for: counting needs no copy. */
  readonly reference: Image;
  /** The same shift by shift, made when it is asked for; empty unless distances were asked for. */
  readonly distances: readonly Distance[];
  /** Shifts that the comparison leaves out have no trials. */
  shifts: Shifts;
  /** Trials in each class. */
  trialsOf: Numbers;
  /** By shift, whether the second image (`against`) gives the same output; only where there is one. */
  agrees?: readonly boolean[] | undefined;
  /** Pixels of the image from one cell of the output to the next; undefined where the output has no places. */
  stride?: Pair | undefined;
  /** The class of a picture of a set. */
  label?: number | undefined;
  /** What the reader of a measure found in the other pictures of the set. */
  others?: unknown;
  /** Whether the output is the index of a class, as that of argmax is. */
  decides?: boolean | undefined;
  /** Whether the output is class numbers, of this layer or of one before it: names, not quantities. */
  classNumbers?: boolean | undefined;
  /** What the rows of the output are, where they are boxes or points: a set, for which distances are not defined. */
  detects?: Detection | undefined;
}

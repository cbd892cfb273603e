import type { Pair, Shape } from '../../core/tensor.ts';
import type { AnyLayerKind, Detection } from '../kind.ts';
import type { Axis } from '../windows/window.ts';

/** A layer of an experiment: a kind with its options, every default filled in. */
export interface Layer {
  name: string;
  kind: AnyLayerKind;
  options: any;
  /** The result of the kind's `load` for its input. */
  loaded?: unknown;
  /** The result of the kind's `prepare`; it is called before the layer runs. */
  prepared?: unknown;
}

/** A step of the expanded stack: 0 is the image, n is the output of the n-th layer. */
export interface Step {
  index: number;
  /** The layer's name; the image's at step 0. */
  name: string;
  /** The layer whose output this is. Undefined at step 0. */
  layer?: Layer;
  /** How many layers that pool have been applied, including this one. */
  depth: number;
  shape: Shape;
  /** Pixels of the image from one cell to the next. Undefined once cells have no positions in the image. */
  stride?: Pair | undefined;
  /** Whether this layer made the output class numbers, as argmax does. */
  classifies?: boolean;
  /** Whether the output is class numbers, which are names and no quantities: this layer's, or those of one before it. */
  classNumbers?: boolean;
  /** The layer's windows on either axis. Undefined if the layer has none. */
  axes?: readonly [Axis, Axis];
  /** For a layer with several outputs: the index of this one, and their number. */
  part?: { index: number; of: number };
  /** Whether it is an output that only a later layer asks for, and has no row unless every step has. */
  hidden?: boolean;
  /** What its rows are, where they are boxes or points. */
  detects?: Detection;
}

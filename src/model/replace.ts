import type { Shape, Tensor4D, TensorFlow } from '../core/tensor.ts';

/** Some layers of a Keras model, and what replaces each of them. */
export interface ModelReplacement {
  /** A layer's name, or the class of several: `max_pooling2d` or `MaxPooling2D`. */
  from: string;
  /** Makes the replacement. @param config of the replaced layer, as Keras writes it */
  to(config: Record<string, unknown>): Substitute;
}

/** A layer that replaces another. */
export interface Substitute {
  /** [height, width, channels] of its output. @throws Error where it cannot be applied */
  shape(input: Shape): Shape;
  /** [n, height, width, channels] → [n, …shape] */
  apply(tf: TensorFlow, x: Tensor4D): Tensor4D;
}

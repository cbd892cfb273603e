import type * as v from 'valibot';
import type { AnySchema } from '../options.ts';
import type { Shape, Tensor4D, TensorFlow } from '../tensor.ts';
import type { LayerWindow } from './window.ts';

/**
 * One step of a stack. A kind is an object literal in one file: what it is in a line, its options, how it is
 * computed, and the facts that shared code asks about.
 */
export interface LayerKind<S extends AnySchema = AnySchema> {
  title: string;
  options: S;
  /** Whether it downsamples, and so counts as one more `depth`. */
  pools: boolean;
  /** Whether each output value is a function of the values under its window alone. */
  local: boolean;
  /**
   * How far an output value may differ between two backends, relative to the largest value of that output.
   * 0: the same bits everywhere; the layer is exact.
   */
  tolerance: number;
  /** Whether multiply-adds dominate, as in convolutions and models, so that native TensorFlow pays. */
  heavy?: boolean;
  /** The cells an output value looks at. A local layer has one; without it, `shape` says what comes out. */
  window?(options: v.InferOutput<S>): LayerWindow;
  /** [height, width, channels] of the output. Default: what the window makes of the input. */
  shape?(input: Shape, options: v.InferOutput<S>): Shape;
  /**
   * Computes the layer. A local layer is also asked for with `strides: [1, 1]` and `padding: 'valid'` or
   * `'circular'` in place of its own.
   *
   * @param x a batch, float32 [n, height, width, channels]
   * @returns float32 [n, …shape]
   */
  apply(tf: TensorFlow, x: Tensor4D, options: v.InferOutput<S>): Tensor4D;
}

/** Says that an object literal is a layer kind, and lets its options be inferred. */
export function layer<S extends AnySchema>(kind: LayerKind<S>): LayerKind<S> {
  return kind;
}

import type { Tensor, TensorFlow } from '../core/tensor.ts';

/** The order of axes: [n, height, width, channels], or [n, channels, height, width]. */
export type Layout = 'NHWC' | 'NCHW';

/** A trained model on the runtime that computes it, with the outputs that were asked for. */
export interface Model {
  /** How messages name it. */
  path: string;
  /** The runtime that computes it, if that is not the run's backend. */
  runtime?: string;
  /** The layout that is usual for its format. */
  layout: Layout;
  input: {
    dtype: 'float32' | 'int32';
    /** Four lengths in its own layout; null: any length. */
    shape: readonly (number | null)[];
  };
  /** Names of the outputs, in the order asked for. */
  outputs: readonly string[];
  /**
   * The shapes of its outputs for inputs of a shape, if they are known without running it.
   *
   * @param shape [n, …], as `run` takes it
   */
  shapes?(shape: readonly number[]): number[][];
  /**
   * Refuses pictures that are too small for some window, if that would crash the runtime.
   *
   * @param shape [n, …], as `run` takes it
   * @throws UserError (run)
   */
  requireRoom?(shape: readonly number[]): Promise<void>;
  /** Bytes of intermediate values for one picture, if they are known without running it. */
  bytes?(shape: readonly number[]): number;
  /**
   * Computes the outputs; they are the caller's.
   *
   * @param x [n, …], in the model's layout and type
   */
  run(tf: TensorFlow, x: Tensor): Promise<Tensor[]>;
  dispose(): void;
}

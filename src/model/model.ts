import type { Tensor, TensorFlow } from '../core/tensor.ts';

/** Where channels stand: [n, height, width, channels], or [n, channels, height, width]. */
export type Layout = 'NHWC' | 'NCHW';

/** A trained model on the runtime that computes it, with the outputs that were asked for. */
export interface Model {
  /** How messages name it. */
  path: string;
  /** Its runtime, where that is not the run's backend. */
  runtime?: string;
  /** Where it has its channels, as far as its format says. */
  layout: Layout;
  input: {
    dtype: 'float32' | 'int32';
    /** Of four axes, in its own layout; null: any length. */
    shape: readonly (number | null)[];
  };
  /** Names of the outputs, in the order asked for. */
  outputs: readonly string[];
  /**
   * The shapes of its outputs for inputs of a shape, where that is known without running it.
   *
   * @param shape [n, …], as `run` takes it
   */
  shapes?(shape: readonly number[]): number[][];
  /**
   * Refuses pictures of which a window would be left nothing, where a runtime breaks down over that.
   *
   * @param shape [n, …], as `run` takes it
   * @throws UserError (run)
   */
  requireRoom?(shape: readonly number[]): Promise<void>;
  /** Bytes that it needs for a picture beside its weights, where that cannot be measured by running it. */
  bytes?(shape: readonly number[]): number;
  /**
   * Computes the outputs; they are the caller's.
   *
   * @param x [n, …], in the model's layout and type
   */
  run(tf: TensorFlow, x: Tensor): Promise<Tensor[]>;
  dispose(): void;
}

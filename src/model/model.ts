import type { Backend } from '../core/tensor.ts';

/** The order of axes: [n, height, width, channels], or [n, channels, height, width]. */
export type Layout = 'NHWC' | 'NCHW';

/** How an output is read: in an order of axes, or [n, N, channels] as a grid of N tokens. */
export type OutputLayout = Layout | 'tokens';

/** The lengths of axes, null where any length will do. */
export type OpenLengths = readonly (number | null)[];

/**
 * What the axes of a value are: `N` pictures, `C` channels, `H` rows, `W` columns, `T` all places row by row, a small
 * letter for a part of one of these, and nothing where it is not known.
 */
export type ValueAxes = readonly string[];

/** An input that is a tensor of known type. */
export interface ModelInput {
  name: string;
  /** As its format calls it: `float32`, `uint8`. */
  type: string;
  /** In its own order of axes. */
  shape: OpenLengths;
}

/** One output of a model for a batch. */
export interface ModelOutput {
  data: Float32Array;
  shape: readonly number[];
}

/** A description of a model, from its file. */
export interface About {
  /** `ONNX`, `Keras model for TensorFlow.js`. */
  format: string;
  /** Versions and who wrote it: `opset 17`. */
  details: readonly string[];
  weightBytes: number;
}

/** A value that `output` can name. */
export interface NamedValue {
  name: string;
  /** The operator or the class of the layer that computes it. */
  operator: string;
  /** With the batch; undefined where it is not known without running the model. */
  shape: readonly number[] | undefined;
  /** Whether `replace` can put another layer in its place. */
  replaceable?: boolean;
}

/** A trained model with the outputs that were asked for. */
export interface Model {
  /** How messages name it. */
  path: string;
  /** The runtime that computes it, if that is not the run's backend. */
  runtime?: string;
  /** The version of that runtime. */
  runtimeVersion?: string;
  about: About;
  /** The layout that is usual for its format. */
  layout: Layout;
  /** Its input for pictures. */
  input: ModelInput;
  /** Its other inputs, which take constants. */
  others: readonly ModelInput[];
  /** Names of the outputs, in the order asked for. */
  outputs: readonly string[];
  /** Their types in the file, as its format calls them; undefined where the file does not say. */
  outputTypes?: readonly (string | undefined)[];
  /** Whether each is the numbers of classes, as its graph says. Default: none is. */
  classNumbers?: readonly boolean[];
  /** The operations of its graph that made their values, as far as it says them. */
  makers?: readonly (string | undefined)[];
  /** Whether `output` has to name them, since the file has others that are no numbers. */
  toBeNamed?: boolean;
  /** Whether it is known that the output of a picture does not depend on the others of its batch. */
  independent?: boolean;
  /**
   * The shapes of its outputs for inputs of a shape, if they are known without running it.
   *
   * @param shape [n, …], as `run` takes it
   */
  shapes?(shape: readonly number[]): number[][];
  /**
   * The shapes of values for inputs of any shape, also one that the model does not take, as far as its graph says them;
   * undefined for one whose shape is not known.
   *
   * @param shape [n, …], as `run` takes it
   * @param names of values; what comes behind them in the graph does not count
   */
  shapesOfValues?(
    shape: readonly number[],
    names: readonly string[],
  ): Promise<readonly (readonly number[] | undefined)[]>;
  /**
   * How values are read that `output` can name, as far as the operations of its graph say it.
   *
   * @param shape [n, …], as `run` takes it
   * @param axes what the axes of that are
   */
  saidLayouts?(
    shape: readonly number[],
    axes: ValueAxes,
    names: readonly string[],
  ): Promise<readonly (Layout | undefined)[]>;
  /**
   * Refuses pictures that are too small for some window, if that would crash the runtime, and outputs too large for the
   * memory.
   *
   * @param shape [n, …], as `run` takes it
   * @throws UserError (run)
   */
  requireRoom?(shape: readonly number[]): Promise<void>;
  /**
   * For each output, its first axis whose length may depend on the values of the picture; undefined if none does.
   *
   * @param shape [n, …], as `run` takes it
   */
  openAxes?(shape: readonly number[]): Promise<readonly (number | undefined)[]>;
  /**
   * Whether its graph has operations by which an output may depend on several pictures of a batch.
   *
   * @param shape [n, …], as `run` takes it
   */
  mixesPictures?(shape: readonly number[]): Promise<boolean>;
  /** Every value that `output` can name. @param shape as `run` takes it */
  values(shape: readonly number[]): Promise<NamedValue[]>;
  /** Bytes of intermediate values for one picture, if they are known. */
  bytes?(shape: readonly number[]): number | undefined;
  /**
   * Computes the outputs.
   *
   * @param x values in the model's order of axes; a model of whole numbers rounds them
   * @param backend the run's backend, for models without a runtime of their own
   */
  run(x: Float32Array, shape: readonly number[], backend: () => Promise<Backend>): Promise<ModelOutput[]>;
  dispose(): void;
}

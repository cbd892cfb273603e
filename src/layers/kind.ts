import type * as v from 'valibot';
import type { Files } from '../core/files.ts';
import type { AnySchema } from '../core/options.ts';
import type { Random } from '../core/random.ts';
import type { Backend, Image, Pair, Shape, Tensor4D, TensorFlow } from '../core/tensor.ts';
import type { LayerWindow } from './windows/window.ts';

/**
 * One step of a stack. A kind is an object literal in one file: a title, its options, how it is computed, and the
 * facts that the engine and `explain` ask for.
 */
export interface LayerKind<S extends AnySchema = AnySchema> {
  /** One sentence. */
  title: string;
  options: S;
  /** Whether it downsamples, and so counts as one more `depth`. */
  pools: boolean;
  /**
   * The largest difference of an output value between two backends, relative to the largest value of that output (or,
   * where terms of both signs cancel, to the sum of their sizes). 0: the same bits on every backend; the layer is exact.
   */
  tolerance: number;
  /**
   * The input cells that an output value depends on. Only for local layers: each output value is a function of the
   * values under its window, the same function everywhere. A layer without a window states its `shape`.
   */
  window?(options: v.InferOutput<S>): LayerWindow;
  /**
   * [height, width, channels] of the output, or the reason why the layer cannot be applied to such an input (a phrase
   * that follows its name). Default: the shape that the window gives. A layer without a window whose cells still have
   * positions gives its strides too.
   *
   * @param loaded the result of `load`, for a layer made from files
   */
  shape?(input: Shape, options: v.InferOutput<S>, loaded?: any): Shape | OutputGrid | string;
  /** Makes, once per run, what every call of `apply` needs: draws a kernel, loads weights. */
  prepare?(options: v.InferOutput<S>, context: PrepareContext): unknown;
  /**
   * Computes the layer on a backend. A local layer is also called with `strides: [1, 1]` and `padding: 'valid'` or
   * `'circular'` in place of its own.
   *
   * @param x a batch, float32 [n, height, width, channels]
   * @param prepared the result of `prepare`
   * @returns float32 [n, …shape]
   */
  apply(tf: TensorFlow, x: Tensor4D, options: v.InferOutput<S>, prepared?: unknown): Tensor4D;
  /** The same layer without a backend. */
  loops?: LayerLoops<S>;
  /**
   * For a layer without a window, what the output does when the input is rolled along both axes by any number of cells.
   * `invariant`: it stays the same. Else it is rolled too: whether each channel may be rolled by a different amount, and
   * whether this fails where choices tie.
   */
  equivariant?(options: v.InferOutput<S>): 'invariant' | { byChannel: boolean; unlessTies: boolean };
  /** Whether each channel of the output depends on that channel of the input alone: then images can be channels of one. */
  byChannel?: boolean;
  /**
   * Whether the output is class numbers, as that of argmax is: names, for which distances are not defined. They stay so
   * in all later layers, up to one that says `false`.
   */
  classifies?: boolean;
  /** For a layer that chooses among values of its input: how clear its choices are for one image. */
  choices?(input: Image, options: v.InferOutput<S>): Choices;
}

/** A layer in plain loops over typed arrays, with the same result on every machine. */
interface LayerLoops<S extends AnySchema = AnySchema> {
  /**
   * Computes the layer for one image. Exact layers give the same bits as `LayerKind.apply`; sums are taken in double
   * precision, in a fixed order, and rounded once. A local layer is also called with `strides: [1, 1]`,
   * `padding: 'valid'` and a dilation: neighbouring cells of a window are then `dilation` cells apart (the "à trous"
   * algorithm of Holschneider et al., 1989).
   *
   * @param x float32 [height, width, channels]
   * @param dilation [1, 1] for an image by itself
   */
  apply(x: Image, options: v.InferOutput<S>, dilation: Pair, prepared?: unknown): Image;
  /** Whether no output value is larger in size than the largest input value: finite values stay finite. */
  nonexpansive?: boolean;
  /** Whether multiply-adds dominate the time, as in convolutions. Much such work is faster on a backend. */
  computeBound?: boolean;
  /** Of a layer without a window whose outputs are sums: of how many input cells, on average. Default: of all. */
  summedCells?(options: v.InferOutput<S>): number;
}

/** The cells of an output. */
export interface OutputGrid {
  /** [height, width, channels]. */
  shape: Shape;
  /** Input cells from one output cell to the next; undefined where cells have no positions in the input. */
  strides?: Pair | undefined;
  /** Whether it is the numbers of classes, where its kind does not say; see `classifies`. */
  classNumbers?: boolean;
}

/** The choices that a layer makes for one image. */
export interface Choices {
  /** How many of them are between equal values, so that the result depends on position or on rounding. */
  ties: number;
  /** The smallest gap between the chosen value and the next best, relative to the chosen one. 1: nothing to choose. */
  margin: number;
}

/** The members of a layer kind that only layers made from files have, such as a trained model. */
interface ModelFacts<S extends AnySchema = AnySchema> {
  /**
   * Reads the files, and everything that must be known of them to state the shape. Called once for the same options
   * and input, when the experiment is read.
   *
   * @returns the argument `loaded` of the other functions
   * @throws FileProblem if a file is missing, or is not what is expected
   */
  load?(options: v.InferOutput<S>, files: Files, input: Shape): Promise<unknown>;
  /**
   * For a layer with named outputs: their names, shapes and strides, instead of `shape`. Each output is a step; the next
   * layer gets the last one.
   */
  outputs?(options: v.InferOutput<S>, loaded?: any): readonly NamedOutput[] | undefined;
  /**
   * Computes all outputs, instead of `apply`.
   *
   * @param batch float32 [n, height, width, channels]
   * @param shape [height, width, channels] of each image
   * @param prepared the result of `prepare`
   * @param backend loads the run's backend, for layers that need it
   * @param yieldNow lets other work go on; for layers that take long
   * @returns for each output, one image's values after the other
   */
  compute?(
    batch: Float32Array,
    shape: Shape,
    prepared: unknown,
    backend: () => Promise<Backend>,
    yieldNow?: () => Promise<void>,
  ): Promise<Float32Array[]>;
  /** All outputs by name, for a layer that reads them: also the only one, which is no step by itself. */
  allOutputs?(options: v.InferOutput<S>, loaded?: any): readonly NamedOutput[];
  /**
   * Keeps what `load` gave in memory, from one variant of a run to the next.
   *
   * @param stacks how many variants have it
   * @returns a function that releases it
   */
  hold?(loaded: any, stacks: number): () => void;
  /** Whether its options take a mean from the pictures, or divide them by a deviation. */
  standardizes?(options: any): boolean;
  /** The runtime for the data package, if something other than the backend computes the layer. */
  runtime?(loaded: any, backend: string | undefined): string | undefined;
}

/** The members of a layer kind that only layers have which read outputs of the model before them, by name. */
interface ReaderFacts<S extends AnySchema = AnySchema> {
  /**
   * How the layer reads the outputs of the model before it. Both are computed as one layer, see `withReader`.
   *
   * @throws OutputProblem if it cannot read them
   */
  reads?(options: v.InferOutput<S>, outputs: readonly NamedOutput[], scene: ReaderScene): OutputReader;
}

/** The picture in which a model finds what a layer reads. */
export interface ReaderScene {
  /** [height, width] of the picture that the model gets. */
  picture: Pair;
  /** Pixels of the image from one pixel of that picture to the next. */
  stride: Pair;
}

/** Makes an output of several others. */
export interface OutputReader {
  /** [height, width, channels] of the output that it makes. */
  shape: Shape;
  detects: Detection;
  /** @param values of each of the model's outputs, for one picture */
  read(values: readonly Float32Array[]): Float32Array;
}

/** What the rows of an output are: boxes, or points. `frame` is [height, width] in pixels of the image. */
export interface Detection {
  /** `iou`: the least intersection over union of two boxes of one object. */
  boxes?: { frame: Pair; iou: number };
  points?: { frame: Pair };
}

/** An output with a name of its own. */
export interface NamedOutput {
  name: string;
  shape: Shape;
  /** Input cells from one cell to the next; undefined where its cells have no positions. */
  stride: Pair | undefined;
  /** Whether it is the numbers of classes, see `classifies`. */
  classNumbers?: boolean;
}

/** A layer of any sort. */
export type AnyLayerKind<S extends AnySchema = AnySchema> = LayerKind<S> & ModelFacts<S> & ReaderFacts<S>;

/** The arguments of `prepare`. */
export interface PrepareContext {
  /** [height, width, channels] of the input. */
  input: Shape;
  /** The layer's step in the expanded stack. */
  step: number;
  /** The result of the kind's `load`. */
  loaded?: any;
  /** A stream of the experiment's seed, for one purpose. */
  random(purpose: string, key: readonly unknown[]): Random;
}

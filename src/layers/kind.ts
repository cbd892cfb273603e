import type * as v from 'valibot';
import type { Files } from '../core/files.ts';
import type { AnySchema } from '../core/options.ts';
import type { Random } from '../core/random.ts';
import type { Image, Pair, Shape, Tensor4D, TensorFlow } from '../core/tensor.ts';
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
   * How far an output value may differ between two backends, relative to the largest value of that output or, where
   * terms of both signs cancel, to the sum of their sizes. 0: the same bits everywhere; the layer is exact.
   */
  tolerance: number;
  /** Whether in plain loops no output value is of a larger size than all values of its input: what is finite stays so. */
  bounded?: boolean;
  /** Whether multiply-adds dominate, as in convolutions and models, so that native TensorFlow pays. */
  heavy?: boolean;
  /** Whether its output is the same wherever the input's values are: a roll of the input changes nothing. */
  forgetsPlace?: boolean;
  /**
   * Of a layer that follows its input, so that any roll of the input rolls the output: whether each channel may be
   * rolled by itself, and whether that fails where choices tie.
   */
  adaptive?(options: v.InferOutput<S>): { byChannel: boolean; unlessTies: boolean };
  /** Whether its output is the index of a class: a decision. */
  decides?: boolean;
  /** Whether an output value depends on several channels. */
  mixesChannels?: boolean;
  /** The cells an output value looks at. A local layer has one; without it, `shape` says what comes out. */
  window?(options: v.InferOutput<S>): LayerWindow;
  /** What its padding holds, where that is a number: cells that hold it anyway need no padding. */
  beyond?(options: v.InferOutput<S>): number | undefined;
  /** Cells of the input from one cell of the output to the next, of a layer without a window that still has places. */
  strides?(options: v.InferOutput<S>): Pair;
  /**
   * Of a layer that is made from files: reads them, and what must be known of them to say its shape. Done once for the
   * same options and input, when the experiment is read.
   *
   * @returns what `shape`, and `prepare` in its context, are handed as `loaded`
   * @throws FileProblem where a file is missing, or is not what is expected
   */
  load?(options: v.InferOutput<S>, files: Files, input: Shape): Promise<unknown>;
  /**
   * [height, width, channels] of the output, or why the layer cannot be applied to such an input (a phrase that
   * follows its name). Default: what the window makes of the input.
   */
  shape?(input: Shape, options: v.InferOutput<S>, loaded?: any): Shape | string;
  /**
   * Of a layer whose outputs have names, what they are called and their shapes, in place of `shape`. Each is a step; the
   * last is what the next layer gets.
   */
  outputs?(options: v.InferOutput<S>, loaded?: any): readonly { name: string; shape: Shape }[] | undefined;
  /**
   * How many choices among equals the layer makes, where its output depends on such a choice; reported for the
   * unshifted image.
   */
  ties?(input: Image, options: v.InferOutput<S>): number;
  /** Of such a layer: the smallest gap between what it chose and the next best, relative to what it chose. */
  margin?(input: Image, options: v.InferOutput<S>): number;
  /** Makes what every application needs, once per run: draws a kernel, loads weights. */
  prepare?(options: v.InferOutput<S>, context: PrepareContext): unknown;
  /**
   * Computes the layer. A local layer is also asked for with `strides: [1, 1]` and `padding: 'valid'` or
   * `'circular'` in place of its own.
   *
   * @param x a batch, float32 [n, height, width, channels]
   * @param prepared what `prepare` gave
   * @returns float32 [n, …shape]
   */
  apply(tf: TensorFlow, x: Tensor4D, options: v.InferOutput<S>, prepared?: unknown): Tensor4D;
  /**
   * The same in plain loops, for one image, without any backend: exact layers give the same bits; those that add
   * numbers up do so in double precision, in a fixed order, and round once. A local layer is also asked for with
   * `strides: [1, 1]` and `padding: 'valid'`, for an undecimated map, in which the cells that are neighbours to a
   * window are `dilation` apart (the "à trous" form of Holschneider et al., 1989).
   *
   * @param x float32 [height, width, channels]
   * @param dilation [1, 1] for an image by itself
   */
  plain?(x: Image, options: v.InferOutput<S>, dilation: Pair, prepared?: unknown): Image;
  /**
   * In place of `apply`, of a layer that computes elsewhere or has several outputs. The input stays the caller's, and
   * the outputs become it.
   *
   * @param rest gives way, for a layer that takes long
   */
  compute?(
    tf: TensorFlow,
    x: Tensor4D,
    options: v.InferOutput<S>,
    prepared: unknown,
    rest?: () => Promise<void>,
  ): Promise<Tensor4D[]>;
  /**
   * Says that a run begins which uses what `load` gave, so that it is kept from one variant to the next.
   *
   * @returns what ends that
   */
  hold?(loaded: any): () => void;
  /** What computes the layer whatever the backend is. */
  runtime?(loaded: any): string | undefined;
}

/** What a layer is prepared for. */
export interface PrepareContext {
  /** [height, width, channels] of its input. */
  input: Shape;
  /** Its step in the expanded stack. */
  step: number;
  /** What the kind's `load` gave. */
  loaded?: any;
  /** The experiment's random streams. */
  random(purpose: string, key: readonly unknown[]): Random;
}

/** Says that an object literal is a layer kind, and lets its options be inferred. */
export function layer<S extends AnySchema>(kind: LayerKind<S>): LayerKind<S> {
  return kind;
}

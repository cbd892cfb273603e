import * as v from 'valibot';
import { choice, described, options, size } from '../core/options.ts';
import { formatShape, type Pair, type Shape, type Tensor4D, type TensorFlow } from '../core/tensor.ts';

/** A rule for the number of padding cells, or the numbers themselves, as [height, width] on either side. */
export type Padding = 'same' | 'valid' | 'circular' | { before: Pair; after: Pair };

/** The input cells that one output value depends on. */
export interface LayerWindow {
  /** [height, width] in cells. */
  size: Pair;
  /** Cells from one window to the next, [down, across]. */
  strides: Pair;
  padding: Padding;
  /** The value of all padding cells. Undefined: padding has no value, or not one value, as in a maximum or a mirror. */
  paddingValue?: number | undefined;
}

/** A window on one axis of an input. */
export interface Axis {
  /** How many output cells there are. Below 1: the window does not fit. */
  size: number;
  /** Padding cells before the first input cell. */
  before: number;
  /** Padding cells after the last input cell. */
  after: number;
}

/** The keys of a layer that pools the values under a window. */
export const poolEntries = {
  pool_size: described(
    'The window, in cells: n, or [height, width].',
    v.optional(size({ max: 16_000_000 }), 2),
  ),
  strides: described(
    'Cells from one window to the next: n, or [height, width]. Default: pool_size.',
    v.optional(size({ max: 16_000_000 })),
  ),
  padding: described(
    'same: the output has ceil(size / strides) cells, and padding is never looked at (it wins no maximum, counts in no mean). valid: windows inside the image only. circular: windows read on at the other side.',
    v.optional(choice(['same', 'valid', 'circular']), 'same'),
  ),
};

/** The options of such a layer. */
export const poolOptions = v.pipe(
  options(poolEntries),
  v.transform((given) => ({ ...given, strides: given.strides ?? given.pool_size })),
);

export type PoolOptions = v.InferOutput<typeof poolOptions>;

export function poolWindow({ pool_size, strides, padding }: PoolOptions): LayerWindow {
  return { size: pool_size, strides, padding };
}

/**
 * What a window makes of one axis of `n` cells, as TensorFlow has it. `same`: out = ⌈n / s⌉, total =
 * max((out - 1)·s + k - n, 0), ⌊total / 2⌋ before and the rest after. `valid`: out = ⌊(n - k) / s⌋ + 1, which is
 * below 1 where the window does not fit. `circular`: out = ⌈n / s⌉, all of it after. Padding by number: out =
 * ⌊(n + before + after - k) / s⌋ + 1.
 *
 * Source: https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2
 */
export function slide(n: number, { size, strides, padding }: LayerWindow, axis: 0 | 1): Axis {
  const k = size[axis];
  const s = strides[axis];
  if (padding === 'valid') return { size: Math.floor((n - k) / s) + 1, before: 0, after: 0 };
  if (typeof padding === 'object') {
    const [before, after] = [padding.before[axis], padding.after[axis]];
    return { size: Math.floor((n + before + after - k) / s) + 1, before, after };
  }
  const out = Math.ceil(n / s);
  const total = Math.max((out - 1) * s + k - n, 0);
  const before = padding === 'same' ? Math.floor(total / 2) : 0;
  return { size: out, before, after: total - before };
}

/** Why a window does not fit into an input of that shape; undefined if it does. */
export function windowTooLarge([height, width]: Shape, window: LayerWindow): string | undefined {
  if (slide(height, window, 0).size >= 1 && slide(width, window, 1).size >= 1) return undefined;
  return `has a window of ${formatShape(window.size)}, larger than the ${height}×${width} that is left`;
}

/** [height, width, channels] after a window has passed over an input of that shape. */
export function slideShape([height, width, channels]: Shape, window: LayerWindow): Shape {
  return [slide(height, window, 0).size, slide(width, window, 1).size, channels];
}

/**
 * Applies a pool of TensorFlow.js, which knows only `same` and `valid`: for `circular` the input is first read on
 * at its other side, and a window of one cell is a matter of strides alone (XNNPACK, behind wasm, has no such
 * pool).
 *
 * @param x [n, height, width, channels]
 */
export function pool(
  tf: TensorFlow,
  x: Tensor4D,
  { pool_size, strides, padding }: PoolOptions,
  op: (x: Tensor4D, size: [number, number], strides: [number, number], padding: 'same' | 'valid') => Tensor4D,
): Tensor4D {
  if (padding === 'circular') {
    const window = { size: pool_size, strides, padding };
    return pool(tf, wrapAround(tf, x, window), { pool_size, strides, padding: 'valid' }, op);
  }
  if (pool_size[0] === 1 && pool_size[1] === 1) return everyNth(tf, x, strides);
  return op(x, [...pool_size], [...strides], padding);
}

/**
 * Each axis as long as its windows reach, in cells of the input read round and round: what `valid` windows then see
 * is what circular ones would.
 */
export function wrapAround(tf: TensorFlow, x: Tensor4D, window: LayerWindow): Tensor4D {
  return ([0, 1] as const).reduce((input: Tensor4D, axis) => {
    const n = input.shape[axis + 1]!;
    const length = (slide(n, window, axis).size - 1) * window.strides[axis] + window.size[axis];
    if (length === n) return input;
    const places = Int32Array.from({ length }, (_, index) => index % n);
    return tf.gather(input, tf.tensor1d(places, 'int32'), axis + 1) as Tensor4D;
  }, x);
}

/** With what the window reads beyond the input as cells of it, all 0: `valid` windows then see what its own would. */
export function zeroPadded(tf: TensorFlow, x: Tensor4D, window: LayerWindow): Tensor4D {
  const down = slide(x.shape[1], window, 0);
  const across = slide(x.shape[2], window, 1);
  if (down.before + down.after + across.before + across.after === 0) return x;
  return tf.pad(x, [
    [0, 0],
    [down.before, down.after],
    [across.before, across.after],
    [0, 0],
  ]);
}

/** Every s-th cell of either axis, from the first on. */
export function everyNth(tf: TensorFlow, x: Tensor4D, strides: Pair): Tensor4D {
  if (strides[0] === 1 && strides[1] === 1) return tf.clone(x);
  return tf.stridedSlice(x, [0, 0, 0, 0], x.shape, [1, ...strides, 1]) as Tensor4D;
}

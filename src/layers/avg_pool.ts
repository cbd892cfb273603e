import type { Image, Pair, Shape } from '../core/tensor.ts';
import { defineLayer } from './define.ts';
import { padImage } from './loops/padding.ts';
import { everyNthCell } from './loops/subsample.ts';
import { sumsUnder } from './loops/weighted_sums.ts';
import { pool } from './ops/pool.ts';
import { poolOptions, poolWindow } from './windows/pool_options.ts';
import { type LayerWindow, paddingSource, slide } from './windows/window.ts';

/**
 * The mean of the values under the window; padding without a value is not counted (Keras: AveragePooling2D).
 * [n, h, w, c] → [n, h', w', c], with h' as `slide` says. Backends add in different orders.
 *
 * @example with pool_size: [1, 2], the row [1, 3, 5] → [2, 5]
 */
export const avgPool = defineLayer({
  title: 'The mean of the values under the window; padding is not counted.',
  options: poolOptions,
  pools: true,
  byChannel: true,
  tolerance: 1e-5,
  window: (options) => poolWindow(options),
  apply(tf, x, options) {
    const mean = pool(tf, x, options, tf.avgPool, 0);
    // The other paddings either repeat cells, which count, or are TensorFlow's own, which do not.
    return options.padding === 'full' ? tf.div(mean, pool(tf, tf.onesLike(x), options, tf.avgPool, 0)) : mean;
  },
  loops: {
    apply(x, options, dilation) {
      const window = poolWindow(options);
      const around = padImage(x, window, 0);
      const [rows, columns] = ones(options.pool_size);
      const divisor =
        around === x || paddingSource(options.padding) ? rows.length * columns.length : counts(x, window);
      return everyNthCell(sumsUnder(around, rows, columns, dilation, divisor), options.strides);
    },
    nonexpansive: true,
  },
});

function ones(size: Pair): [number[], number[]] {
  return [new Array<number>(size[0]).fill(1), new Array<number>(size[1]).fill(1)];
}

/** For windows at stride 1: how many rows, and how many columns, of each are inside the input. */
function counts({ shape }: Image, window: LayerWindow): [Float64Array, Float64Array] {
  return [counted(shape, window, 0), counted(shape, window, 1)];
}

function counted(shape: Shape, window: LayerWindow, axis: 0 | 1): Float64Array {
  const [n, k] = [shape[axis], window.size[axis]];
  const { before, after } = slide(n, window, axis);
  return Float64Array.from({ length: before + n + after - k + 1 }, (_, i) => {
    const first = i - before;
    return Math.min(first + k, n) - Math.max(first, 0);
  });
}

import type { Tensor4D, TensorFlow } from '../../core/tensor.ts';
import { type PoolOptions, poolWindow } from '../windows/pool_options.ts';
import { padTensor } from './padding.ts';
import { everyNth } from './subsample.ts';

/** A pool of TensorFlow.js. */
export type PoolOp = (
  x: Tensor4D,
  size: [number, number],
  strides: [number, number],
  padding: 'same' | 'valid',
) => Tensor4D;

/** Padding that no maximum is below. It is not -Infinity, which native TensorFlow does not keep. */
export const LOWEST_FLOAT32 = -3.4028234663852886e38;

/**
 * Applies a pool of TensorFlow.js with any padding; it knows `same` and `valid` itself. A window of one cell is a
 * matter of strides alone (XNNPACK, behind wasm, has no such pool).
 *
 * @param x [n, height, width, channels]
 * @param outside the value of padding cells that repeat no other
 */
export function pool(
  tf: TensorFlow,
  x: Tensor4D,
  options: PoolOptions,
  op: PoolOp,
  outside: number,
): Tensor4D {
  const { pool_size, strides, padding } = options;
  if (padding !== 'same' && padding !== 'valid') {
    const input = padTensor(tf, x, poolWindow(options), outside);
    return pool(tf, input, { pool_size, strides, padding: 'valid' }, op, outside);
  }
  if (pool_size[0] === 1 && pool_size[1] === 1) return everyNth(tf, x, strides);
  return op(x, [...pool_size], [...strides], padding);
}

import type { Pair, Tensor4D, TensorFlow } from '../../core/tensor.ts';

/** Every s-th cell of either axis, beginning with the first. [n, h, w, c] → [n, ⌈h / s⌉, ⌈w / s⌉, c]. */
export function everyNth(tf: TensorFlow, x: Tensor4D, strides: Pair): Tensor4D {
  if (strides[0] === 1 && strides[1] === 1) return tf.clone(x);
  return tf.stridedSlice(x, [0, 0, 0, 0], x.shape, [1, ...strides, 1]) as Tensor4D;
}

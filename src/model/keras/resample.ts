import { type Resampling, resampledAxis } from '../../core/resampling.ts';
import type { Tensor, TensorFlow } from '../../core/tensor.ts';

/** Another size: [n, h, w, c] → [n, height, width, c], one axis after the other. @param tabled as in `resampledAxis` */
export function resampled(
  tf: TensorFlow,
  x: Tensor,
  [height, width]: readonly [number, number],
  how: Resampling,
  antialias: boolean,
  tabled = false,
): Tensor {
  const along = (map: Tensor, axis: 1 | 2, to: number): Tensor => {
    const from = map.shape[axis]!;
    // At the centre of a cell others count too under these two.
    if (from === to && how !== 'gaussian' && how !== 'mitchellcubic') return map;
    const order = axis === 1 ? [1, 0, 2, 3] : [2, 1, 0, 3];
    const turned = tf.transpose(map, order);
    const matrix = tf.tensor2d(weightMatrix(from, to, how, antialias, tabled), [to, from]);
    const made = tf.matMul(matrix, tf.reshape(turned, [from, -1]));
    return tf.transpose(tf.reshape(made, [to, ...turned.shape.slice(1)]), order);
  };
  return along(along(x, 1, height), 2, width);
}

/** The weights of `from` cells for each of `to`, row by row. */
function weightMatrix(
  from: number,
  to: number,
  how: Resampling,
  antialias: boolean,
  tabled: boolean,
): Float32Array {
  const all = new Float32Array(to * from);
  for (const [i, { first, weights }] of resampledAxis(from, to, how, antialias, tabled).entries())
    all.set(weights, i * from + first);
  return all;
}

import type { Tensor, TensorFlow } from '../../core/tensor.ts';

/** How values between the centres of cells are made: the weight of a cell at a distance, and from where on it is 0. */
interface Kernel {
  radius: number;
  weight(distance: number): number;
}

const resamplingKernels = {
  bilinear: { radius: 1, weight: (t) => 1 - t },
  bicubic: { radius: 2, weight: keys },
  lanczos3: { radius: 3, weight: (t) => windowedSinc(t, 3) },
  lanczos5: { radius: 5, weight: (t) => windowedSinc(t, 5) },
} satisfies Record<string, Kernel>;

export type Resampling = keyof typeof resamplingKernels;

/**
 * Another size: [n, h, w, c] → [n, height, width, c]. An output cell Y is at (Y + ½) · h / height - ½ of the input, and
 * is the weighted mean of the cells within the radius that are there. With `antialias`, kernels are as much wider as the
 * output is smaller.
 */
export function resampled(
  tf: TensorFlow,
  x: Tensor,
  [height, width]: readonly [number, number],
  how: Resampling,
  antialias: boolean,
): Tensor {
  const along = (map: Tensor, axis: 1 | 2, to: number): Tensor => {
    const from = map.shape[axis]!;
    if (from === to) return map;
    const order = axis === 1 ? [1, 0, 2, 3] : [2, 1, 0, 3];
    const turned = tf.transpose(map, order);
    const matrix = tf.tensor2d(resamplingWeights(from, to, resamplingKernels[how], antialias), [to, from]);
    const made = tf.matMul(matrix, tf.reshape(turned, [from, -1]));
    return tf.transpose(tf.reshape(made, [to, ...turned.shape.slice(1)]), order);
  };
  return along(along(x, 1, height), 2, width);
}

/** The weights of `from` cells for each of `to`, which sum to 1. */
function resamplingWeights(
  from: number,
  to: number,
  { radius, weight }: Kernel,
  antialias: boolean,
): Float32Array {
  const scale = from / to;
  const widening = antialias ? Math.max(scale, 1) : 1;
  const all = new Float32Array(to * from);
  for (let i = 0; i < to; i++) {
    const position = (i + 0.5) * scale - 0.5;
    const weights = Array.from({ length: from }, (_, cell) => {
      const distance = Math.abs(position - cell) / widening;
      return distance < radius ? weight(distance) : 0;
    });
    const sum = weights.reduce((total, one) => total + one, 0);
    for (const [cell, one] of weights.entries()) all[i * from + cell] = one / sum;
  }
  return all;
}

/** Keys's cubic with a = -½. */
function keys(t: number): number {
  return t < 1 ? (1.5 * t - 2.5) * t * t + 1 : ((-0.5 * t + 2.5) * t - 4) * t + 2;
}

function windowedSinc(t: number, radius: number): number {
  if (t < 1e-3) return 1;
  const angle = Math.PI * t;
  return (radius * Math.sin(angle) * Math.sin(angle / radius)) / (angle * angle);
}

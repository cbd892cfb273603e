import * as v from 'valibot';
import { whole } from '../../core/options.ts';
import type { Tensor, TensorFlow } from '../../core/tensor.ts';
import type { KerasLayer, Lengths } from './kind.ts';

// Volumes, [n, d, h, w, c], as maps for each place of the depth.

type Triple = readonly [number, number, number];

/** The schema of n or [depth, height, width], as three lengths. */
export function triple(min = 1) {
  const length = whole({ min });
  return v.pipe(
    v.union([length, v.strictTuple([length, length, length])], 'expected n, or [depth, height, width]'),
    v.transform((given): Triple => (typeof given === 'number' ? [given, given, given] : given)),
  );
}

/** A map of each place of the depth: [n, d, h, w, c] → [n · d, h, w, c]. */
export function asMaps(tf: TensorFlow, x: Tensor): Tensor {
  const [n, d, ...rest] = x.shape as [number, number, number, number, number];
  return tf.reshape(x, [n * d, ...rest]);
}

/** Maps in one batch as n volumes: [n · d, h, w, c] → [n, d, h, w, c]. */
export function asVolume(tf: TensorFlow, x: Tensor, n: number): Tensor {
  const [all, ...rest] = x.shape as [number, number, number, number];
  return tf.reshape(x, [n, all / n, ...rest]);
}

/** Places of the depth at a distance. */
export function placesAlong(tf: TensorFlow, x: Tensor, from: number, count: number, stride: number): Tensor {
  if (from === 0 && count === x.shape[1] && stride === 1) return x;
  const indices = Int32Array.from({ length: count }, (_, i) => from + i * stride);
  return tf.gather(x, tf.tensor1d(indices, 'int32'), 1);
}

/** Zeros before and after the depth. */
export function paddedDepth(tf: TensorFlow, x: Tensor, [before, after]: readonly [number, number]): Tensor {
  if (before + after === 0) return x;
  return tf.pad(x, [
    [0, 0],
    [before, after],
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
}

/** The shape of a volume whose maps a layer makes. @param depthOf the depth of the output for that of the input */
export function shapeOverMaps(overMaps: KerasLayer, depthOf: (d: number) => number, x: Lengths): number[] {
  const [n, ...map] = overMaps.shape([x.toSpliced(1, 1)]);
  return [n!, depthOf(x[1]!), ...map];
}

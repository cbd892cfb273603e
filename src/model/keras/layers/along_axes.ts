import * as v from 'valibot';
import { number, whole } from '../../../core/options.ts';
import type { Tensor } from '../../../core/tensor.ts';
import { activate } from '../activations.ts';
import { axesList, axisOfPicture } from '../axes.ts';
import { axisIndex } from '../geometry.ts';
import { type KerasClass, only, readConfig } from '../kind.ts';
import { ofEachLine, onAxes, sameShape } from '../of_each.ts';

/** Functions of `keras.ops` that compute places from others along some axes, which stay. */

/** The sum of all values up to a place of an axis, or their product. */
export const Cumsum = ofEachLine((tf, x, at) => tf.cumsum(x, at));
export const Cumprod = ofEachLine((tf, x, at) => tf.cumprod(x, at));

/** The difference of each place of an axis to the one before it, n times over. */
export const Diff: KerasClass = (config) => {
  const { n, axis } = readConfig(config, {
    n: v.optional(whole({ min: 0 }), 1),
    axis: v.optional(whole(), -1),
  });
  return {
    shape: ([x]) => {
      const at = axisOfPicture(axis, x!);
      return x!.with(at, x![at]! - n);
    },
    apply(tf, [x]) {
      const at = axisOfPicture(axis, x!.shape);
      let now = x!;
      for (let i = 0; i < n; i++) {
        const less = now.shape.with(at, now.shape[at]! - 1);
        const later = less.map((_, axis) => (axis === at ? 1 : 0));
        now = tf.sub(
          tf.slice(now, later, less),
          tf.slice(
            now,
            less.map(() => 0),
            less,
          ),
        );
      }
      return now;
    },
  };
};

/** log(exp(x) / sum of exp(x)) over an axis. */
export const LogSoftmax = ofEachLine((tf, x, at) => {
  const lowered = tf.sub(x, tf.max(x, at, true));
  return tf.sub(lowered, tf.log(tf.sum(tf.exp(lowered), at, true)));
});

/** `sparsemax` over the last axis. */
export const Sparsemax: KerasClass = (config) => {
  readConfig(config, { axis: only(-1) });
  return sameShape((tf, x) => activate(tf, 'sparsemax', x));
};

/** x / max(√(sum of x²), epsilon), or another norm: (sum of |x|^order)^(1 / order). */
export const Normalize: KerasClass = (config) => {
  const options = readConfig(config, {
    axis: v.optional(axesList, -1),
    order: v.optional(whole({ min: 1 }), 2),
    epsilon: v.optional(v.nullable(number({ min: 0 })), null),
  });
  const epsilon = options.epsilon ?? 1e-7;
  const { order } = options;
  return onAxes(options.axis, (tf, x, axes) => {
    if (order === 2) {
      const squares = tf.sum(tf.square(x), axes, true);
      return tf.mul(x, tf.rsqrt(tf.maximum(squares, epsilon ** 2)));
    }
    const sums = tf.sum(tf.pow(tf.abs(x), order), axes, true);
    return tf.div(x, tf.maximum(tf.pow(sums, 1 / order), epsilon));
  });
};

/** a · sigmoid(b) of the two halves a and b along an axis. */
export const Glu: KerasClass = (config) => {
  const { axis } = readConfig(config, { axis: v.optional(whole(), -1) });
  return {
    shape([x]) {
      const at = axisOfPicture(axis, x!);
      if (x![at]! % 2 !== 0) throw new Error(`halves the axis ${axis} of ${x!.slice(1).join('×')}`);
      return x!.with(at, x![at]! / 2);
    },
    apply(tf, [x]) {
      const [a, b] = tf.split(x!, 2, axisIndex(axis, x!.shape)) as [Tensor, Tensor];
      return tf.mul(a, tf.sigmoid(b));
    },
  };
};

/** 0 above the k-th diagonal of the last two axes, or below it. */
export const Tril = triangle((row, column, k) => column <= row + k);
export const Triu = triangle((row, column, k) => column >= row + k);

function triangle(isKept: (row: number, column: number, k: number) => boolean): KerasClass {
  return (config) => {
    const { k } = readConfig(config, { k: v.optional(whole(), 0) });
    return {
      shape([x]) {
        if (x!.length < 3) throw new Error(`takes at least 3 axes, not ${x!.join('×')}`);
        return [...x!];
      },
      apply(tf, [x]) {
        const [rows, columns] = x!.shape.slice(-2) as [number, number];
        const kept = Float32Array.from({ length: rows * columns }, (_, i) =>
          isKept(Math.floor(i / columns), i % columns, k) ? 1 : 0,
        );
        return tf.where(tf.cast(tf.tensor2d(kept, [rows, columns]), 'bool'), x!, tf.zerosLike(x!));
      },
    };
  };
}

import * as v from 'valibot';
import { shown } from '../../../core/error.ts';
import { mapValues } from '../../../core/map_values.ts';
import { boolean, number } from '../../../core/options.ts';
import type { Tensor, TensorFlow } from '../../../core/tensor.ts';
import { type ActivationName, activate } from '../activations.ts';
import { type KerasClass, only, readConfig } from '../kind.ts';
import { ofEach, sameShape } from '../of_each.ts';

/** Functions of `keras.ops` of each value by itself. */

export const Copy = ofEach((tf, x) => tf.clone(x));
export { Copy as StopGradient };

/** In another type: whole numbers without what is behind the point; for a truth value 1, unless it is 0. */
export const Cast: KerasClass = (config) => {
  const { dtype } = config;
  const type = typeof dtype === 'string' ? dtype : '';
  if (!/^(b?float(16|32|64)|bool|u?int(8|16|32|64))$/.test(type))
    throw new Error(`has the option dtype: ${shown(dtype)}, which is not supported`);
  return sameShape((tf, x) => {
    if (type === 'bool') return tf.cast(tf.notEqual(x, 0), 'float32');
    return type.includes('float') ? tf.clone(x) : truncated(tf, x);
  });
};

/** As a type of whole numbers has it: the values beyond its ends are those ends. */
export const SaturateCast: KerasClass = (config) => {
  const [, unsigned, bits] = /^(u?)int(8|16|32)$/.exec(String(config.dtype)) ?? [];
  if (bits === undefined) return Cast(config, notHeld);
  const values = 2 ** Number(bits);
  const [least, most] = unsigned ? [0, values - 1] : [-values / 2, values / 2 - 1];
  return sameShape((tf, x) => truncated(tf, tf.clipByValue(x, least, most)));
};

export const OnesLike = ofEach((tf, x) => tf.onesLike(x));
export const ZerosLike = ofEach((tf, x) => tf.zerosLike(x));
export const Trunc = ofEach(truncated);
export const Tan = ofEach((tf, x) => tf.tan(x));
export const Arcsin = ofEach((tf, x) => tf.asin(x));
export const Arccos = ofEach((tf, x) => tf.acos(x));
export const Sinh = ofEach((tf, x) => tf.sinh(x));
export const Cosh = ofEach((tf, x) => tf.cosh(x));
export const Arcsinh = ofEach((tf, x) => tf.asinh(x));
export const Arccosh = ofEach((tf, x) => tf.acosh(x));
export const Arctanh = ofEach((tf, x) => tf.atanh(x));
export const Cbrt = ofEach((tf, x) => tf.mul(tf.sign(x), tf.pow(tf.abs(x), 1 / 3)));
export const Exp2 = ofEach((tf, x) => tf.pow(2, x));
export const Erfc = ofEach((tf, x) => tf.sub(1, tf.erf(x)));
export const Deg2rad = ofEach((tf, x) => tf.mul(x, Math.PI / 180));
export const Rad2deg = ofEach((tf, x) => tf.mul(x, 180 / Math.PI));

export const Absolute = ofEach((tf, x) => tf.abs(x));
export const Arctan = ofEach((tf, x) => tf.atan(x));
export const Ceil = ofEach((tf, x) => tf.ceil(x));
export const Cos = ofEach((tf, x) => tf.cos(x));
export const Erf = ofEach((tf, x) => tf.erf(x));
export const Exp = ofEach((tf, x) => tf.exp(x));
export const Expm1 = ofEach((tf, x) => tf.expm1(x));
export const Floor = ofEach((tf, x) => tf.floor(x));
export const Log = ofEach((tf, x) => tf.log(x));
export const Log10 = ofEach((tf, x) => tf.mul(tf.log(x), Math.LOG10E));
export const Log1p = ofEach((tf, x) => tf.log1p(x));
export const Log2 = ofEach((tf, x) => tf.mul(tf.log(x), Math.LOG2E));
export const Negative = ofEach((tf, x) => tf.neg(x));
export const Reciprocal = ofEach((tf, x) => tf.div(1, x));
export const Rsqrt = ofEach((tf, x) => tf.rsqrt(x));
export const Sign = ofEach((tf, x) => tf.sign(x));
export const Sin = ofEach((tf, x) => tf.sin(x));
export const Sqrt = ofEach((tf, x) => tf.sqrt(x));
export const Square = ofEach((tf, x) => tf.square(x));

export const HardSigmoid = activationOf('hard_sigmoid_3');
export const HardSilu = activationOf('hard_silu');
export const HardTanh = activationOf('hard_tanh');
export const LogSigmoid = activationOf('log_sigmoid');
export const Relu = activationOf('relu');
export const Relu6 = activationOf('relu6');
export const Selu = activationOf('selu');
export const Sigmoid = activationOf('sigmoid');
export const Silu = activationOf('silu');
export const Softplus = activationOf('softplus');
export const Softsign = activationOf('softsign');
export const SparsePlus = activationOf('sparse_plus');
export const SparseSigmoid = activationOf('sparse_sigmoid');
export const Tanh = activationOf('tanh');
export const TanhShrink = activationOf('tanh_shrink');

/** (x + √(x² + b)) / 2 */
export const Squareplus = withNumbers({ b: 4 }, (tf, x, { b }) =>
  tf.div(tf.add(x, tf.sqrt(tf.add(tf.square(x), b))), 2),
);

/** x from 0 on, and negative_slope · x below. */
export const LeakyRelu = withNumbers({ negative_slope: 0.2 }, (tf, x, { negative_slope }) =>
  tf.leakyRelu(x, negative_slope),
);

/** x above 0, and alpha · (exp(x / alpha) - 1) below. */
export const Celu = withNumbers({ alpha: 1 }, (tf, x, { alpha }) =>
  tf.where(tf.greater(x, 0), x, tf.mul(tf.expm1(tf.div(tf.minimum(x, 0), alpha)), alpha)),
);

/** x above 0, and alpha · (exp(x) - 1) below. */
export const Elu = withNumbers({ alpha: 1 }, (tf, x, { alpha }) =>
  tf.where(tf.greater(x, 0), x, tf.mul(tf.expm1(tf.minimum(x, 0)), alpha)),
);

/** x moved towards 0 by the threshold. */
export const SoftShrink = withNumbers({ threshold: 0.5 }, (tf, x, { threshold }) =>
  tf.sub(x, tf.clipByValue(x, -threshold, threshold)),
);

/** x where |x| is above the threshold, and 0 elsewhere. */
export const HardShrink = withNumbers({ threshold: 0.5 }, (tf, x, { threshold }) =>
  tf.where(tf.greater(tf.abs(x), threshold), x, tf.zerosLike(x)),
);

/** x above the threshold, and default_value elsewhere. */
export const Threshold = withNumbers(
  { threshold: undefined, default_value: undefined },
  (tf, x, { threshold, default_value }) =>
    tf.where(tf.greater(x, threshold), x, tf.fill(x.shape, default_value)),
);

/** Cut off at both ends. */
export const Clip = withNumbers({ x_min: undefined, x_max: undefined }, (tf, x, { x_min, x_max }) =>
  tf.clipByValue(x, x_min, x_max),
);

/** The nearest whole number, the even one of two. */
export const Round: KerasClass = (config) => {
  readConfig(config, { decimals: only(0) });
  return sameShape((tf, x) => tf.round(x));
};

/** x · Φ(x); with `approximate` 0.5 · x · (1 + tanh(√(2/π) · (x + 0.044715 · x³))). */
export const Gelu: KerasClass = (config) => {
  const { approximate } = readConfig(config, { approximate: v.optional(boolean(), true) });
  return sameShape((tf, x) => {
    if (!approximate) return activate(tf, 'gelu', x);
    const inner = tf.mul(tf.add(x, tf.mul(tf.pow(x, 3), 0.044715)), Math.sqrt(2 / Math.PI));
    return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1));
  });
};

/** Towards 0. */
function truncated(tf: TensorFlow, x: Tensor): Tensor {
  return tf.mul(tf.sign(x), tf.floor(tf.abs(x)));
}

function notHeld(): never {
  throw new Error('holds no layer');
}

function activationOf(name: ActivationName): KerasClass {
  return ofEach((tf, x) => activate(tf, name, x));
}

/** @param defaults the numbers that it takes; undefined: it has no default */
function withNumbers<K extends string>(
  defaults: Record<K, number | undefined>,
  action: (tf: TensorFlow, x: Tensor, options: Record<K, number>) => Tensor,
): KerasClass {
  const entries = mapValues<number | undefined, v.GenericSchema>(defaults, (missing) =>
    missing === undefined ? number() : v.optional(number(), missing),
  );
  return (config) => {
    const options = readConfig(config, entries) as Record<K, number>;
    return sameShape((tf, x) => action(tf, x, options));
  };
}

import type { Tensor, TensorFlow } from '../../../core/tensor.ts';
import type { KerasClass } from '../kind.ts';
import { merged, valueByValue } from '../merged.ts';
import { ofEach } from '../of_each.ts';
import { withOperands } from '../operands.ts';

/** Functions of `keras.ops` that compare values: 1 where it is so, 0 elsewhere. */

export const Equal = truth((tf, a, b) => tf.equal(a, b));
export const NotEqual = truth((tf, a, b) => tf.notEqual(a, b));
export const Greater = truth((tf, a, b) => tf.greater(a, b));
export const GreaterEqual = truth((tf, a, b) => tf.greaterEqual(a, b));
export const Less = truth((tf, a, b) => tf.less(a, b));
export const LessEqual = truth((tf, a, b) => tf.lessEqual(a, b));
export const LogicalAnd = truth((tf, a, b) => tf.logicalAnd(isTrue(tf, a), isTrue(tf, b)));
export const LogicalOr = truth((tf, a, b) => tf.logicalOr(isTrue(tf, a), isTrue(tf, b)));
export const LogicalXor = truth((tf, a, b) =>
  tf.notEqual(asNumber(tf, isTrue(tf, a)), asNumber(tf, isTrue(tf, b))),
);

export const LogicalNot = ofEach((tf, x) => asNumber(tf, tf.equal(x, 0)));
export const Isnan = ofEach((tf, x) => asNumber(tf, tf.isNaN(x)));
export const Isinf = ofEach((tf, x) => asNumber(tf, tf.equal(tf.abs(x), Number.POSITIVE_INFINITY)));
export const Isfinite = ofEach((tf, x) => asNumber(tf, tf.less(tf.abs(x), Number.POSITIVE_INFINITY)));
export const Signbit = ofEach((tf, x) => asNumber(tf, tf.less(x, 0)));

/** x1 where the condition is not 0, and x2 elsewhere. */
const oneOrOther: KerasClass = (config, layerOf) => {
  const layer = choosing(config, layerOf);
  return { ...layer, called: (options) => withOperands(layer, options, ['condition', 'x1', 'x2']) };
};

const choosing = valueByValue((tf, [condition, x, y]) => tf.where(isTrue(tf, condition!), x!, y!), 3);

function truth(compare: (tf: TensorFlow, a: Tensor, b: Tensor) => Tensor): KerasClass {
  return merged((tf, a, b) => asNumber(tf, compare(tf, a, b)), 2);
}

function isTrue(tf: TensorFlow, x: Tensor): Tensor {
  return tf.notEqual(x, 0);
}

function asNumber(tf: TensorFlow, x: Tensor): Tensor {
  return tf.cast(x, 'float32');
}

export { oneOrOther as Where };

import * as v from 'valibot';
import { shown } from '../../core/error.ts';
import type { Tensor, TensorFlow } from '../../core/tensor.ts';

/** Why a layer of quantized weights is not computed: a phrase that follows its name. */
export function quantizedRefusal(given: unknown): string {
  const { class_name } = (given ?? {}) as { class_name?: unknown };
  return `is quantized by ${shown(class_name ?? given)}, which is not supported; write the model as it was before quantize(), or export it as ONNX`;
}

/** Whether x is rounded too. @throws Error unless the layer is not quantized, or to 8 bits as Keras does it by default */
export function eightBits(given: unknown): { rounded: boolean } | undefined {
  if (given === null || given === undefined) return undefined;
  const { success, output } = v.safeParse(int8Shape, given);
  if (!success) throw new Error(quantizedRefusal(given));
  return { rounded: output.config.activation_quantizer !== null };
}

const int8Shape = v.object({
  class_name: v.literal('Int8QuantizationConfig'),
  config: v.object({
    weight_quantizer: v.optional(v.any()),
    activation_quantizer: v.nullable(
      v.object({
        class_name: v.literal('AbsMaxQuantizer'),
        config: v.object({
          value_range: v.strictTuple([v.literal(-127), v.literal(127)]),
          epsilon: v.literal(1e-7),
          output_dtype: v.literal('int8'),
        }),
      }),
    ),
  }),
});

/** x · kernel / scale, of x [rows, c]. @param rounded whether each row of x is rounded to whole numbers first */
export function quantizedProduct(
  tf: TensorFlow,
  x: Tensor,
  kernel: Tensor,
  scale: Tensor,
  rounded: boolean,
): Tensor {
  if (!rounded) return tf.div(tf.matMul(x as never, kernel as never), scale);
  const own = tf.div(127, tf.add(tf.max(tf.abs(x), 1, true), 1e-7));
  const whole = tf.clipByValue(tf.round(tf.mul(x, own)), -127, 127);
  return tf.div(tf.matMul(whole as never, kernel as never), tf.mul(scale, own));
}

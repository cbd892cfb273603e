import * as v from 'valibot';
import { boolean, whole } from '../../../core/options.ts';
import { activate, activation } from '../activations.ts';
import { type KerasClass, readConfig } from '../kind.ts';
import { eightBits, quantizedProduct } from '../quantized.ts';

/**
 * y = activation(x · kernel + bias), [n, …, c] → [n, …, units]. After `quantize('int8')` the kernel is whole numbers over
 * `kernel_scale`, and each row of x is rounded to whole numbers over a scale of its own, 127 / (max |x| + 1e-7).
 */
export const Dense: KerasClass = ({ quantization_config, ...config }) => {
  const quantized = eightBits(quantization_config);
  const options = readConfig(config, {
    units: whole({ min: 1 }),
    activation: activation(),
    use_bias: v.optional(boolean(), true),
  });
  const { units, use_bias } = options;
  return {
    weights: ([x]) => ({
      kernel: [x!.at(-1)!, units],
      ...(use_bias && { bias: [units] }),
      ...(quantized && { kernel_scale: [units] }),
    }),
    shape: ([x]) => [...x!.slice(0, -1), units],
    apply(tf, [x], { kernel, bias, kernel_scale }) {
      if (quantized) {
        const rows = tf.reshape(x!, [-1, x!.shape.at(-1)!]);
        const y = quantizedProduct(tf, rows, kernel!, kernel_scale!, quantized.rounded);
        const whole = tf.reshape(bias ? tf.add(y, bias) : y, [...x!.shape.slice(0, -1), units]);
        return activate(tf, options.activation, whole);
      }
      const within = options.activation === 'relu' ? 'relu' : 'linear';
      const y = tf.fused.matMul({
        a: tf.reshape(x!, [-1, x!.shape.at(-1)!]) as never,
        b: kernel as never,
        activation: within,
        ...(bias && { bias }),
      });
      const shaped = tf.reshape(y, [...x!.shape.slice(0, -1), units]);
      return options.activation === within ? shaped : activate(tf, options.activation, shaped);
    },
  };
};

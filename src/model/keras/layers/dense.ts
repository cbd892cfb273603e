import * as v from 'valibot';
import { boolean, whole } from '../../../core/options.ts';
import { activate, activation } from '../activations.ts';
import { type KerasClass, readConfig } from '../kind.ts';

/** y = activation(x · kernel + bias), [n, …, c] → [n, …, units]. */
export const Dense: KerasClass = (config) => {
  const options = readConfig(config, {
    units: whole({ min: 1 }),
    activation: activation(),
    use_bias: v.optional(boolean(), true),
  });
  const { units, use_bias } = options;
  return {
    weights: ([x]) => ({ kernel: [x!.at(-1)!, units], ...(use_bias && { bias: [units] }) }),
    shape: ([x]) => [...x!.slice(0, -1), units],
    apply(tf, [x], { kernel, bias }) {
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

import * as v from 'valibot';
import { number } from '../../../core/options.ts';
import type { TensorFlow } from '../../../core/tensor.ts';
import { type KerasClass, readConfig } from '../kind.ts';
import { sameShape } from '../of_each.ts';

/** x · scale + offset. */
export const Rescaling: KerasClass = (config) => {
  const each = v.union([number(), v.array(number())], 'expected a number, or a list of numbers');
  const { scale, offset } = readConfig(config, { scale: each, offset: v.optional(each, 0) });
  const spread = (tf: TensorFlow, given: number | number[]) =>
    typeof given === 'number' ? tf.scalar(given) : tf.tensor1d(given);
  return sameShape((tf, x) => tf.add(tf.mul(x, spread(tf, scale)), spread(tf, offset)));
};

/** x · gamma, of one value per channel (keras.applications: ConvNeXt). */
export const LayerScale: KerasClass = (config) => {
  readConfig(config, {}, ['init_values', 'projection_dim']);
  return {
    weights: ([x]) => ({ gamma: [x!.at(-1)!] }),
    shape: ([x]) => [...x!],
    apply: (tf, [x], { gamma }) => tf.mul(x!, gamma!),
  };
};

import { options } from '../core/options.ts';
import { layer } from './kind.ts';
import { pointwise } from './window.ts';

/**
 * x², value by value, rounded once. The shape stays. A square below 2^-126, of a value below 1e-19, is 0 on native
 * TensorFlow.
 */
export const square = layer({
  title: 'x², value by value.',
  options: options({}),
  pools: false,
  local: true,
  tolerance: 0,
  window: pointwise,
  apply: (tf, x) => tf.mul(x, x),
  plain({ shape, data }) {
    const result = new Float32Array(data.length);
    for (let i = 0; i < data.length; i++) result[i] = data[i]! * data[i]!;
    return { shape, data: result };
  },
});

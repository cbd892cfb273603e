import { options } from '../core/options.ts';
import { layer } from './kind.ts';
import { pointwise } from './window.ts';

/** |x|, value by value. The shape stays. */
export const abs = layer({
  title: '|x|, value by value.',
  options: options({}),
  pools: false,
  local: true,
  tolerance: 0,
  bounded: true,
  window: pointwise,
  apply: (tf, x) => tf.abs(x),
  plain({ shape, data }) {
    const result = new Float32Array(data.length);
    for (let i = 0; i < data.length; i++) result[i] = Math.abs(data[i]!);
    return { shape, data: result };
  },
});

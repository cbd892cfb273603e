import { options } from '../core/options.ts';
import { layer } from './kind.ts';
import { pointwise } from './window.ts';

/** max(x, 0): the lesson's "detect". The shape stays. */
export const relu = layer({
  title: 'max(x, 0), value by value.',
  options: options({}),
  pools: false,
  local: true,
  tolerance: 0,
  bounded: true,
  window: pointwise,
  apply: (tf, x) => tf.relu(x),
  plain({ shape, data }) {
    const result = new Float32Array(data.length);
    for (let i = 0; i < data.length; i++) if (data[i]! > 0) result[i] = data[i]!;
    return { shape, data: result };
  },
});

import { options } from '../options.ts';
import { layer } from './kind.ts';
import { pointwise } from './window.ts';

/** |x|, value by value. The shape stays. */
export const abs = layer({
  title: '|x|, value by value.',
  options: options({}),
  pools: false,
  local: true,
  tolerance: 0,
  window: pointwise,
  apply: (tf, x) => tf.abs(x),
});

import { options } from '../options.ts';
import { layer } from './kind.ts';
import { pointwise } from './window.ts';

/** exp(x_c) / Σ exp(x), over the channels of each cell. The shape stays. */
export const softmax = layer({
  title: 'The channels of each cell as probabilities: exp(x) over the sum of exp(x).',
  options: options({}),
  pools: false,
  local: true,
  mixesChannels: true,
  tolerance: 2e-6,
  window: pointwise,
  apply: (tf, x) => tf.softmax(x),
});

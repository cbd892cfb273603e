import * as v from 'valibot';
import { described, number, options } from '../core/options.ts';
import { nthRoot, power } from '../core/power.ts';
import type { Image, Pair } from '../core/tensor.ts';
import { defineLayer } from './define.ts';
import { padImage } from './loops/padding.ts';
import { countWindows } from './loops/subsample.ts';
import { inLoops } from './ops/in_loops.ts';
import { type PoolOptions, paddingOption, poolEntries, poolWindow } from './windows/pool_options.ts';

/**
 * The p-norm of the values under the window, (Σ |x|^p)^(1/p) (ONNX: LpPool). [n, h, w, c] → [n, h', w', c], with h' as
 * `slide` says. Exact: powers and sums are taken in double precision, in row-major order, and rounded once; so no power
 * of an ordinary float32 overflows or vanishes. Powers and roots are `power` and `nthRoot`, whose bits no engine decides.
 *
 * @example with pool_size: [1, 2] and p: 2, the row [3, -4] → [5]
 */
export const lpPool = defineLayer({
  title: 'The p-norm of the values under the window: (Σ |x|^p)^(1/p).',
  options: v.pipe(
    options({
      ...poolEntries,
      padding: paddingOption('The padding of same and full is 0.'),
      p: described('The p of the norm.', v.optional(number({ min: 1, max: 32 }), 2)),
    }),
    v.transform((given) => ({ ...given, strides: given.strides ?? given.pool_size })),
  ),
  pools: true,
  byChannel: true,
  tolerance: 0,
  window: (options) => poolWindow(options, 0),
  apply: (tf, x, options) => inLoops(tf, x, (image) => norms(image, options, [1, 1])),
  loops: {
    apply: norms,
  },
});

function norms(x: Image, options: PoolOptions & { p: number }, dilation: Pair): Image {
  const { p, pool_size, strides } = options;
  const around = padImage(x, poolWindow(options), 0);
  const powers = new Float64Array(around.data.length);
  for (let i = 0; i < powers.length; i++) powers[i] = power(Math.abs(around.data[i]!), p);
  const [height, width, channels] = around.shape;
  const rows = countWindows(height, pool_size[0], strides[0], dilation[0]);
  const columns = countWindows(width, pool_size[1], strides[1], dilation[1]);
  const data = new Float32Array(rows * columns * channels);
  let to = 0;
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let i = 0; i < pool_size[0]; i++) {
          const row = (y * strides[0] + i * dilation[0]) * width;
          for (let j = 0; j < pool_size[1]; j++) {
            sum += powers[(row + x * strides[1] + j * dilation[1]) * channels + c]!;
          }
        }
        data[to++] = nthRoot(sum, p);
      }
    }
  }
  return { shape: [rows, columns, channels], data };
}

import * as v from 'valibot';
import { described, number, options } from '../options.ts';
import type { Tensor4D } from '../tensor.ts';
import { layer } from './kind.ts';
import { type LayerWindow, poolEntries, poolWindow, slide } from './window.ts';

/**
 * The p-norm of the values under the window, (Σ |x|^p)^(1/p); padding counts as 0 (ONNX: LpPool).
 * [n, h, w, c] → [n, h', w', c], h' as `slide` says. Powers and sums are in double precision and row-major order,
 * rounded once, so that it is the same everywhere and that no power of an ordinary float32 overflows or vanishes.
 */
export const lpPool = layer({
  title: 'The p-norm of the values under the window: (Σ |x|^p)^(1/p).',
  options: v.pipe(
    options({
      ...poolEntries,
      padding: described(
        'same: the output has ceil(size / strides) cells, and padding is 0. valid: windows inside the image only. circular: windows read on at the other side.',
        poolEntries.padding,
      ),
      p: described('The p of the norm.', v.optional(number({ min: 1, max: 32 }), 2)),
    }),
    v.transform((given) => ({ ...given, strides: given.strides ?? given.pool_size })),
  ),
  pools: true,
  local: true,
  tolerance: 0,
  window: poolWindow,
  apply(tf, x, options) {
    const { p } = options;
    const [n, height, width, channels] = x.shape;
    const powers = Float64Array.from(x.dataSync()).map((value) => Math.abs(value) ** p);
    const rows = cellsUnder(height, poolWindow(options), 0);
    const columns = cellsUnder(width, poolWindow(options), 1);
    const norms = new Float32Array(n * rows.length * columns.length * channels);
    let to = 0;
    for (let first = 0; first < powers.length; first += height * width * channels) {
      for (const ys of rows) {
        for (const xs of columns) {
          for (let c = 0; c < channels; c++) {
            let sum = 0;
            for (const y of ys) for (const x of xs) sum += powers[first + (y * width + x) * channels + c]!;
            norms[to++] = sum ** (1 / p);
          }
        }
      }
    }
    return tf.tensor4d(norms, [n, rows.length, columns.length, channels]) as Tensor4D;
  },
});

/** For each output cell of an axis of `n` cells, the input cells under its window; padding is none. */
function cellsUnder(n: number, window: LayerWindow, axis: 0 | 1): Int32Array[] {
  const { size, before } = slide(n, window, axis);
  return Array.from({ length: size }, (_, cell) => {
    const start = cell * window.strides[axis] - before;
    const under = Int32Array.from({ length: window.size[axis] }, (_, i) => start + i);
    return window.padding === 'circular'
      ? under.map((at) => at % n)
      : under.filter((at) => at >= 0 && at < n);
  });
}

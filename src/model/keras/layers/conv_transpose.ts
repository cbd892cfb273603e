import * as v from 'valibot';
import { size } from '../../../core/options.ts';
import type { Tensor4D } from '../../../core/tensor.ts';
import { layerInFormat } from '../geometry.ts';
import { type KerasClass, type Lengths, only, readConfig } from '../kind.ts';
import { alongOneAxis } from '../one_axis.ts';
import { convolutionOptions, filterCount, oneLength, withBiasAndActivation } from './convolution.ts';

/**
 * The transpose of a convolution, [n, h, w, c] → [n, h', w', filters]. h' is h · s for `same`, and
 * h · s + max(k - s, 0) for `valid`; with `output_padding` p it is (h - 1) · s + k - 2 · ⌊k / 2⌋ + p and
 * (h - 1) · s + k + p.
 */
export const Conv2DTranspose: KerasClass = (config) => {
  const options = readConfig(config, {
    ...convolutionOptions,
    filters: filterCount,
    groups: only(1),
    dilation_rate: v.optional(
      v.pipe(
        size(),
        v.check(([rows, columns]) => rows * columns === 1, 'only 1 is supported'),
      ),
      1,
    ),
    output_padding: v.optional(v.nullable(size({ min: 0 })), null),
  });
  const { data_format, use_bias, kernel_size, strides, padding, activation } = options;
  const grown = ([n, height, width]: Lengths): [number, number, number, number] => [
    n!,
    grownLength(height!, 0, options),
    grownLength(width!, 1, options),
    options.filters,
  ];
  return layerInFormat(data_format, {
    weights: ([, , , channels]) => ({
      kernel: [...kernel_size, options.filters, channels!],
      ...(use_bias && { bias: [options.filters] }),
    }),
    shape: grown,
    apply(tf, x, { kernel, bias }) {
      const shape = grown(x.shape);
      const y = tf.conv2dTranspose(x as Tensor4D, kernel as Tensor4D, shape, [...strides], padding);
      return withBiasAndActivation(tf, y, bias, activation);
    },
  });
};

/** The same along one axis, [n, l, c] → [n, l', filters]. */
export const Conv1DTranspose = alongOneAxis(
  Conv2DTranspose,
  {
    kernel_size: oneLength(),
    strides: v.optional(oneLength(), 1),
    dilation_rate: v.optional(
      v.pipe(
        oneLength(),
        v.check((rate) => rate === 1, 'only 1 is supported'),
      ),
      1,
    ),
    output_padding: v.optional(v.nullable(oneLength(0)), null),
  },
  ({ kernel_size, strides, dilation_rate, output_padding }) => ({
    kernel_size: [1, kernel_size],
    strides: [1, strides],
    dilation_rate,
    output_padding: output_padding === null ? null : [0, output_padding],
  }),
);

interface Growth {
  kernel_size: readonly number[];
  strides: readonly number[];
  padding: 'same' | 'valid';
  output_padding: readonly number[] | null;
}

/** How long an axis becomes. */
function grownLength(length: number, axis: 0 | 1, { kernel_size, strides, padding, output_padding }: Growth) {
  const [k, s] = [kernel_size[axis]!, strides[axis]!];
  if (output_padding) {
    const cut = padding === 'same' ? 2 * Math.floor(k / 2) : 0;
    return (length - 1) * s + k - cut + output_padding[axis]!;
  }
  return length * s + (padding === 'same' ? 0 : Math.max(k - s, 0));
}

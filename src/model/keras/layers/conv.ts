import * as v from 'valibot';
import { whole } from '../../../core/options.ts';
import type { Tensor, Tensor4D, TensorFlow } from '../../../core/tensor.ts';
import type { AnyActivation } from '../activations.ts';
import { layerInFormat } from '../geometry.ts';
import { type KerasClass, readConfig } from '../kind.ts';
import { alongOneAxis } from '../one_axis.ts';
import {
  type Convolution,
  causalZeros,
  convolutionOptions,
  filterCount,
  fused,
  lengthsOfRow,
  oneAxisEntries,
  slidLengths,
  withBiasAndActivation,
} from './convolution.ts';

const groupCount = v.optional(whole({ min: 1 }), 1);

/** y = activation(correlation(x, kernel) + bias), [n, h, w, c] → [n, h', w', filters]. */
export const Conv2D: KerasClass = (config) => {
  const options = readConfig(config, { ...convolutionOptions, filters: filterCount, groups: groupCount });
  const { data_format, use_bias } = options;
  return layerInFormat(data_format, {
    weights: ([, , , channels]) => ({
      kernel: [...options.kernel_size, groupSize(channels!, options), options.filters],
      ...(use_bias && { bias: [options.filters] }),
    }),
    shape: (x) => [...slidLengths(x, options), options.filters],
    apply: (tf, x, { kernel, bias }) => convolved(tf, x as Tensor4D, kernel as Tensor4D, bias, options),
  });
};

/**
 * y = activation(correlation(x, kernel) + bias) along one axis, [n, l, c] → [n, l', filters]. The padding `causal` adds
 * (kernel_size - 1) · dilation_rate zeros before the input, and none after it.
 */
export const Conv1D = alongOneAxis(Conv2D, oneAxisEntries, lengthsOfRow, causalZeros);

/** Channels of one group. */
function groupSize(channels: number, { groups, filters }: { groups: number; filters: number }): number {
  if (channels % groups === 0 && filters % groups === 0) return channels / groups;
  throw new Error(`has ${groups} groups, which divide ${channels} channels into ${filters} filters unevenly`);
}

function convolved(
  tf: TensorFlow,
  x: Tensor4D,
  kernel: Tensor4D,
  bias: Tensor | undefined,
  options: Convolution & { activation: AnyActivation; groups: number },
): Tensor {
  const { activation, groups } = options;
  if (groups === 1) return fused(tf, x, kernel, bias, activation, options);
  // TensorFlow.js has no groups.
  const inputs = tf.split(x, groups, 3);
  const kernels = tf.split(kernel, groups, 3);
  const outputs = inputs.map((part, i) =>
    fused(tf, part as Tensor4D, kernels[i]! as Tensor4D, undefined, 'linear', options),
  );
  return withBiasAndActivation(tf, tf.concat(outputs, 3), bias, activation);
}

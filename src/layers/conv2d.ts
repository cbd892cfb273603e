import type { Pair } from '../core/tensor.ts';
import { defineLayer } from './define.ts';
import {
  filtersOf,
  type KernelOptions,
  kernelMisfit,
  kernelOptions,
  kernelSize,
  kernelWeights,
  type Weights,
} from './kernels/kernel.ts';
import { correlation } from './loops/correlation.ts';
import { padImage } from './loops/padding.ts';
import * as ops from './ops/padding.ts';
import type { PaddingName } from './windows/padding.ts';
import { paddingOption } from './windows/pool_options.ts';
import { type LayerWindow, slideShape } from './windows/window.ts';

/**
 * Cross-correlation with kernels (Keras: Conv2D). [n, h, w, c] → [n, h', w', filters], with h' as `slide` says. Each
 * output value is the bias, plus the sum over the window and all input channels of kernel · input.
 *
 * @example the row [1, 2, 3] with kernel: [[1, 0, -1]] and padding: valid → [-2]
 */
export const conv2d = defineLayer({
  title: 'Cross-correlation with kernels, as in Keras.',
  options: kernelOptions(paddingOption('The padding of same and full is 0.')),
  pools: false,
  tolerance: 2e-5,
  window: kernelWindow,
  shape(input, options) {
    const [height, width] = slideShape(input, kernelWindow(options));
    const output = [height, width, filtersOf(options)] as const;
    return kernelMisfit(options, input[2], output) ?? output;
  },
  prepare: (options, context) => kernelWeights(options, 'conv2d', context),
  apply(tf, x, options, prepared) {
    const { values, shape } = prepared as Weights;
    const window = kernelWindow(options);
    const { bias, strides } = options;
    // TensorFlow.js knows two paddings only.
    const input = ops.padTensor(tf, x, window);
    const result = tf.conv2d(input, tf.tensor4d(values, shape), [...strides], 'valid');
    return bias === 0
      ? result
      : tf.add(result, typeof bias === 'number' ? tf.scalar(bias) : tf.tensor1d(bias));
  },
  loops: {
    apply(x, options, dilation, prepared) {
      const around = padImage(x, kernelWindow(options), 0);
      return correlation(around, prepared as Weights, options.bias, options.strides, dilation);
    },
    computeBound: true,
  },
});

function kernelWindow(options: KernelOptions & { strides: Pair; padding: PaddingName }): LayerWindow {
  const { strides, padding } = options;
  return { size: kernelSize(options), strides, padding, paddingValue: 0 };
}

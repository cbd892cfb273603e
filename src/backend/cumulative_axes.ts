import type { KernelFunc, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../core/tensor.ts';

/**
 * Kernels of the backends wasm and cpu (4.22) that take an axis counted from the end for no axis: on wasm they read beyond
 * their input, on cpu they give nothing.
 */
const CUMULATIVE = ['Cumsum', 'Cumprod'];

/** Counts the axes of cumulative sums and products from the front. Called once for a backend that has started. */
export function countAxesFromFront(tf: TensorFlow, backend: 'wasm' | 'cpu'): void {
  for (const name of CUMULATIVE) {
    const config = tf.getKernel(name, backend);
    tf.unregisterKernel(name, backend);
    tf.registerKernel({ ...config, kernelFunc: withAxisFromFront(name, config.kernelFunc) });
  }
}

/** @throws Error from the kernel, as a clause, for an axis that there is not */
function withAxisFromFront(name: string, kernel: KernelFunc): KernelFunc {
  return (given) => {
    const { length } = (given.inputs as NamedTensorInfoMap & { x: TensorInfo }).x.shape;
    const { axis } = given.attrs as { axis: number };
    if (!(axis >= -length && axis < length))
      throw new Error(`the operation ${name} has the axis ${axis} of a value of ${length} axes`);
    return kernel({ ...given, attrs: { ...given.attrs, axis: axis < 0 ? axis + length : axis } });
  };
}

import type { KernelFunc, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../core/tensor.ts';
import { countAxesFromFront } from './cumulative_axes.ts';
import { checkedKernels, requireSoundArguments } from './wasm_arguments.ts';

/** Values of a tensor, in the memory of WebAssembly. */
type HeapValues = Float32Array | Int32Array | Uint8Array;

/** What a kernel uses of the backend. */
interface Heap {
  makeOutput(shape: number[], dtype: string): TensorInfo;
  typedArrayFromHeap(x: TensorInfo): HeapValues;
}

/** Computes values of one tensor from those of another; undefined where the kernel of TensorFlow.js is right. */
type Instead = (
  x: TensorInfo,
  attributes: NamedAttrMap,
) => { dtype: string; value: (one: number) => number } | undefined;

/**
 * Kernels of the backend wasm (4.22) that give wrong values without an error. A cast to bool keeps the lowest byte of a
 * whole number: 0.7 and 256 become false, where TensorFlow has everything but 0 as true. Whole numbers are cut off at
 * the ends of a range as if their bits were those of float32.
 */
const wrongKernels: Record<string, Instead> = {
  Cast: (_, { dtype }) =>
    dtype === 'bool' ? { dtype: 'bool', value: (one) => (one === 0 ? 0 : 1) } : undefined,
  ClipByValue({ dtype }, { clipValueMin, clipValueMax }) {
    if (dtype !== 'int32') return undefined;
    const [min, max] = [clipValueMin, clipValueMax] as [number, number];
    return { dtype, value: (one) => Math.min(max, Math.max(min, one)) };
  },
};

const done = new WeakSet<TensorFlow>();

/** Puts right values in the place of wrong ones, and refuses arguments over which a kernel fails; once. */
export function mendKernels(tf: TensorFlow): void {
  if (done.has(tf)) return;
  done.add(tf);
  countAxesFromFront(tf, 'wasm');
  for (const [name, instead] of Object.entries(wrongKernels)) {
    const config = tf.getKernel(name, 'wasm');
    tf.unregisterKernel(name, 'wasm');
    tf.registerKernel({ ...config, kernelFunc: mended(config.kernelFunc, instead) });
  }
  for (const name of checkedKernels) {
    const config = tf.getKernel(name, 'wasm');
    if (!config) continue;
    tf.unregisterKernel(name, 'wasm');
    tf.registerKernel({ ...config, kernelFunc: withSoundArguments(name, config.kernelFunc) });
  }
}

function withSoundArguments(name: string, kernel: KernelFunc): KernelFunc {
  return (given) => {
    const heap = given.backend as Heap;
    requireSoundArguments(name, given.inputs, given.attrs ?? {}, (input) => heap.typedArrayFromHeap(input));
    return kernel(given);
  };
}

function mended(kernel: KernelFunc, instead: Instead): KernelFunc {
  return (given) => {
    const { x } = given.inputs as NamedTensorInfoMap & { x: TensorInfo };
    const found = instead(x, given.attrs ?? {});
    if (!found) return kernel(given);
    const heap = given.backend as Heap;
    const made = heap.makeOutput(x.shape, found.dtype);
    const [from, to] = [heap.typedArrayFromHeap(x), heap.typedArrayFromHeap(made)];
    for (let i = 0; i < to.length; i++) to[i] = found.value(from[i]!);
    return made;
  };
}

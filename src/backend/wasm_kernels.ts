import type { KernelFunc, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../core/tensor.ts';
import { countAxesFromFront } from './cumulative_axes.ts';
import { checkedKernels, requireSoundArguments } from './wasm_arguments.ts';
import { type Heap, refuseTooLarge } from './wasm_heap.ts';
import { windowMaxima } from './window_maxima.ts';

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
  refuseTooLarge(tf);
  countAxesFromFront(tf, 'wasm');
  for (const [name, instead] of Object.entries(wrongKernels))
    replaceKernel(tf, name, (kernel) => mended(kernel, instead));
  for (const [name, kernel] of Object.entries({ OneHot: oneHot, ...windowMaxima(tf) }))
    replaceKernel(tf, name, () => kernel);
  replaceKernel(tf, 'StridedSlice', ofOwnType);
  const slice = tf.getKernel('Slice', 'wasm')!.kernelFunc;
  for (const name of CONVOLUTIONS) replaceKernel(tf, name, (kernel) => withoutUnseen(kernel, slice));
  for (const name of checkedKernels) replaceKernel(tf, name, (kernel) => withSoundArguments(name, kernel));
}

function replaceKernel(tf: TensorFlow, name: string, change: (kernel: KernelFunc) => KernelFunc): void {
  const config = tf.getKernel(name, 'wasm');
  if (!config) return;
  tf.unregisterKernel(name, 'wasm');
  tf.registerKernel({ ...config, kernelFunc: change(config.kernelFunc) });
}

/** The kernel of TensorFlow.js says of the bits of whole numbers that they are float32, and takes bytes for such. */
function ofOwnType(kernel: KernelFunc): KernelFunc {
  return (given) => {
    const { x } = given.inputs as NamedTensorInfoMap & { x: TensorInfo };
    if (x.dtype === 'float32') return kernel(given);
    const heap = given.backend as Heap;
    const copied = x.dtype === 'int32' ? undefined : heap.makeOutput(x.shape, 'int32');
    if (copied) heap.typedArrayFromHeap(copied).set(heap.typedArrayFromHeap(x));
    const sliced = kernel({ ...given, inputs: { x: copied ?? x } }) as TensorInfo;
    const made = heap.makeOutput(sliced.shape, x.dtype);
    heap.typedArrayFromHeap(made).set(heap.typedArrayFromHeap({ ...sliced, dtype: 'int32' }));
    for (const one of [copied, sliced]) if (one) heap.disposeData(one.dataId);
    return made;
  };
}

const CONVOLUTIONS = ['Conv2D', 'FusedConv2D', 'DepthwiseConv2dNative', 'FusedDepthwiseConv2D'];

/**
 * The kernels of TensorFlow.js give wrong values where `same` needs no padding and the strides leave out pixels at the
 * end. Here such pixels are cut off before.
 */
function withoutUnseen(kernel: KernelFunc, slice: KernelFunc): KernelFunc {
  return (given) => {
    const { x, filter } = given.inputs as NamedTensorInfoMap & { x: TensorInfo; filter: TensorInfo };
    const { pad, strides } = given.attrs as { pad?: unknown; strides?: number | readonly number[] };
    const seen = x.shape.map((length, axis) => {
      const stride = typeof strides === 'number' ? strides : strides?.[axis - 1];
      if (pad !== 'same' || axis === 0 || axis > 2 || stride === undefined) return length;
      return Math.min(length, (Math.ceil(length / stride) - 1) * stride + filter.shape[axis - 1]!);
    });
    // With dilation strides are 1, and nothing is left out.
    if (seen.every((length, axis) => length === x.shape[axis])) return kernel(given);
    const cut = slice({ ...given, inputs: { x }, attrs: { begin: seen.map(() => 0), size: seen } });
    const made = kernel({ ...given, inputs: { ...given.inputs, x: cut as TensorInfo } });
    (given.backend as Heap).disposeData((cut as TensorInfo).dataId);
    return made;
  };
}

/** The kernel of TensorFlow.js writes beside its output where an index is below 0 or not below the depth. */
function oneHot({ inputs, attrs, backend }: Parameters<KernelFunc>[0]): TensorInfo {
  const { indices } = inputs as NamedTensorInfoMap & { indices: TensorInfo };
  const { depth, onValue, offValue, dtype } = attrs as {
    depth: number;
    onValue: number;
    offValue: number;
    dtype: string;
  };
  const heap = backend as Heap;
  const made = heap.makeOutput([...indices.shape, depth], dtype);
  const [from, to] = [heap.typedArrayFromHeap(indices), heap.typedArrayFromHeap(made)];
  to.fill(offValue);
  for (let i = 0; i < from.length; i++) {
    const index = from[i]!;
    if (index >= 0 && index < depth) to[i * depth + index] = onValue;
  }
  return made;
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

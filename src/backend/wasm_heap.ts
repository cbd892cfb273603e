import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../core/tensor.ts';

/** Values of a tensor, in the memory of WebAssembly. */
type HeapValues = Float32Array | Int32Array | Uint8Array;

/** The members of the backend wasm that are used here. */
export interface Heap {
  makeOutput(shape: number[], dtype: string): TensorInfo;
  typedArrayFromHeap(x: TensorInfo): HeapValues;
  disposeData(dataId: object): boolean;
  write(values: unknown, shape: number[], dtype: string): object;
  wasm: { _malloc(bytes: number): number };
}

/** Most values of a tensor: their bytes, of float32, have a number of 31 bits. */
export const MOST_HEAP_VALUES = 2 ** 29 - 1;

/**
 * Refuses tensors that do not fit into the memory of WebAssembly. The backend (4.22) looks neither at the size nor at
 * whether there was memory, and then writes where other tensors are, or never ends.
 */
export function refuseTooLarge(tf: TensorFlow): void {
  const heap = tf.findBackend('wasm') as unknown as Heap;
  const { write } = heap;
  const allocate = heap.wasm._malloc;
  heap.write = (values, shape, dtype) => {
    requireFits(shape);
    return write.call(heap, values, shape, dtype);
  };
  heap.wasm._malloc = (bytes) => {
    const at = allocate(bytes);
    if (at === 0 && bytes > 0) throw new Error('the memory of WebAssembly, 4 GiB, is full');
    return at;
  };
}

/** @throws Error whose message is a clause, for a tensor that is too large */
function requireFits(shape: readonly number[]): void {
  if (shape.reduce((product, length) => product * length, 1) > MOST_HEAP_VALUES)
    throw new Error(`a value of ${shape.join('×')} is too large for the memory of WebAssembly`);
}

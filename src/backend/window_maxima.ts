import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../core/tensor.ts';
import type { Heap } from './wasm_heap.ts';

/** One number for each of the axes depth, height and width. */
type VolumeLengths = readonly [depth: number, height: number, width: number];

/** Windows over an input of [n, depth, height, width, channels]. */
interface VolumeWindows {
  batch: number;
  channels: number;
  input: VolumeLengths;
  output: VolumeLengths;
  window: VolumeLengths;
  strides: VolumeLengths;
  dilations: VolumeLengths;
  /** Cells of padding before the input. */
  before: VolumeLengths;
}

/**
 * Finds the largest value of each window.
 *
 * @param added to a value, by its place in the window and its channel. Default: nothing
 * @param found is called for each output value in order, with the place in the input that it comes from
 */
function eachMaximum(
  { batch, channels, input, output, window, strides, dilations, before }: VolumeWindows,
  x: ArrayLike<number>,
  found: (largest: number, from: number, picture: number) => void,
  added: (place: number, channel: number) => number = () => 0,
): void {
  const [depth, height, width] = input;
  const first = (cell: number, axis: number) => cell * strides[axis]! - before[axis]!;
  for (let n = 0; n < batch; n++)
    for (let z = 0; z < output[0]; z++)
      for (let y = 0; y < output[1]; y++)
        for (let cell = 0; cell < output[2]; cell++)
          for (let c = 0; c < channels; c++) {
            let largest = -Infinity;
            let from = -1;
            for (let k = 0, place = 0; k < window[0]; k++)
              for (let i = 0; i < window[1]; i++)
                for (let j = 0; j < window[2]; j++, place++) {
                  const deep = first(z, 0) + k * dilations[0];
                  const row = first(y, 1) + i * dilations[1];
                  const column = first(cell, 2) + j * dilations[2];
                  if (!(deep >= 0 && deep < depth && row >= 0 && row < height)) continue;
                  if (!(column >= 0 && column < width)) continue;
                  const at = (((n * depth + deep) * height + row) * width + column) * channels + c;
                  const value = x[at]! + added(place, c);
                  if (from >= 0 && !(value > largest || Number.isNaN(value))) continue;
                  largest = value;
                  from = at;
                }
            found(largest, from, n);
          }
}

/**
 * Kernels, by name, that replace three of the backend wasm. Those of version 4.22 begin their search for the largest
 * value with the least one above 0, so a window without a positive value gives a wrong result.
 */
export function windowMaxima({ backend_util }: TensorFlow): Record<string, KernelFunc> {
  const ofMaps = (found: ReturnType<typeof backend_util.computePool2DInfo>): VolumeWindows => ({
    batch: found.batchSize,
    channels: found.inChannels,
    input: [1, found.inHeight, found.inWidth],
    output: [1, found.outHeight, found.outWidth],
    window: [1, found.filterHeight, found.filterWidth],
    strides: [1, found.strideHeight, found.strideWidth],
    dilations: [1, found.dilationHeight, found.dilationWidth],
    before: [0, found.padInfo.top, found.padInfo.left],
  });
  return {
    MaxPool3D({ inputs, attrs, backend }) {
      const { x } = inputs as unknown as { x: TensorInfo };
      const { filterSize, strides, pad, dimRoundingMode, dataFormat } = attrs as never as PoolAttributes;
      const found = backend_util.computePool3DInfo(
        x.shape as never,
        filterSize as never,
        strides as never,
        1,
        pad as never,
        dimRoundingMode as never,
        dataFormat as never,
      );
      const heap = backend as Heap;
      const made = heap.makeOutput(found.outShape, 'float32');
      const [from, to] = [heap.typedArrayFromHeap(x), heap.typedArrayFromHeap(made)];
      const windows: VolumeWindows = {
        batch: found.batchSize,
        channels: found.inChannels,
        input: [found.inDepth, found.inHeight, found.inWidth],
        output: [found.outDepth, found.outHeight, found.outWidth],
        window: [found.filterDepth, found.filterHeight, found.filterWidth],
        strides: [found.strideDepth, found.strideHeight, found.strideWidth],
        dilations: [1, 1, 1],
        before: [found.padInfo.front, found.padInfo.top, found.padInfo.left],
      };
      let at = 0;
      eachMaximum(windows, from, (largest) => {
        to[at++] = largest;
      });
      return made;
    },
    MaxPoolWithArgmax({ inputs, attrs, backend }) {
      const { x } = inputs as unknown as { x: TensorInfo };
      const { filterSize, strides, pad, includeBatchInIndex } = attrs as never as PoolAttributes;
      const found = backend_util.computePool2DInfo(
        x.shape as never,
        filterSize as never,
        strides as never,
        1,
        pad as never,
      );
      const heap = backend as Heap;
      const made = heap.makeOutput(found.outShape, 'float32');
      const places = heap.makeOutput(found.outShape, 'int32');
      const from = heap.typedArrayFromHeap(x);
      const [to, toPlaces] = [made, places].map((one) => heap.typedArrayFromHeap(one));
      const size = from.length / found.batchSize;
      let at = 0;
      eachMaximum(ofMaps(found), from, (largest, place, picture) => {
        to![at] = largest;
        toPlaces![at++] = includeBatchInIndex ? place : place - picture * size;
      });
      return [made, places];
    },
    Dilation2D({ inputs, attrs, backend }) {
      const { x, filter } = inputs as unknown as { x: TensorInfo; filter: TensorInfo };
      const { strides, pad, dilations } = attrs as never as PoolAttributes;
      const found = backend_util.computeDilation2DInfo(
        x.shape as never,
        filter.shape as never,
        strides as never,
        pad as never,
        'NHWC',
        dilations as never,
      );
      const heap = backend as Heap;
      const made = heap.makeOutput(found.outShape, 'float32');
      const [from, added, to] = [x, filter, made].map((one) => heap.typedArrayFromHeap(one));
      const windows = ofMaps(found);
      let at = 0;
      eachMaximum(
        windows,
        from!,
        (largest) => {
          to![at++] = largest;
        },
        (place, channel) => added![place * windows.channels + channel]!,
      );
      return made;
    },
  };
}

interface PoolAttributes {
  filterSize: unknown;
  strides: unknown;
  dilations: unknown;
  pad: unknown;
  dimRoundingMode: unknown;
  dataFormat: unknown;
  includeBatchInIndex: boolean;
}

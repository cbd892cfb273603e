import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { MOST_HEAP_VALUES } from './wasm_heap.ts';

/** A call as its check sees it. */
interface KernelCall {
  inputs: Record<string, TensorInfo>;
  attributes: Record<string, unknown>;
  /** The values of an input. */
  valuesOf(input: TensorInfo): ArrayLike<number>;
}

/** @returns what is wrong, as a phrase that follows `the operation NAME`; undefined for a sound call */
type ArgumentCheck = (call: KernelCall) => string | undefined;

const areCountsFrom = (lengths: readonly number[], least: number) =>
  lengths.every((length) => Number.isSafeInteger(length) && length >= least);

const soundPaddings: ArgumentCheck = ({ inputs, attributes }) => {
  const all = attributes.paddings as readonly (readonly number[])[];
  const sound = all.length === inputs.x!.shape.length && all.every((pair) => areCountsFrom(pair, 0));
  return sound ? undefined : 'has paddings that are no whole numbers of at least 0, a pair for each axis';
};

const countsOfPixels: ArgumentCheck = ({ attributes }) =>
  areCountsFrom(attributes.size as readonly number[], 1)
    ? undefined
    : 'resizes to a size that is no count of pixels';

/**
 * Requires places to be within a value of a shape.
 *
 * @param depth how many numbers a place has: one for each of the first axes
 */
function placesWithin(
  indices: TensorInfo | undefined,
  depth: number,
  shape: readonly number[],
  { valuesOf }: KernelCall,
): string | undefined {
  if (!indices) return undefined;
  if (depth > shape.length) return `has places of ${depth} numbers in a value of ${shape.length} axes`;
  const values = valuesOf(indices);
  for (let i = 0; i < values.length; i++) {
    const [place, length] = [values[i]!, shape[i % depth]!];
    if (place < 0 || place >= length) return `has the place ${place} on an axis of ${length}`;
  }
  return undefined;
}

/** Requires the places in the input `indices` to be within a value of a shape. */
function indicesWithin(shape: readonly number[], call: KernelCall): string | undefined {
  const { indices } = call.inputs;
  return placesWithin(indices, indices?.shape.at(-1) ?? 1, shape, call);
}

/**
 * Arguments that kernels of the backend wasm (4.22) take as they come: they write and read where other tensors are, end the
 * process, or compute nothing from then on. TensorFlow refuses them.
 */
const argumentChecks: Record<string, ArgumentCheck> = {
  Transpose({ inputs, attributes }) {
    const perm = attributes.perm as readonly number[];
    const axes = [...perm].sort((a, b) => a - b);
    const sound = perm.length === inputs.x!.shape.length && axes.every((axis, i) => axis === i);
    return sound ? undefined : `has the order of axes ${perm.join(', ')}, where each is expected once`;
  },
  // These are made in an array of JavaScript first.
  Range({ attributes }) {
    const { start, stop, step } = attributes as { start: number; stop: number; step: number };
    const count = Math.ceil((stop - start) / step);
    return count > MOST_HEAP_VALUES
      ? `gives ${count} values, more than the memory of WebAssembly holds`
      : undefined;
  },
  LinSpace: ({ attributes: { num } }) =>
    (num as number) > MOST_HEAP_VALUES
      ? `gives ${num} values, more than the memory of WebAssembly holds`
      : undefined,
  PadV2: soundPaddings,
  MirrorPad: soundPaddings,
  ResizeBilinear: countsOfPixels,
  ResizeNearestNeighbor: countsOfPixels,
  Tile: ({ attributes }) =>
    areCountsFrom(attributes.reps as readonly number[], 0) ? undefined : 'repeats a value less than 0 times',
  ScatterNd: (call) => indicesWithin(call.attributes.shape as readonly number[], call),
  TensorScatterUpdate: (call) => indicesWithin(call.inputs.tensor!.shape, call),
  GatherNd: (call) => indicesWithin(call.inputs.params!.shape, call),
  SparseToDense(call) {
    const { sparseIndices } = call.inputs;
    // With one axis they are indices into a row of values.
    const depth = sparseIndices!.shape.length > 1 ? sparseIndices!.shape[1]! : 1;
    return placesWithin(sparseIndices, depth, call.attributes.outputShape as readonly number[], call);
  },
  FusedBatchNorm({ inputs: { x, ...others } }) {
    const channels = x!.shape.at(-1);
    const odd = Object.values(others).find((one) => one && ![1, channels].includes(one.shape.at(-1)));
    return odd && `has ${odd.shape.at(-1)} numbers for ${channels} channels`;
  },
  Prelu({ inputs: { x, alpha } }) {
    const from = x!.shape.length - alpha!.shape.length;
    const sound = alpha!.shape.every((length, i) => length === 1 || length === x!.shape[from + i]);
    return sound ? undefined : `has slopes of ${alpha!.shape.join('×')} for a value of ${x!.shape.join('×')}`;
  },
  Conv2DBackpropInput({ inputs: { dy, filter }, attributes }) {
    const { inputShape, strides, pad } = attributes as {
      inputShape: readonly number[];
      strides: number | readonly number[];
      pad: unknown;
    };
    if (pad !== 'same' && pad !== 'valid') return undefined;
    const [down, across] = typeof strides === 'number' ? [strides, strides] : (strides as [number, number]);
    const sound = [down, across].every((stride, axis) => {
      const [large, small, window] = [inputShape, dy!.shape, filter!.shape].map(
        (shape, i) => shape[i === 2 ? axis : axis + 1]!,
      ) as [number, number, number];
      const cells = pad === 'same' ? Math.ceil(large / stride) : Math.ceil((large - window + 1) / stride);
      return cells === small;
    });
    const sizes = [dy, { shape: inputShape }].map((one) => one!.shape.slice(1, 3).join('×'));
    return sound ? undefined : `makes ${sizes[1]} of ${sizes[0]}, which its strides do not`;
  },
};

/** The names of the kernels whose arguments are checked. */
export const checkedKernels: readonly string[] = Object.keys(argumentChecks);

/**
 * Refuses arguments over which a kernel fails.
 *
 * @throws Error whose message is a clause: `the operation Tile repeats a value less than 0 times`
 */
export function requireSoundArguments(
  name: string,
  inputs: NamedTensorInfoMap,
  attributes: NamedAttrMap,
  valuesOf: KernelCall['valuesOf'],
): void {
  const given = inputs as Record<string, TensorInfo>;
  const problem = argumentChecks[name]?.({ inputs: given, attributes, valuesOf });
  if (problem !== undefined) throw new Error(`the operation ${name} ${problem}`);
}

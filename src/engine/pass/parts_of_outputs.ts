import {
  copyValues,
  type Image,
  type Pair,
  partOfWindow,
  type Shape,
  type Window,
} from '../../core/tensor.ts';
import type { Layer, Step } from '../../layers/stack/stack.ts';
import { type Axis, constantPadding, paddingSource } from '../../layers/windows/window.ts';
import { requireImageOutput } from '../layer_shape.ts';

/**
 * Some rows and columns of a layer's outputs, from the parts of its inputs that they depend on. All inputs go through
 * the layer as one image: in its channels where no output value depends on two of them, else one after the other along
 * the longer side of the part, so that few windows overlap two inputs.
 *
 * @param down [first, end) of the rows
 * @param across of the columns
 * @returns for each input its window [down, across, channels]; all are windows of one array of values
 */
export function partsOfOutputs(step: Step, inputs: readonly Window[], down: Pair, across: Pair): Window[] {
  const { kind, options } = step.layer!;
  const padded = step.axes!.some(({ before, after }) => before + after > 0);
  if (kind.byChannel) return inChannels(step, inputs, down, across);
  if (!padded || constantPadding(kind.window!(options)) !== undefined)
    return inOneRow(step, inputs, down, across);
  return inputs.flatMap((input) => inChannels(step, [input], down, across));
}

/** Each input, with its padding, after another. */
function inOneRow(step: Step, inputs: readonly Window[], down: Pair, across: Pair): Window[] {
  const { kind, options, prepared } = step.layer!;
  const window = kind.window!(options);
  const [k, s] = [window.size, window.strides];
  const sizes = [down[1] - down[0], across[1] - across[0]] as const;
  const axis = sizes[0] >= sizes[1] ? 0 : 1;
  const read = sizes.map((cells, i) => (cells - 1) * s[i]! + k[i]!) as [number, number];
  // From one input to the next a whole number of strides.
  const apart = Math.ceil(read[axis] / s[axis]);
  const all: [number, number] = [...read];
  all[axis] = inputs.length * apart * s[axis];
  const channels = inputs[0]!.shape[2];
  const data = new Float32Array(all[0] * all[1] * channels);
  const padding = constantPadding(window) ?? 0;
  if (padding !== 0) data.fill(padding);
  const first: Pair = [down[0] * s[0] - step.axes![0].before, across[0] * s[1] - step.axes![1].before];
  for (const [i, input] of inputs.entries()) {
    const at = i * apart * s[axis] * (axis === 0 ? all[1] : 1) * channels;
    copyPart(input, first, read, { data, offset: at, rowStep: all[1] * channels, columnStep: channels });
  }
  const result = kind.loops!.apply(
    { shape: [...all, channels], data },
    { ...options, padding: 'valid' },
    [1, 1],
    prepared,
  );
  const counts = [0, 1].map((i) => Math.floor((all[i]! - k[i]!) / s[i]!) + 1) as [number, number];
  const filters = step.shape[2];
  requireImageOutput(step, result, [...counts, filters]);
  return inputs.map(
    (_, i): Window => ({
      data: result.data,
      offset: i * apart * (axis === 0 ? counts[1] : 1) * filters,
      rowStep: counts[1] * filters,
      columnStep: filters,
      shape: [sizes[0], sizes[1], filters],
    }),
  );
}

/**
 * Copies some rows and columns of a window; those outside of it are left out.
 *
 * @param first row and column of the window, which may be negative
 * @param size of the part
 */
function copyPart(window: Window, [top, left]: Pair, [rows, columns]: Pair, to: Omit<Window, 'shape'>): void {
  const [height, width, channels] = window.shape;
  const [above, before] = [Math.max(0, -top), Math.max(0, -left)];
  const [down, across] = [Math.min(rows, height - top) - above, Math.min(columns, width - left) - before];
  const part = partOfWindow(window, [down, across, channels], top + above, left + before);
  copyValues(part, { ...to, offset: to.offset + above * to.rowStep + before * to.columnStep });
}

/** Each input in channels of its own. */
function inChannels({ layer, axes }: Step, inputs: readonly Window[], down: Pair, across: Pair): Window[] {
  const { kind, options, prepared } = layer!;
  const [height, width] = inputs[0]!.shape;
  const y = cropFor(layer!, axes![0], height, down, 0);
  const x = cropFor(layer!, axes![1], width, across, 1);
  const crop = cropsOf(inputs, [y.first, y.end], [x.first, x.end]);
  const { data, shape } = kind.loops!.apply(crop, options, [1, 1], prepared);
  const channels = shape[2] / inputs.length;
  const part: Shape = [down[1] - down[0], across[1] - across[0], channels];
  const first = ((down[0] - y.skipped) * shape[1] + across[0] - x.skipped) * shape[2];
  return inputs.map((_, i) => ({
    ...{
      data,
      offset: first + i * channels,
      rowStep: shape[1] * shape[2],
      columnStep: shape[2],
      shape: part,
    },
  }));
}

/** A part of each input, one after the other in the channels of one image. */
function cropsOf(inputs: readonly Window[], [top, bottom]: Pair, [left, right]: Pair): Image {
  const channels = inputs[0]!.shape[2];
  const shape = [bottom - top, right - left, inputs.length * channels] as const;
  const data = new Float32Array(shape[0] * shape[1] * shape[2]);
  const [rowStep, columnStep] = [shape[1] * shape[2], shape[2]];
  for (const [i, input] of inputs.entries()) {
    const part = partOfWindow(input, [shape[0], shape[1], channels], top, left);
    copyValues(part, { data, offset: i * channels, rowStep, columnStep });
  }
  return { shape, data };
}

/**
 * The input cells [first, end) on an axis of length `n` that give the output cells `wanted`, and how many output cells
 * are skipped before those they give. They begin at a multiple of the stride, and end as far from one as the axis does,
 * so that `same` pads as much.
 */
function cropFor(
  { kind, options }: Layer,
  { size, before, after }: Axis,
  n: number,
  wanted: Pair,
  axis: 0 | 1,
): { first: number; end: number; skipped: number } {
  const window = kind.window!(options);
  const [k, s] = [window.size[axis], window.strides[axis]];
  // A window must fit, and the cells that padding repeats must be there; those of a blurred maximum need its whole window.
  const repeated = paddingSource(window.padding) ? k : 2;
  const least = Math.max(k - before - after, before + repeated, after + repeated);
  const skipped = Math.max(0, Math.min(wanted[0] - Math.ceil(before / s), Math.floor((n - least) / s)));
  const first = skipped * s;
  const needed = Math.max((wanted[1] - 1) * s - before + k, first + least);
  const end = wanted[1] === size || needed > n ? n : n - Math.floor((n - needed) / s) * s;
  return { first, end, skipped };
}

import type { Pair, Tensor, Tensor4D, TensorFlow } from '../../core/tensor.ts';
import type { KerasLayer, Lengths } from './kind.ts';

export type DataFormat = 'channels_last' | 'channels_first';

/**
 * The shape with channels last.
 *
 * @param axes how many it must have, the batch included
 * @throws Error unless it has that many axes
 * @example channelsLast([2, 3, 4, 5], 'channels_first') // [2, 4, 5, 3]
 */
export function channelsLast(shape: Lengths, format: DataFormat, axes = 4): number[] {
  requireAxes(shape, axes);
  const [n, ...rest] = shape;
  return format === 'channels_last' ? [...shape] : [n!, ...rest.slice(1), rest[0]!];
}

/** A shape that has channels last, in a format. @example inFormat([2, 4, 5, 3], 'channels_first') // [2, 3, 4, 5] */
export function inFormat([n, ...rest]: Lengths, format: DataFormat): number[] {
  return format === 'channels_last' ? [n!, ...rest] : [n!, rest.at(-1)!, ...rest.slice(0, -1)];
}

/** Does something with channels last. */
function withChannelsLast(
  tf: TensorFlow,
  x: Tensor,
  format: DataFormat,
  action: (x: Tensor) => Tensor,
): Tensor {
  if (format === 'channels_last') return action(x);
  const places = x.shape.map((_, i) => i).slice(2);
  const last = action(tf.transpose(x, [0, ...places, 1]));
  const end = last.rank - 1;
  return end < 2 ? last : tf.transpose(last, [0, end, ...last.shape.map((_, i) => i).slice(1, end)]);
}

/** A layer of one input, as it is with channels last. */
interface ChannelsLast {
  weights?(x: Lengths): Record<string, number[]>;
  shape(x: Lengths): number[];
  apply(tf: TensorFlow, x: Tensor, weights: Readonly<Record<string, Tensor>>): Tensor;
}

/** A layer in a format, from what it does where channels are last. @param axes as in `channelsLast` */
export function layerInFormat(format: DataFormat, last: ChannelsLast, axes = 4): KerasLayer {
  const { weights } = last;
  return {
    ...(weights && { weights: ([x]) => weights(channelsLast(x!, format, axes)) }),
    shape: ([x]) => inFormat(last.shape(channelsLast(x!, format, axes)), format),
    apply: (tf, [x], given) => withChannelsLast(tf, x!, format, (input) => last.apply(tf, input, given)),
  };
}

/** @throws Error unless the shape has that many axes */
export function requireAxes(shape: Lengths, axes: number): void {
  if (shape.length !== axes) throw new Error(`takes ${axes} axes, not ${shape.join('×')}`);
}

/** The output of a window on one axis, as TensorFlow has it; below 1 where the window does not fit. */
export function slidLength(
  n: number,
  size: number,
  strides: number,
  padding: 'same' | 'valid',
  dilation = 1,
): number {
  if (padding === 'same') return Math.ceil(n / strides);
  return Math.floor((n - ((size - 1) * dilation + 1)) / strides) + 1;
}

/** How many zeros `same` puts before and after an axis. */
export function samePadding(n: number, size: number, strides: number, dilation = 1): [number, number] {
  const total = Math.max((Math.ceil(n / strides) - 1) * strides + (size - 1) * dilation + 1 - n, 0);
  return [Math.floor(total / 2), total - Math.floor(total / 2)];
}

/** Pads the places of [n, height, width, channels] with zeros. @param rows how many before and after them; so `columns` */
export function padded(tf: TensorFlow, x: Tensor, rows: Pair, columns: Pair): Tensor4D {
  const amounts = [[0, 0], [...rows], [...columns], [0, 0]];
  if (amounts.flat().every((amount) => amount === 0)) return x as Tensor4D;
  return tf.pad(x as Tensor4D, amounts as [number, number][]);
}

/** An axis, which may be negative, as a number from 0 on: axis -1 of 4 is 3. @throws Error where there is none such */
export function axisIndex(axis: number, { length }: Lengths): number {
  const at = axis < 0 ? axis + length : axis;
  if (at < 0 || at >= length) throw new Error(`has the axis ${axis}, and its input has ${length} axes`);
  return at;
}

import type { Backend, Shape } from '../core/tensor.ts';
import { type Arrangement, inputShape } from './arrangement.ts';
import { modelMistake } from './mistake.ts';
import type { Layout, Model, ModelOutput, OutputLayout } from './model.ts';
import { mapsOf, sequenceOf } from './output_shape.ts';

/** How pictures are scaled before a model gets them: (x · scale - mean) / std. */
export interface Feed {
  scale: number;
  /** One number for all channels, or one per channel. */
  mean: number | readonly number[];
  std: number | readonly number[];
  /** Default: the layout of the model's format. */
  layout?: Layout | undefined;
}

/** How the pictures of a run go through a model. */
export interface Passage extends Arrangement {
  feed: Feed;
  /** The layouts of its outputs, as far as the experiment says. */
  layouts: readonly (OutputLayout | undefined)[];
  /** Whether pictures go in one at a time, since an output depends on the others of its batch. */
  alone?: boolean;
  /** For each output whose number of rows depends on the picture: the axis of the rows. */
  varying?: readonly (number | undefined)[];
  /** For each output the axis of the batch. Default: that which has its length, the first before the second. */
  batchAxes?: readonly (0 | 1)[];
}

/** Rows of an output whose number depends on the picture. Those that a picture does not fill hold -1. */
const ROOM_IN_ROWS = 1000;

/**
 * Most bytes of intermediate values for the pictures of one pass. More do not fit into the caches of a processor, which
 * then takes longer for each picture.
 */
const LARGEST_PASS = 2 ** 24;

/**
 * Computes the outputs of a model for a batch of pictures, in passes that memory allows.
 *
 * @param batch float32 [n, height, width, channels]
 * @param yieldNow called between two passes, so that others have their turn
 * @returns float32 [n, height, width, channels] of each output, one picture after the other
 * @throws UserError (run) where the model cannot be run
 */
export async function feedModel(
  model: Model,
  batch: Float32Array,
  picture: Shape,
  passage: Passage,
  backend: () => Promise<Backend>,
  yieldNow: () => Promise<void> = async () => {},
): Promise<Float32Array[]> {
  const size = picture[0] * picture[1] * picture[2];
  const n = batch.length / size;
  const most = picturesPerPass(model, passage, picture);
  const wholes: Float32Array[] = [];
  // Outputs of a pass are copied before the next one, so its input may have the memory of the one before.
  const allocate = reusedArray();
  for (let from = 0; from < n; from += most) {
    if (from > 0) await yieldNow();
    const count = Math.min(most, n - from);
    const pictures = batch.subarray(from * size, (from + count) * size);
    const outputs = await onePass(model, pictures, picture, passage, backend, allocate);
    if (count === n) return outputs.map(({ data }) => data);
    for (const [i, { data }] of outputs.entries()) {
      wholes[i] ??= new Float32Array((data.length / count) * n);
      wholes[i]!.set(data, (data.length / count) * from);
    }
  }
  return wholes;
}

/** Gives an array of zeros: the last one, if it has the same length. */
function reusedArray(): (length: number) => Float32Array {
  let last: Float32Array = new Float32Array(0);
  return (length) => {
    last = last.length === length ? last.fill(0) : new Float32Array(length);
    return last;
  };
}

/** An output's maps for the pictures of one pass. */
export interface PassOutput {
  data: Float32Array;
  shape: Shape;
  /** Whether it has no places. */
  sequence?: boolean | undefined;
  /** The axis of the batch: 1 where the steps of a sequence come first, as recurrent networks of PyTorch give them. */
  batchAxis: 0 | 1;
}

/**
 * Computes the outputs for as many pictures as go through a model at once.
 *
 * @param allocate gives the array for the model's input. Default: a new one
 */
export async function onePass(
  model: Model,
  pictures: Float32Array,
  picture: Shape,
  passage: Passage,
  backend: () => Promise<Backend>,
  allocate: (length: number) => Float32Array = (length) => new Float32Array(length),
): Promise<PassOutput[]> {
  const { axes } = passage;
  const count = pictures.length / (picture[0] * picture[1] * picture[2]);
  const batch = passage.batch ?? count;
  const input = arrangeInput(pictures, picture, passage, batch, allocate);
  const outputs = await model.run(input, inputShape(axes, batch, picture), backend);
  return outputs.map((output, i) => mapsFrom(model, output, i, { batch, count, picture, passage }));
}

function picturesPerPass(model: Model, { axes, batch, alone }: Passage, picture: Shape): number {
  if (alone || !axes.startsWith('N')) return 1;
  if (batch !== undefined) return batch;
  const bytes = model.bytes?.(inputShape(axes, 1, picture)) ?? 0;
  return Math.max(1, Math.floor(LARGEST_PASS / Math.max(1, bytes)));
}

/**
 * Pictures as a model takes them: scaled, in its order of axes, and as many as its batch. Places that are left are
 * filled with zeros, or with copies of the one picture that goes in alone.
 */
function arrangeInput(
  pictures: Float32Array,
  [height, width, channels]: Shape,
  { axes, feed: { scale, mean, std }, alone }: Passage,
  batch: number,
  allocate: (length: number) => Float32Array,
): Float32Array {
  const size = height * width * channels;
  const untouched = scale === 1 && mean === 0 && std === 1;
  const inOrder = axes.endsWith('C') || channels === 1;
  if (untouched && inOrder && pictures.length === size * batch) return pictures;
  const means = valuePerChannel(mean, channels);
  const deviations = valuePerChannel(std, channels);
  const all = allocate(size * batch);
  const [step, channelStep] = inOrder ? [channels, 1] : [1, height * width];
  for (let from = 0; from < pictures.length; from += size) {
    for (let c = 0; c < channels; c++) {
      const [m, d] = [means[c]!, deviations[c]!];
      const [first, end] = [from + c, from + size];
      let to = from + c * channelStep;
      if (untouched) for (let at = first; at < end; at += channels, to += step) all[to] = pictures[at]!;
      // Each operation rounds to float32, as a backend's would.
      else
        for (let at = first; at < end; at += channels, to += step)
          all[to] = Math.fround(Math.fround(pictures[at]! * scale) - m) / d;
    }
  }
  if (alone) for (let i = 1; i < batch; i++) all.copyWithin(i * size, 0, size);
  return all;
}

function valuePerChannel(values: number | readonly number[], channels: number): Float32Array {
  return typeof values === 'number' ? new Float32Array(channels).fill(values) : Float32Array.from(values);
}

/** An output as [n, height, width, channels], without the places of a batch that held no picture. */
function mapsFrom(
  { path, layout: usual, outputs }: Model,
  given: ModelOutput,
  i: number,
  { batch, count, picture, passage }: { batch: number; count: number; picture: Shape; passage: Passage },
): PassOutput {
  const rowAxis = passage.varying?.[i];
  if (rowAxis !== undefined) return rowsFrom(path, outputs[i]!, given, rowAxis);
  const batched = passage.axes.startsWith('N');
  const batchAxis = batched ? (passage.batchAxes?.[i] ?? axisOfBatch(given, batch)) : 0;
  if (batched && given.shape[batchAxis ?? 0] !== batch) {
    const pictures = batch === 1 ? '1 picture' : `${batch} pictures`;
    const what = `an output ${outputs[i]} of ${given.shape.join('×') || 'one value'} for ${pictures}`;
    throw modelMistake(path, `gives ${what}; expected [${batch}, …], a part for each picture`);
  }
  const { data, shape: lengths } = batchAxis === 1 ? batchFirst(given) : given;
  // A model that takes one picture may give it a batch of its own.
  const rest = batched || (lengths[0] === 1 && lengths.length > 1) ? lengths.slice(1) : lengths;
  const { axes, layouts } = passage;
  const inputLayout = axes === 'NHWC' || axes === 'HWC' ? 'NHWC' : axes === 'NCHW' ? 'NCHW' : usual;
  const maps =
    batchAxis === 1 && layouts[i] === undefined
      ? sequenceOf(rest)
      : mapsOf(rest, { asked: layouts[i], usual: inputLayout, picture });
  if (!maps) throw outputMisfit(path, outputs[i]!, rest, layouts[i]);
  const { shape, channelsFirst, before = 0, sequence } = maps;
  const size = shape[0] * shape[1] * shape[2];
  const all = count === batch ? data : data.subarray(0, count * (before + size));
  const moved = channelsFirst && shape[2] > 1 && shape[0] * shape[1] > 1;
  const inOrder = moved ? toChannelsLast(all, shape) : all;
  const kept = before > 0 ? withoutFirst(inOrder, before, size) : inOrder;
  return { data: kept, shape, sequence, batchAxis: batchAxis ?? 0 };
}

/** The axis of the batch: the first or, of three axes, the second; undefined if neither has its length. */
function axisOfBatch({ shape }: ModelOutput, batch: number): 0 | 1 | undefined {
  if (shape[0] === batch) return 0;
  return shape.length === 3 && shape[1] === batch ? 1 : undefined;
}

/** [steps, n, c] → [n, steps, c] */
function batchFirst({ data, shape }: ModelOutput): ModelOutput {
  const [steps, n, c] = shape as [number, number, number];
  const moved = new Float32Array(data.length);
  for (let step = 0, from = 0; step < steps; step++)
    for (let i = 0; i < n; i++, from += c) moved.set(data.subarray(from, from + c), (i * steps + step) * c);
  return { data: moved, shape: [n, steps, c] };
}

/** An error about an output that is no map. @param rest its axes after the batch */
export function outputMisfit(
  path: string,
  output: string,
  rest: readonly number[],
  layout: OutputLayout | undefined,
): Error {
  const [what, expected] =
    layout === 'tokens' && rest.length === 2
      ? [`${rest[0]} tokens`, 'as many as a grid with the proportions of the pictures has, or one more']
      : [`${rest.length + 1} axes`, 'a batch of vectors or maps'];
  return modelMistake(path, `has an output ${output} of ${what}; expected ${expected}`);
}

/** Without so many values at the beginning of each picture. */
function withoutFirst(data: Float32Array, before: number, size: number): Float32Array {
  const count = data.length / (before + size);
  const kept = new Float32Array(count * size);
  for (let i = 0; i < count; i++) {
    const from = i * (before + size) + before;
    kept.set(data.subarray(from, from + size), i * size);
  }
  return kept;
}

/** An output of one picture whose number of rows depends on it, as [1, ROOM_IN_ROWS, columns]. */
function rowsFrom(path: string, name: string, { data, shape }: ModelOutput, axis: number): PassOutput {
  const rows = shape[axis] ?? 1;
  const columns = shape.slice(axis + 1).reduce((all, length) => all * length, 1);
  if (shape.slice(0, axis).some((length) => length !== 1))
    throw modelMistake(path, `gives an output ${name} of ${shape.join('×')}; expected rows of one picture`);
  if (rows > ROOM_IN_ROWS)
    throw modelMistake(
      path,
      `gives ${rows} rows of ${name} for a picture, more than the ${ROOM_IN_ROWS} allowed`,
    );
  const all = new Float32Array(ROOM_IN_ROWS * columns).fill(-1);
  all.set(data);
  return { data: all, shape: [1, ROOM_IN_ROWS, columns], batchAxis: 0 };
}

/** [n, channels, height, width] → [n, height, width, channels] */
function toChannelsLast(data: Float32Array, [height, width, channels]: Shape): Float32Array {
  const places = height * width;
  const moved = new Float32Array(data.length);
  for (let from = 0; from < data.length; from += places * channels)
    for (let c = 0; c < channels; c++)
      for (let at = from + c * places, to = from + c; at < from + (c + 1) * places; at++, to += channels)
        moved[to] = data[at]!;
  return moved;
}

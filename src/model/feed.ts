import { type Backend, formatShape, type Shape, valueCount } from '../core/tensor.ts';
import { inputShape } from './arrangement.ts';
import { modelMistake } from './mistake.ts';
import type { Model, ModelOutput } from './model.ts';
import { mapsFrom, type PassOutput } from './output_maps.ts';
import type { Passage } from './passage.ts';

/**
 * Most bytes of intermediate values for the pictures of one pass. More do not fit into the caches of a processor, which
 * then takes longer for each picture.
 */
const LARGEST_PASS = 2 ** 24;

/**
 * Computes the outputs of a model for a batch of pictures, in passes that memory allows.
 *
 * @param batch float32 [n, height, width, channels]
 * @param yieldNow called between two passes, so that others may have their turn
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
  const size = valueCount(picture);
  const n = batch.length / size;
  const most = picturesPerPass(model, passage, picture);
  const least = leastTogether(model, passage, picture);
  const wholes: Float32Array[] = [];
  // Outputs of a pass are copied before the next one, so its input may have the memory of the one before.
  const allocate = reusedArray();
  for (let next = 0; next < n; next += most) {
    if (next > 0) await yieldNow();
    const from = Math.max(0, Math.min(next, n - least));
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

/** Gives an array, whatever it holds: the last one, if it has the same length. */
function reusedArray(): (length: number) => Float32Array {
  let last: Float32Array = new Float32Array(0);
  return (length) => {
    last = last.length === length ? last : new Float32Array(length);
    return last;
  };
}

/**
 * Computes the outputs for as many pictures as go through a model at once.
 *
 * @param allocate gives the array for the model's input, whatever it holds. Default: a new one
 */
export async function onePass(
  model: Model,
  pictures: Float32Array,
  picture: Shape,
  passage: Passage,
  backend: () => Promise<Backend>,
  allocate?: (length: number) => Float32Array,
): Promise<PassOutput[]> {
  const count = pictures.length / valueCount(picture);
  const batch = passage.batch ?? count;
  const outputs = await rawPass(model, pictures, picture, passage, backend, allocate);
  return outputs.map((output, i) => {
    const maps = mapsFrom(model, output, i, { batch, count, picture, passage });
    const known = passage.shapes?.[i] ?? maps.shape;
    if (formatShape(known) === formatShape(maps.shape)) return maps;
    throw modelMistake(
      model.path,
      `gives an output ${model.outputs[i]} of ${formatShape(maps.shape)} for one picture, and of ${formatShape(known)} for another; output: NAME takes another value`,
    );
  });
}

/** The outputs for as many pictures as go through a model at once, as the model gives them. */
export function rawPass(
  model: Model,
  pictures: Float32Array,
  picture: Shape,
  passage: Passage,
  backend: () => Promise<Backend>,
  allocate?: (length: number) => Float32Array,
): Promise<ModelOutput[]> {
  const batch = passage.batch ?? pictures.length / valueCount(picture);
  const input = arrangeInput(pictures, picture, passage, batch, allocate);
  return model.run(input, inputShape(passage, batch, picture), backend);
}

/**
 * How many pictures go through a model together at the least, where there are as many. A runtime may sum the values of a
 * single picture in another order, so none is left over: its output depends on the picture alone.
 */
export function leastTogether(model: Model, passage: Passage, picture: Shape): number {
  return passage.batch === undefined ? Math.min(2, picturesPerPass(model, passage, picture)) : 1;
}

function picturesPerPass(model: Model, passage: Passage, picture: Shape): number {
  const { axes, batch, alone } = passage;
  if (alone || !axes.startsWith('N')) return 1;
  if (batch !== undefined) return batch;
  const bytes = model.bytes?.(inputShape(passage, 1, picture)) ?? 0;
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
  allocate: (length: number) => Float32Array = (length) => new Float32Array(length),
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
      const [first, end, to] = [from + c, from + size, from + c * channelStep];
      if (untouched) feedChannel(pictures, first, end, channels, all, to, step);
      else scaleChannel(pictures, first, end, channels, all, to, step, scale, means[c]!, deviations[c]!);
    }
  }
  if (alone) for (let i = 1; i < batch; i++) all.copyWithin(i * size, 0, size);
  else all.fill(0, pictures.length);
  return all;
}

// Loops in functions of their own are compiled once, and soon.

function feedChannel(
  from: Float32Array,
  first: number,
  end: number,
  step: number,
  to: Float32Array,
  place: number,
  placeStep: number,
): void {
  for (let at = first, put = place; at < end; at += step, put += placeStep) to[put] = from[at]!;
}

/** Each operation rounds to float32, as a backend's would. */
function scaleChannel(
  from: Float32Array,
  first: number,
  end: number,
  step: number,
  to: Float32Array,
  place: number,
  placeStep: number,
  scale: number,
  mean: number,
  std: number,
): void {
  for (let at = first, put = place; at < end; at += step, put += placeStep)
    to[put] = Math.fround(Math.fround(from[at]! * scale) - mean) / std;
}

function valuePerChannel(values: number | readonly number[], channels: number): Float32Array {
  return typeof values === 'number' ? new Float32Array(channels).fill(values) : Float32Array.from(values);
}

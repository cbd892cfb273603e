import { type Shape, valueCount } from '../core/tensor.ts';
import { usualLayout } from './arrangement.ts';
import { modelMistake } from './mistake.ts';
import type { Model, ModelOutput, OutputLayout } from './model.ts';
import { type Maps, mapsOf, sequenceOf } from './output_shape.ts';
import type { Passage } from './passage.ts';

/** Rows of an output whose number depends on the picture. Those that a picture does not fill hold -1. */
const ROOM_IN_ROWS = 1000;

/** An output's maps for the pictures of one pass. */
export interface PassOutput {
  data: Float32Array;
  shape: Shape;
  /** Whether it has no places. */
  sequence?: boolean | undefined;
  /**
   * The axis of the batch: 1 where the steps of a sequence come first, as recurrent networks of PyTorch give them;
   * undefined where an output of one picture has none.
   */
  batchAxis: number | undefined;
}

/** An output as [n, height, width, channels], without the places of a batch that held no picture. */
export function mapsFrom(
  { path, layout: usual, outputs }: Model,
  given: ModelOutput,
  i: number,
  { batch, count, picture, passage }: { batch: number; count: number; picture: Shape; passage: Passage },
): PassOutput {
  const rowAxis = passage.varying?.[i];
  if (rowAxis !== undefined) return rowsFrom(path, outputs[i]!, given, rowAxis);
  const batched = passage.axes.startsWith('N');
  const batchAxis = batched ? (passage.batchAxes?.[i] ?? axisOfBatch(given, batch)) : 0;
  // What comes out of a model that takes one picture is about that picture, and so is a value or a vector of one alone.
  const isOfOne = passage.batch === 1 || (passage.alone === true && given.shape.length < 2);
  const isWhole = batched && batch === 1 && batchAxis === undefined && isOfOne;
  if (batched && !isWhole && given.shape[batchAxis ?? 0] !== batch) {
    const pictures = batch === 1 ? '1 picture' : `${batch} pictures`;
    const what = `an output ${outputs[i]} of ${given.shape.join('×') || 'one value'} for ${pictures}`;
    throw modelMistake(
      path,
      `gives ${what}; expected [${batch}, …], a part for each picture; output: NAME takes another value, or export the model for one picture`,
    );
  }
  const { data, shape: lengths } = axisFirst(given, batchAxis ?? 0);
  // A model that takes one picture may give it a batch of its own.
  const hasBatch = batched ? !isWhole : lengths[0] === 1 && lengths.length > 1;
  const rest = hasBatch ? lengths.slice(1) : lengths;
  const { layouts } = passage;
  const said = passage.said?.[i];
  const inputLayout = usualLayout(passage, usual);
  const isMap = passage.maps?.[i] === true;
  const maps: Maps | undefined = isMap
    ? { shape: [rest[0]!, rest[1]!, 1], channelsFirst: false }
    : batchAxis === 1 && rest.length === 2 && layouts[i] === undefined && !said
      ? sequenceOf(rest)
      : mapsOf(rest, { asked: layouts[i], said, usual: inputLayout, picture });
  if (!maps) throw outputMisfit(path, outputs[i]!, rest, layouts[i], lengths.length);
  requireNotEmpty(path, outputs[i]!, maps.shape, picture);
  const { shape, channelsFirst, before = 0, sequence } = maps;
  const size = valueCount(shape);
  const all = count === batch ? data : data.subarray(0, count * (before + size));
  const moved = channelsFirst && shape[2] > 1 && shape[0] * shape[1] > 1;
  const inOrder = moved ? toChannelsLast(all, shape) : all;
  const kept = before > 0 ? withoutFirst(inOrder, before, size) : inOrder;
  return { data: kept, shape, sequence, batchAxis };
}

/** The axis of the batch: the first or, of three axes, the second; undefined if neither has its length. */
function axisOfBatch({ shape }: ModelOutput, batch: number): 0 | 1 | undefined {
  if (shape[0] === batch) return 0;
  return shape.length === 3 && shape[1] === batch ? 1 : undefined;
}

/** An output with one of its axes before the others. @example axisFirst([steps, n, c], 1) // [n, steps, c] */
export function axisFirst(given: ModelOutput, axis: number): ModelOutput {
  if (axis === 0) return given;
  const { data, shape } = given;
  const n = shape[axis]!;
  const before = valueCount(shape.slice(0, axis));
  const behind = valueCount(shape.slice(axis + 1));
  const moved = new Float32Array(data.length);
  for (let place = 0, from = 0; place < before; place++)
    for (let i = 0; i < n; i++, from += behind)
      moved.set(data.subarray(from, from + behind), (i * before + place) * behind);
  return { data: moved, shape: [n, ...shape.toSpliced(axis, 1)] };
}

/** @throws UserError (run) for an output without values: it would be the same for all pictures */
export function requireNotEmpty(path: string, output: string, shape: Shape, picture: Shape): void {
  if (valueCount(shape) > 0) return;
  const pictures = `pictures of ${picture.join('×')}`;
  throw modelMistake(
    path,
    `gives an output ${output} of ${shape.join('×')} for ${pictures}; expected values`,
  );
}

/** An error about an output that is no map. @param rest its axes after the batch @param axes how many it has */
export function outputMisfit(
  path: string,
  output: string,
  rest: readonly number[],
  layout: OutputLayout | undefined,
  axes = rest.length + 1,
): Error {
  const [what, expected] =
    layout === 'tokens' && rest.length === 2
      ? [`${rest[0]} tokens`, 'as many as a grid with the proportions of the pictures has, or one more']
      : [`${axes} axes`, 'a batch of vectors or maps'];
  return modelMistake(
    path,
    `has an output ${output} of ${what}; expected ${expected}; output: NAME takes another value`,
  );
}

/** The values without the first `before` values of each picture. */
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
  const columns = valueCount(shape.slice(axis + 1));
  if (shape.slice(0, axis).some((length) => length !== 1))
    throw modelMistake(
      path,
      `gives an output ${name} of ${shape.join('×')}; expected rows of one picture; output: NAME takes another value`,
    );
  if (rows > ROOM_IN_ROWS)
    throw modelMistake(
      path,
      `gives ${rows} rows of ${name} for a picture, more than the ${ROOM_IN_ROWS} allowed; output: NAME takes another value`,
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

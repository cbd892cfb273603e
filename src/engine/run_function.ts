import { type Pair, type Shape, windowOf } from '../core/tensor.ts';
import type { Step } from '../layers/stack/stack.ts';
import { addOutputs } from './classify/add_outputs.ts';
import { coincidenceOf } from './classify/coincidence.ts';
import { compareOutputs } from './classify/compare_outputs.ts';
import { createSorter, observationOf } from './classify/sorter.ts';
import type { Measured } from './measured.ts';
import { LARGEST_BATCH, shiftedImages } from './pass/copies.ts';
import { stackedMap } from './pass/stacked_map.ts';
import { type Comparison, type EngineOptions, MEMORY, type ShiftedImages } from './request.ts';

/** Images or outputs, one after the other: values in row-major order, shape [n, height, width, channels]. */
export interface Batch {
  data: Float32Array;
  shape: [n: number, height: number, width: number, channels: number];
}

/**
 * A function of a batch of images that gives their outputs in the same order.
 *
 * @param expected [height, width, channels] of its outputs before, if there were any
 */
export type ImageFunction = (images: Batch, expected?: Shape) => Promise<Batch>;

/**
 * Runs a function in place of a stack over every shift of an image. It is called once for images with equal values, and
 * again for outputs that are not in the cache.
 *
 * @param first step 0: the image as its frame shows it
 * @param batchSize most images of a batch. Default: as many as 16 MiB hold, and at most 256
 * @returns what is measured of the image, and of the outputs
 */
export async function runFunction(
  fn: ImageFunction,
  first: Step,
  shifted: ShiftedImages,
  compare: Comparison,
  { scheduler, batchSize }: Pick<EngineOptions, 'scheduler'> & { batchSize?: number | undefined },
): Promise<readonly [Measured, Measured]> {
  const { images, shifts } = shifted;
  const { shape } = first;
  const source = shiftedImages(first, images[0]!, shifted, scheduler);
  const size = shape[0] * shape[1] * shape[2];
  const most = batchSize ?? Math.max(1, Math.min(MOST_IMAGES, Math.floor(LARGEST_BATCH / 4 / size)));
  const count = shifts.dy.length;
  const rule = coincidenceOf(compare);
  let outputShape: Shape | undefined;

  async function imagesOf(members: Int32Array): Promise<Batch> {
    const data = new Float32Array(members.length * size);
    await source.write(members, data);
    return { data, shape: [members.length, ...shape] };
  }
  async function outputsOf(images: Batch): Promise<Batch> {
    const outputs = await fn(images, outputShape);
    const [, ...rest] = outputs.shape;
    outputShape ??= rest;
    return outputs;
  }
  const sorter = (compute: (images: Batch) => Promise<Batch>) =>
    createSorter({
      ...{ shifts: count, trials: shifts.trials, rule, distances: true, cacheBytes: MEMORY / 2, scheduler },
      recompute: async (shift) => windowOf(mapOf(await compute(await imagesOf(Int32Array.of(shift)))), 0),
    });
  const [before, after] = [sorter(async (images) => images), sorter(outputsOf)];
  for (let from = 0; from < count; from += most) {
    const members = Int32Array.from({ length: Math.min(most, count - from) }, (_, i) => from + i);
    const images = await imagesOf(members);
    const fresh = await addOutputs(before, {
      map: mapOf(images),
      members,
      lasting: false,
      overlapping: false,
    });
    if (fresh.length === 0) continue;
    const outputs = await outputsOf(fresh.length === members.length ? images : await imagesOf(fresh));
    await addOutputs(after, { map: mapOf(outputs), members: fresh, lasting: false, overlapping: false });
    if (scheduler.due()) await scheduler.yieldNow();
  }
  const seen = observationOf(before, undefined);
  const given = observationOf(after, seen.leader);
  return [
    await compareOutputs([seen], rule, shifts, { stride: [1, 1] }, scheduler),
    await compareOutputs(
      [given],
      rule,
      shifts,
      { stride: functionStride(shape, given.unshifted.shape) },
      scheduler,
    ),
  ];
}

/** Most images of a batch. */
const MOST_IMAGES = 256;

function mapOf({ data, shape: [n, ...shape] }: Batch) {
  return stackedMap(data, shape, n);
}

/** Pixels from one cell of the output to the next; undefined where they are no whole number, or there is one cell. */
function functionStride([rows, columns]: Shape, [height, width]: Shape): Pair | undefined {
  const stride: Pair = [rows / height, columns / width];
  return height * width > 1 && stride.every(Number.isInteger) ? stride : undefined;
}

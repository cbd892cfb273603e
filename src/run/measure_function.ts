import { shown, UserError } from '../core/error.ts';
import { options } from '../core/options.ts';
import { createScheduler, type Scheduler } from '../core/scheduler.ts';
import { formatShape, type Image, type Pair, type Shape, windowOf } from '../core/tensor.ts';
import { largest } from '../engine/classify/distance.ts';
import { type Observation, observe } from '../engine/classify/observe.ts';
import { shiftedImages } from '../engine/pass/copies.ts';
import { parseObject } from '../experiment/parse.ts';
import type { ExperimentInput } from '../experiment/schema/input.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import { defineImage, type ImageKind } from '../image/kind.ts';
import { defineLayer } from '../layers/define.ts';
import { defineMeasure, type MeasureColumn, type MeasureKind } from '../measure/kind.ts';
import { valuesOf } from '../measure/values.ts';
import type { Row } from '../results/columns.ts';
import { type Batch, type BatchFunction, callOn, mapOf } from './batch.ts';
import { type Drawn, drawVariant } from './draw_variant.ts';
import { compareOutputs, observedBy, type Rule } from './measure_variant.ts';

/** What a function is measured on, in the words of an experiment file. */
export interface MeasureOptions extends Pick<ExperimentInput, 'shift' | 'trials' | 'seed' | 'measures'> {
  /** A kind, as a file writes it, or an image of one's own: its shape [height, width, channels], and its values. */
  image: ExperimentInput['image'] | Image;
  /** When two outputs coincide. Default `close`: equal up to 1e-5 of the largest value. */
  compare?: NonNullable<ExperimentInput['compare']>;
  /** What the rows call it. Default: the function's own name, or `function`. */
  name?: string;
  /** The most images that the function is given at once. Default: 16 MiB of them, 256 at most. */
  batch?: number;
  signal?: AbortSignal;
}

/** Says that an object literal is a measure, and lets its columns be inferred. */
export function measure<const C extends Record<string, MeasureColumn>>(kind: MeasureKind<C>): MeasureKind<C>;
/**
 * Measures any function from a batch of images to a batch of outputs (a model of TensorFlow.js or ONNX, plain code) as
 * a run measures a stack: the same shifts from the same seed, the same columns. Memory is bounded: a batch at a time,
 * and 256 MiB of outputs to compare with.
 *
 * @param fn is given `{ data, shape }`: float32 values in row-major order, shape [n, height, width, channels]. It gives
 * the outputs of the n images in the same order: `{ data, shape }` (or `dims`, as ONNX says), shape [n, …]; a tensor of
 * TensorFlow.js, which is read and disposed of; or values alone, as many for each image. Sync or async. What it gives
 * for an image may not depend on the others of the batch.
 * @returns two rows, as of a table: step 0 is the image, step 1 the output. A shape [n, k] is an output of 1×1×k, and
 * [n, height, width] one of one channel; an output that is smaller than the image counts as a depth.
 * @throws UserError where an option is wrong, or what the function gives is not n outputs of one shape, all finite
 * @example
 * const rows = await measure(({ data, shape }) => model.predict(tf.tensor4d(data, shape)), {
 *   image: { type: 'circle', size: 64 },
 *   shift: { max: 3 },
 * });
 */
export function measure(fn: BatchFunction, options: MeasureOptions): Promise<Row[]>;
export function measure(first: MeasureKind | BatchFunction, options?: MeasureOptions): unknown {
  return typeof first === 'function' ? measureFunction(first, options!) : defineMeasure(first);
}

async function measureFunction(fn: BatchFunction, given: MeasureOptions): Promise<Row[]> {
  const { name = fn.name || 'function', batch, signal } = given;
  if (batch !== undefined && !(Number.isInteger(batch) && batch >= 1)) {
    throw new UserError(`batch: expected a whole number of at least 1, not ${shown(batch)}.`);
  }
  const { variant, measures } = read(given);
  const { kind, options } = variant.compare;
  const rule: Rule = {
    kind,
    options,
    tolerance: (reference) => kind.tolerance?.(largest(reference), options) ?? 0,
  };
  const scheduler = createScheduler(signal);
  const drawn = await drawVariant(variant, scheduler);
  const { observations, shape } = await observeFunction(fn, variant, drawn, {
    rule,
    batch,
    signal,
    scheduler,
  });
  const frame = variant.steps[0]!.shape;
  const places = [
    { layer: variant.image.name, depth: 0, shape: frame, stride: [1, 1] as Pair },
    { layer: name, depth: isSmaller(shape, frame) ? 1 : 0, shape, stride: strideOf(frame, shape) },
  ];
  const rows: Row[] = [];
  for (const [step, { layer, depth, shape, stride }] of places.entries()) {
    const observation = observations[step]!;
    const measured = await compareOutputs({ observation }, rule, drawn.shifts, stride, scheduler);
    const [height, width, channels] = shape;
    const { compare } = variant.rows[0]!;
    const row = { experiment: name, step, layer, depth, height, width, channels, compare };
    rows.push((await valuesOf(measures, measured, scheduler, row)) as Row);
  }
  return rows;
}

/** Reads the options as an experiment: its shifts, image and comparison, and a layer in the function's place. */
function read({ image, compare = 'close', shift, trials, seed, measures }: MeasureOptions) {
  const own: Record<string, ImageKind> = isImage(image) ? { image: givenImage(image) } : {};
  const written = {
    image: isImage(image) ? 'image' : image,
    shift,
    compare,
    layers: ['function'],
    ...(trials !== undefined && { trials }),
    ...(seed !== undefined && { seed }),
    ...(measures !== undefined && { measures }),
  };
  const kinds = { images: own, layers: { function: inPlaceOfFunction } };
  const experiment = parseObject(written, { name: 'measure', kinds });
  return { variant: experiment.variants[0]!, measures: experiment.measures };
}

const inPlaceOfFunction = defineLayer({
  title: 'The function that is measured.',
  options: options({}),
  pools: false,
  tolerance: 1e-5,
  shape: (input) => input,
  apply: (_, x) => x,
});

function isImage(image: MeasureOptions['image']): image is Image {
  return typeof image === 'object' && image !== null && 'data' in image && 'shape' in image;
}

function givenImage({ shape, data }: Image): ImageKind {
  const values = Array.isArray(shape) && shape.length === 3 ? shape.reduce((a, b) => a * b, 1) : Number.NaN;
  if (values !== data.length || values === 0) {
    throw new UserError(
      `image: expected as many values as its shape [height, width, channels] says, not ${data.length} for ${formatShape(shape)}.`,
    );
  }
  if (!data.every(Number.isFinite)) throw new UserError('image: expected finite values.');
  const copy = Float32Array.from(data);
  return defineImage({
    title: 'An image of the caller.',
    options: options({}),
    shape: () => shape,
    draw: () => ({ shape, data: copy }),
  });
}

interface Observing {
  rule: Rule;
  batch: number | undefined;
  signal: AbortSignal | undefined;
  scheduler: Scheduler;
}

/** Bytes of one batch, unless the caller says how many; and of the outputs that are kept to compare others with. */
const LARGEST_BATCH = 2 ** 24;
const MOST_IMAGES = 256;
const KEEP = 2 ** 28;

/** Observes the shifted images, and what the function makes of those that differ. */
async function observeFunction(
  fn: BatchFunction,
  { steps: [first] }: Variant,
  { shifts, fill, images }: Drawn,
  { rule, batch, signal, scheduler }: Observing,
): Promise<{ observations: Observation[]; shape: Shape }> {
  const source = shiftedImages(first!, images[0]!, shifts, fill, scheduler);
  const size = first!.shape.reduce((product, n) => product * n, 1);
  const most = batch ?? Math.max(1, Math.min(MOST_IMAGES, Math.floor(LARGEST_BATCH / 4 / size)));
  const count = shifts.dy.length;
  let shape: Shape | undefined;

  async function imagesOf(members: Int32Array): Promise<Batch> {
    const data = new Float32Array(members.length * size);
    await source.write(members, data);
    return { data, shape: [members.length, ...first!.shape] };
  }
  async function outputsOf(seen: Batch): Promise<Batch> {
    const outputs = await callOn(fn, seen, shape);
    const [, ...rest] = outputs.shape;
    shape ??= rest;
    return outputs;
  }
  const observer = (recall: (seen: Batch) => Promise<Batch>) =>
    observe({
      shifts: count,
      ...observedBy(rule),
      distances: true,
      keep: KEEP / 2,
      recall: async (shift) => windowOf(mapOf(await recall(await imagesOf(Int32Array.of(shift)))), 0),
      scheduler,
    });
  const [before, after] = [observer(async (seen) => seen), observer(outputsOf)];
  for (let from = 0; from < count; from += most) {
    signal?.throwIfAborted();
    const members = Int32Array.from({ length: Math.min(most, count - from) }, (_, i) => from + i);
    const seen = await imagesOf(members);
    // The function is not asked twice about images with the same bits.
    const fresh = await before.add(mapOf(seen), members, false);
    if (fresh.length === 0) continue;
    const outputs = await outputsOf(fresh.length === members.length ? seen : await imagesOf(fresh));
    await after.add(mapOf(outputs), fresh, false);
    if (scheduler.due()) await scheduler.yieldNow();
  }
  const seen = before.finish(undefined);
  return { observations: [seen, after.finish(seen.leader)], shape: shape! };
}

function isSmaller([height, width]: Shape, [rows, columns]: Shape): boolean {
  return height * width < rows * columns;
}

/** Pixels from one cell of the output to the next, where cells still have places. */
function strideOf([rows, columns]: Shape, [height, width]: Shape): Pair | undefined {
  const stride: Pair = [rows / height, columns / width];
  return height * width > 1 && stride.every(Number.isInteger) ? stride : undefined;
}

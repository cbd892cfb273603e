import { requireArgument, requireKeys, requireSignal, requireText } from '../core/arguments.ts';
import { shown, UserError } from '../core/error.ts';
import { options } from '../core/options.ts';
import { createScheduler } from '../core/scheduler.ts';
import { formatShape, type Image, type Shape } from '../core/tensor.ts';
import { type ImageFunction, type Measured, runFunction } from '../engine/engine.ts';
import { parseObject } from '../experiment/parse.ts';
import type { ExperimentInput } from '../experiment/schema/input.ts';
import { defineImage, type ImageKind } from '../image/kind.ts';
import { defineLayer } from '../layers/define.ts';
import { defineMeasure, type MeasureColumn, type MeasureKind } from '../measure/kind.ts';
import { valuesOf } from '../measure/sets/values.ts';
import type { Row } from '../results/columns.ts';
import { type BatchFunction, callOn, isValues } from './batch.ts';
import { drawVariant } from './draw_variant.ts';
import { drawnClasses, keepClasses } from './row_classes.ts';

/** The image, shifts and measures for a function, with the keys of an experiment file. */
export interface MeasureOptions extends Pick<ExperimentInput, 'shift' | 'trials' | 'seed' | 'measures'> {
  /** A kind, as a file writes it, or an image of one's own: its shape [height, width, channels], and its values. */
  image: ExperimentInput['image'] | Image;
  /** When two outputs coincide. Default `close`: equal up to 1e-5 of the largest value. */
  compare?: NonNullable<ExperimentInput['compare']>;
  /** Its name in the rows. Default: the function's own name, or `function`. */
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
  return options === undefined && typeof first === 'object'
    ? defineMeasure(first)
    : measureFunction(first as BatchFunction, options as MeasureOptions);
}

async function measureFunction(fn: BatchFunction, given: MeasureOptions): Promise<Row[]> {
  const forModel =
    'write ({ data, shape }) => model.predict(tf.tensor4d(data, shape)) for a model of TensorFlow.js';
  requireArgument(typeof fn === 'function', 'fn', 'a function', fn, forModel);
  requireKeys('options', given, MEASURE_OPTIONS);
  requireSignal(given.signal);
  if (given.name !== undefined) requireText('options.name', given.name);
  const { name = fn.name || 'function', batch, signal } = given;
  if (batch !== undefined && !(Number.isInteger(batch) && batch >= 1)) {
    throw new UserError(`batch: expected a whole number of at least 1, not ${shown(batch)}.`);
  }
  const { variant, measures } = readMeasureOptions(given);
  const { steps, image, compare } = variant;
  const scheduler = createScheduler(signal);
  const drawn = await drawVariant(variant, scheduler);
  const call: ImageFunction = (images, expected) => {
    signal?.throwIfAborted();
    return callOn(fn, images, expected);
  };
  const step = steps[0]!;
  const [seen, outputs] = await runFunction(call, step, drawn, compare, { scheduler, batchSize: batch });
  const depth = isSmaller(outputs.unshifted.shape, step.shape) ? 1 : 0;
  return [
    await rowOf({ step: 0, layer: image.name, depth: 0 }, seen),
    await rowOf({ step: 1, layer: name, depth }, outputs),
  ];

  async function rowOf(place: { step: number; layer: string; depth: number }, measured: Measured) {
    const [height, width, channels] = measured.unshifted.shape;
    const { compare } = variant.rows[0]!;
    const row = { experiment: name, ...place, height, width, channels, compare };
    const found = (await valuesOf(measures, measured, scheduler, row)) as Row;
    keepClasses(found, drawnClasses(measured));
    return found;
  }
}

const MEASURE_OPTIONS = [
  ...['batch', 'compare', 'image', 'measures', 'name', 'seed', 'shift', 'signal', 'trials'],
];

/** Reads the options as an experiment: its shifts, image and comparison, and a layer in the function's place. */
function readMeasureOptions({ image, compare = 'close', shift, trials, seed, measures }: MeasureOptions) {
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
  const isShape =
    Array.isArray(shape) && shape.length === 3 && shape.every((n) => Number.isInteger(n) && n > 0);
  const wanted = '[height, width, channels], three whole numbers of at least 1';
  requireArgument(isShape, 'image.shape', wanted, shape);
  requireArgument(isValues(data), 'image.data', 'numbers', data);
  if (shape.reduce((a, b) => a * b, 1) !== data.length) {
    throw new UserError(
      `image: expected as many values as its shape [height, width, channels] says, not ${data.length} for ${formatShape(shape)}.`,
    );
  }
  const copy = Float32Array.from(data);
  const bad = copy.findIndex((value) => !Number.isFinite(value));
  requireArgument(bad < 0, 'image.data', 'finite float32 values', data[bad]);
  return defineImage({
    title: 'An image of the caller.',
    options: options({}),
    shape: () => shape,
    draw: () => ({ shape, data: copy }),
  });
}

function isSmaller([height, width]: Shape, [rows, columns]: Shape): boolean {
  return height * width < rows * columns;
}

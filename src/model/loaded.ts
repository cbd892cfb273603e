import { UserError } from '../core/error.ts';
import type { Backend, Pair, Shape } from '../core/tensor.ts';
import { arrange, inputShape } from './arrangement.ts';
import { feedModel, onePass } from './feed.ts';
import { withoutEmptyWindows } from './guard.ts';
import { dependsOnBatch, probe, requireRepeatable } from './independence.ts';
import { attempted, unknownInModel } from './mistake.ts';
import type { Model, OutputLayout } from './model.ts';
import type { ModelToOpen } from './model_to_open.ts';
import { openModel } from './open.ts';
import { outputMisfit } from './output_maps.ts';
import { mapsOf, strideOf } from './output_shape.ts';
import { plainBackend } from './packages.ts';
import type { Feed, Passage } from './passage.ts';

/** A model whose files were read and whose shapes are known. It is on its runtime only while a run needs it. */
export interface LoadedModel {
  /** Its outputs; `stride` in pixels of the picture, undefined where an output has no places. */
  outputs: readonly { name: string; shape: Shape; stride: Pair | undefined }[];
  /** The runtime that computes it, if that is not the run's backend. */
  runtime: string | undefined;
  /** Whether pictures go in one at a time, since an output depends on the others of its batch. */
  alone: boolean;
  /** Its outputs for a batch of pictures. See `feedModel`. */
  compute(
    batch: Float32Array,
    picture: Shape,
    backend: () => Promise<Backend>,
    yieldNow?: () => Promise<void>,
  ): Promise<Float32Array[]>;
  /** Keeps it on its runtime. It leaves when every function that this returned was called. */
  hold(): () => void;
}

/** A layout for all outputs, for each in order, or for some by name. */
export type OutputLayouts = OutputLayout | readonly OutputLayout[] | Readonly<Record<string, OutputLayout>>;

/**
 * Loads a model, finds the shapes of its outputs, and whether pictures can go through it together.
 *
 * @param picture [height, width, channels] of the pictures that it will get
 * @throws UserError (run)
 */
export async function loadModel(
  given: ModelToOpen,
  picture: Shape,
  feed: Feed,
  layouts?: OutputLayouts,
): Promise<LoadedModel> {
  let opened: Promise<Model> | undefined;
  let holders = 0;
  const open = () => {
    opened ??= attempted(given.path, 'be loaded', () => openModel(given));
    return opened;
  };
  requirePerChannel(feed, picture);
  const model = await open();
  try {
    const passage = {
      ...arrange(model, feed.layout, picture),
      feed,
      layouts: layoutsOf(model, layouts),
    };
    const { shapes, ...how } = await attempted(given.path, 'be run', () => shapesOf(model, picture, passage));
    const strides = await stridesOf(model, picture, passage, shapes, how);
    return {
      outputs: shapes.map(({ shape }, i) => ({
        name: model.outputs[i]!,
        shape,
        stride: strides[i],
      })),
      runtime: model.runtime,
      alone: how.alone,
      compute: async (batch, picture, backend, yieldNow) =>
        feedModel(await open(), batch, picture, { ...passage, ...how }, backend, yieldNow),
      hold() {
        holders++;
        let held = true;
        return () => {
          if (!held) return;
          held = false;
          holders--;
          if (holders > 0) return;
          opened?.then(dispose, () => {});
          opened = undefined;
        };
      },
    };
  } catch (error) {
    dispose(model);
    throw error;
  }
}

/** The shapes of a model's outputs, and how pictures go through it. */
interface KnownOutputs extends Pick<Passage, 'varying' | 'batchAxes'> {
  shapes: readonly KnownShape[];
  alone: boolean;
}

interface KnownShape {
  shape: Shape;
  /** Whether it has no places. */
  sequence?: boolean | undefined;
}

/**
 * The axes of rows whose number depends on the picture: lengths that its shape does not settle, unless they are the same
 * for noise and for a black picture, and none is 0.
 */
async function varyingOutputs(
  model: Model,
  picture: Shape,
  { axes, batch = 1, feed }: Passage,
): Promise<(number | undefined)[]> {
  const lengths = inputShape(axes, batch, picture);
  const open = batch === 1 ? ((await model.openAxes?.(lengths)) ?? []) : [];
  if (open.every((axis) => axis === undefined)) return [];
  const noise = probe(picture, { axes, batch, feed, layouts: [] }, model, 1);
  const [first, second] = [
    await model.run(noise, lengths, plainBackend),
    await model.run(new Float32Array(noise.length), lengths, plainBackend),
  ];
  return open.map((axis, i) => {
    const [one, other] = [first[i]!.shape, second[i]!.shape];
    const settled = one[0] === 1 && one.every((length, at) => length > 0 && length === other[at]);
    return settled ? undefined : axis;
  });
}

/** The shapes of all outputs; a model whose file does not say is run for a picture of noise. */
async function shapesOf(model: Model, picture: Shape, passage: Passage): Promise<KnownOutputs> {
  const lengths = inputShape(passage.axes, passage.batch ?? 1, picture);
  await model.requireRoom?.(lengths);
  const stated = model.independent ? model.shapes?.(lengths) : undefined;
  if (stated) {
    const usual = passage.axes === 'NCHW' || passage.axes === 'NHWC' ? passage.axes : model.layout;
    const shapes = stated.map((shape, i) => {
      const maps = mapsOf(shape.slice(1), { asked: passage.layouts[i], usual, picture });
      if (!maps) throw outputMisfit(model.path, model.outputs[i]!, shape.slice(1), passage.layouts[i]);
      return maps;
    });
    return { shapes, alone: false };
  }
  const run = async (): Promise<KnownOutputs> => {
    const varying = await varyingOutputs(model, picture, passage);
    const single = { ...passage, alone: true, varying };
    const outputs = await onePass(model, probe(picture, passage, model, 0), picture, single, plainBackend);
    const batchAxes = outputs.map(({ batchAxis }) => batchAxis);
    const alone =
      varying.some((axis) => axis !== undefined) ||
      (await dependsOnBatch(model, picture, { ...passage, batchAxes }, outputs, plainBackend));
    // Of a batch of one, another picture cannot tell.
    if (alone || passage.batch === 1)
      await requireRepeatable(model, picture, { ...single, batchAxes }, outputs, plainBackend);
    return { shapes: outputs, alone, varying, batchAxes };
  };
  if (model.runtime) return run();
  const { tf } = await plainBackend();
  return withoutEmptyWindows(tf, run);
}

/**
 * Pixels from one cell of each output to the next. GROWTH more pixels are GROWTH / stride more cells, with padding or
 * without; where this is not known, since the model takes no larger pictures, it is what the sizes say. A model that has
 * to be run for it is run only if its sizes are no whole number of strides.
 */
async function stridesOf(
  model: Model,
  picture: Shape,
  passage: Passage,
  shapes: readonly KnownShape[],
  { alone, varying = [] }: Omit<KnownOutputs, 'shapes'>,
): Promise<(Pair | undefined)[]> {
  const strides = shapes.map(({ shape, sequence }) => (sequence ? undefined : strideOf(picture, shape)));
  const stated = model.independent === true && model.shapes !== undefined;
  const asked = shapes.map(({ shape: [rows, columns], sequence }, i) => {
    const whole = picture[0] % rows === 0 && picture[1] % columns === 0;
    return !sequence && varying[i] === undefined && rows > 1 && columns > 1 && (stated || !whole);
  });
  if (!asked.includes(true)) return strides;
  try {
    const larger: (readonly KnownShape[])[] = [];
    for (const times of [1, 2]) {
      const [height, width, channels] = picture;
      const next: Shape = [height + times * GROWTH, width + times * GROWTH, channels];
      const how = stated ? passage : { ...passage, ...arrange(model, passage.feed.layout, next) };
      const found = await shapesOf(model, next, how);
      if (found.alone !== alone) return strides;
      larger.push(found.shapes);
    }
    return strides.map((stride, i) => {
      if (!asked[i]) return stride;
      const [down, across] = ([0, 1] as const).map((axis) =>
        grownBy([shapes[i]!, ...larger.map((all) => all[i]!)].map(({ shape }) => shape[axis])),
      );
      return down !== undefined && across !== undefined ? [down, across] : stride;
    });
  } catch {
    // It takes pictures of this size only.
    return strides;
  }
}

/** Pixels more: a multiple of every usual stride. */
const GROWTH = 96;

/** The stride of an axis, from its cells for a picture, and for ones of GROWTH and 2 · GROWTH pixels more. */
function grownBy(cells: readonly number[]): number | undefined {
  const [first, second, third] = cells as [number, number, number];
  const more = second - first;
  const stride = GROWTH / more;
  const sound =
    more > 0 && third - second === more && (Number.isInteger(stride) || Number.isInteger(1 / stride));
  return sound ? stride : undefined;
}

function layoutsOf(
  { path, outputs }: Model,
  layouts: OutputLayouts | undefined,
): readonly (OutputLayout | undefined)[] {
  if (layouts === undefined || typeof layouts === 'string') return outputs.map(() => layouts);
  if (isList(layouts)) {
    if (layouts.length === outputs.length) return layouts;
    throw new UserError(`has ${layouts.length} layouts; expected one for each of ${outputs.length} outputs`);
  }
  const unknown = Object.keys(layouts).find((name) => !outputs.includes(name));
  if (unknown !== undefined) throw unknownInModel(path, 'output', unknown, outputs);
  return outputs.map((name) => (Object.hasOwn(layouts, name) ? layouts[name] : undefined));
}

function isList(layouts: object): layouts is readonly OutputLayout[] {
  return Array.isArray(layouts);
}

function requirePerChannel(feed: Feed, [, , channels]: Shape): void {
  for (const key of ['mean', 'std'] as const) {
    const given = feed[key];
    if (typeof given === 'number' || given.length === channels) continue;
    throw new UserError(
      `has ${given.length} numbers in input.${key}; expected one, or one for each of ${channels} channels`,
    );
  }
}

/** Ignores errors: a runtime that crashed cannot release a model either. */
function dispose(model: Model): void {
  try {
    model.dispose();
  } catch {}
}

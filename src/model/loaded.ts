import { UserError } from '../core/error.ts';
import { type Backend, formatShape, type Pair, type Shape, valueCount } from '../core/tensor.ts';
import { arrange, saidLayouts } from './arrangement.ts';
import { feedModel, leastTogether } from './feed.ts';
import { shapesOf } from './known_outputs.ts';
import { createKnownPictures } from './known_pictures.ts';
import { attempted, unknownInModel } from './mistake.ts';
import type { Model, OutputLayout } from './model.ts';
import type { ModelToOpen } from './model_to_open.ts';
import { openModel } from './open.ts';
import { stridesOf } from './output_strides.ts';
import type { Feed } from './passage.ts';

/** A model whose files were read and whose shapes are known. It is on its runtime only while a run needs it. */
export interface LoadedModel {
  /**
   * Its outputs; `stride` in pixels of the picture, undefined where an output has no places; whether it is the numbers of
   * classes.
   */
  outputs: readonly { name: string; shape: Shape; stride: Pair | undefined; classNumbers?: boolean }[];
  /** The runtime that computes it, if that is not the run's backend. */
  runtime: string | undefined;
  /** Whether pictures go in one at a time, since an output may depend on the others of its batch. */
  alone: boolean;
  /** Its outputs for a batch of pictures. See `feedModel`. */
  compute(
    batch: Float32Array,
    picture: Shape,
    backend: () => Promise<Backend>,
    yieldNow?: () => Promise<void>,
  ): Promise<Float32Array[]>;
  /**
   * Keeps it on its runtime. It leaves when every function that this returned was called.
   *
   * @param stacks how many stacks it is in: of several, each picture goes through it once. Default: 1
   */
  hold(stacks?: number): () => void;
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
  const known = createKnownPictures();
  let shared = false;
  const open = () => {
    opened ??= attempted(given.path, 'be loaded', () => openModel(given));
    return opened;
  };
  requirePerChannel(feed, picture);
  const model = await open();
  try {
    const arrangement = arrange(model, feed.layout, picture);
    const passage = {
      ...arrangement,
      feed,
      said: await saidLayouts(model, arrangement, picture, model.outputs),
      layouts: layoutsOf(model, layouts),
    };
    const { shapes, ...how } = await attempted(given.path, 'be run', () => shapesOf(model, picture, passage));
    const strides = await stridesOf(model, picture, passage, shapes, how);
    return {
      outputs: shapes.map(({ shape }, i) => ({
        name: model.outputs[i]!,
        shape,
        stride: strides[i],
        ...(model.classNumbers?.[i] && { classNumbers: true }),
      })),
      runtime: model.runtime,
      alone: how.alone,
      async compute(batch, shape, backend, yieldNow) {
        const model = await open();
        const isKnown = formatShape(shape) === formatShape(picture);
        const through = { ...passage, ...how, ...(isKnown && { shapes: shapes.map((one) => one.shape) }) };
        const feed = (pictures: Float32Array) =>
          feedModel(model, pictures, shape, through, backend, yieldNow);
        if (!(shared && model.runtime !== undefined && isKnown)) return feed(batch);
        const count = batch.length / valueCount(shape);
        return known.complete(batch, count, leastTogether(model, through, shape), feed);
      },
      hold(stacks = 1) {
        holders++;
        shared ||= stacks > 1;
        let held = true;
        return () => {
          if (!held) return;
          held = false;
          holders--;
          if (holders > 0) return;
          known.clear();
          shared = false;
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

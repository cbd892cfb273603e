import { UserError } from '../core/error.ts';
import type { Shape, Tensor4D, TensorFlow } from '../core/tensor.ts';
import { type Feed, feedModel, outputShapes } from './feed.ts';
import { attempted } from './mistake.ts';
import type { Model } from './model.ts';
import { type ModelToOpen, openModel } from './open.ts';
import { plainBackend } from './packages.ts';

/** A model whose files were read and whose shapes are known. It is on its runtime only while a run needs it. */
export interface LoadedModel {
  /** Names and shapes of its outputs. */
  outputs: readonly { name: string; shape: Shape }[];
  /** The runtime that computes it, if that is not the run's backend. */
  runtime: string | undefined;
  /** Its outputs for a batch of pictures. See `feedModel`. */
  feed(tf: TensorFlow, x: Tensor4D, feed: Feed, rest?: () => Promise<void>): Promise<Tensor4D[]>;
  /** Keeps it on its runtime. It leaves when every function that this returned was called. */
  hold(): () => void;
}

/**
 * Loads a model, and finds the shapes of its outputs.
 *
 * @param input [height, width, channels] of the pictures that it will get
 * @throws UserError (run)
 */
export async function loadModel(given: ModelToOpen, input: Shape, feed: Feed): Promise<LoadedModel> {
  let opened: Promise<Model> | undefined;
  let holders = 0;
  const open = () => {
    opened ??= attempted(given.path, 'be loaded', () => openModel(given));
    return opened;
  };
  requirePerChannel(feed, input);
  const tf = await plainBackend();
  const model = await open();
  const shapes = await attempted(given.path, 'be run', () => outputShapes(tf, model, input, feed)).catch(
    (error) => {
      dispose(model);
      throw error;
    },
  );
  return {
    outputs: shapes.map((shape, i) => ({ name: model.outputs[i]!, shape })),
    runtime: model.runtime,
    async feed(tf, x, feed, rest) {
      return feedModel(tf, await open(), x, feed, rest);
    },
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

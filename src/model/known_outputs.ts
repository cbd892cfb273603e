import type { Shape } from '../core/tensor.ts';
import { inputShape, usualLayout } from './arrangement.ts';
import { batchAxesOf } from './batch_axes.ts';
import { onePass } from './feed.ts';
import { withoutEmptyWindows } from './guard.ts';
import { dependsOnBatch, probe, requireRepeatable } from './independence.ts';
import { mapsByGrowth } from './maps_by_growth.ts';
import type { Model } from './model.ts';
import { outputMisfit, requireNotEmpty } from './output_maps.ts';
import { mapsOf } from './output_shape.ts';
import { plainBackend } from './packages.ts';
import type { Passage } from './passage.ts';

/** The shapes of a model's outputs, and how pictures go through it. */
export interface KnownOutputs extends Pick<Passage, 'varying' | 'batchAxes' | 'maps'> {
  shapes: readonly KnownShape[];
  alone: boolean;
}

export interface KnownShape {
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
  passage: Passage,
): Promise<(number | undefined)[]> {
  const { axes, batch = 1, feed } = passage;
  const lengths = inputShape(passage, batch, picture);
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
    if (settled) return undefined;
    const differing = one.findIndex((length, at) => length !== other[at]);
    return differing < 0 ? axis : differing;
  });
}

/** The shapes of all outputs; a model whose file does not say is run for a picture of noise. */
export async function shapesOf(model: Model, picture: Shape, passage: Passage): Promise<KnownOutputs> {
  const lengths = inputShape(passage, passage.batch ?? 1, picture);
  await model.requireRoom?.(lengths);
  const stated = model.independent ? model.shapes?.(lengths) : undefined;
  if (stated) {
    const usual = usualLayout(passage, model.layout);
    const shapes = stated.map((shape, i) => {
      const maps = mapsOf(shape.slice(1), {
        asked: passage.layouts[i],
        said: passage.said?.[i],
        usual,
        picture,
      });
      if (!maps) throw outputMisfit(model.path, model.outputs[i]!, shape.slice(1), passage.layouts[i]);
      requireNotEmpty(model.path, model.outputs[i]!, maps.shape, picture);
      return maps;
    });
    const maps = await mapsByGrowth(model, picture, passage, shapes);
    return { shapes: withMaps(shapes, maps), alone: false, maps };
  }
  const run = async (): Promise<KnownOutputs> => {
    const varying = await varyingOutputs(model, picture, passage);
    const { batch = 1 } = passage;
    const fixed = batch > 1 && { batchAxes: await batchAxesOf(model, picture, passage, batch) };
    const single = { ...passage, ...fixed, alone: true, varying };
    const outputs = await onePass(model, probe(picture, passage, model, 0), picture, single, plainBackend);
    const batchAxes = outputs.map(({ batchAxis }) => batchAxis);
    const alone =
      varying.some((axis) => axis !== undefined) ||
      batchAxes.includes(undefined) ||
      (passage.batch !== 1 && (await model.mixesPictures?.(lengths))) ||
      (await dependsOnBatch(model, picture, { ...passage, batchAxes }, outputs, plainBackend));
    // A batch of one has no other picture to compare with.
    if (alone || passage.batch === 1)
      await requireRepeatable(model, picture, { ...single, batchAxes }, outputs, plainBackend);
    const maps = await mapsByGrowth(model, picture, passage, outputs);
    return { shapes: withMaps(outputs, maps), alone, varying, batchAxes, maps };
  };
  if (model.runtime) return run();
  const { tf } = await plainBackend();
  return withoutEmptyWindows(tf, run);
}

/** Sequences that turned out to be maps, [1, a, b] → [a, b, 1]. */
function withMaps(shapes: readonly KnownShape[], maps: readonly boolean[]): readonly KnownShape[] {
  return shapes.map((one, i) => (maps[i] ? { shape: [one.shape[1], one.shape[2], 1] } : one));
}

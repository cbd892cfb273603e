import { type Backend, type Shape, valueCount } from '../core/tensor.ts';
import { onePass } from './feed.ts';
import { modelMistake } from './mistake.ts';
import type { Model } from './model.ts';
import type { PassOutput } from './output_maps.ts';
import type { Passage } from './passage.ts';
import { saysNothing } from './reason.ts';
import { isWhole } from './values.ts';

/** Larger differences, relative to the largest finite value, do not come from another order of summation. */
const TOLERANCE = 1e-4;

/**
 * Whether a picture gets another output beside another picture than alone, as under dynamic quantization, batch
 * statistics, a branch on the mean of all values, or a batch that is written into the graph. It is tried: the picture
 * goes in alone, and then as the last of four, or as the last and as the first of the model's batch.
 *
 * @param alone the outputs of the picture of `probe(…, 0)`, alone
 */
export async function dependsOnBatch(
  model: Model,
  picture: Shape,
  passage: Passage,
  alone: readonly PassOutput[],
  backend: () => Promise<Backend>,
): Promise<boolean> {
  const batch = passage.batch ?? 1 + NEIGHBOURS.length;
  if (model.independent || batch === 1) return false;
  const size = valueCount(picture);
  const pictures = new Float32Array(size * batch);
  // Of a model that takes any number of pictures the graph says more than a further place.
  for (const place of passage.batch === undefined ? [batch - 1] : [batch - 1, 0]) {
    for (let i = 0; i < batch; i++)
      pictures.set(probe(picture, passage, model, Math.abs(place - i)), i * size);
    let beside: PassOutput[];
    try {
      beside = await onePass(model, pictures, picture, passage, backend);
    } catch (error) {
      if (saysNothing(error)) throw error;
      // A model that runs with one picture only has its batch size written into the graph.
      return true;
    }
    const differs = beside.some(({ data, shape }, i) => {
      const length = valueCount(shape);
      const own = data.subarray(place * length, (place + 1) * length);
      return haveDifference(own, alone[i]!.data.subarray(0, length));
    });
    if (differs) return true;
  }
  return false;
}

/**
 * Runs a picture again, and requires the same outputs as before (within 1e-4 of the largest value).
 *
 * @param before the outputs of the first run
 * @throws UserError (run) for a model that is random
 */
export async function requireRepeatable(
  model: Model,
  picture: Shape,
  passage: Passage,
  before: readonly PassOutput[],
  backend: () => Promise<Backend>,
): Promise<void> {
  const again = await onePass(model, probe(picture, passage, model, 0), picture, passage, backend);
  if (again.some(({ data }, i) => haveDifference(data, before[i]!.data)))
    throw modelMistake(
      model.path,
      'gives other outputs for the same picture when it is run again; export it for inference',
    );
}

/** The least and the largest value of the picture: it has no bright places, and no dark ones. Usual are 0 to 1. */
const BETWEEN = [1 / 8, 1 / 4] as const;

/**
 * The least and the largest value of pictures beside it: noise, a bright and a dark one. They give a batch another mean,
 * maximum and minimum, beyond the usual values; whole numbers have no place beyond.
 */
const NEIGHBOURS = [
  { usual: [0, 4], whole: [0, 1] },
  { usual: [3, 4], whole: [7 / 8, 1] },
  { usual: [-1 / 4, 0], whole: [0, 0] },
] as const;

/**
 * A picture to try a model with: uniform noise that the same number always gives. Pictures of higher numbers differ in
 * kind. For a model of whole numbers values are spread over 0 to 255, for one of truth values over 0 to 1.
 */
export function probe(
  [height, width, channels]: Shape,
  { feed: { scale } }: Passage,
  { input: { type } }: Model,
  number: number,
): Float32Array {
  const whole = isWhole(type);
  const kind = NEIGHBOURS[(number - 1) % NEIGHBOURS.length];
  // Between two truth values there is none.
  const isTruth = type === 'bool';
  const [least, most] = kind?.[whole ? 'whole' : 'usual'] ?? (isTruth ? NEIGHBOURS[0].whole : BETWEEN);
  const unit = whole ? (isTruth ? 1 : 252) / Math.abs(scale || 1) : 1;
  const picture = new Float32Array(height * width * channels);
  // The generator of Numerical Recipes, 1992: its steps are products of 32 bits, which are quick. Its high bits are noise.
  let state = number + 1;
  for (let i = 0; i < picture.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    picture[i] = unit * (least + ((most - least) * (state >>> 8)) / 2 ** 24);
  }
  return picture;
}

/** Whether values differ by more than 1e-4 of the largest of `b`. */
export function haveDifference(a: Float32Array, b: Float32Array): boolean {
  let largest = 0;
  for (let i = 0; i < b.length; i++) {
    const magnitude = Math.abs(b[i]!);
    if (magnitude > largest && magnitude < Infinity) largest = magnitude;
  }
  const most = TOLERANCE * largest;
  for (let i = 0; i < a.length; i++) {
    const one = a[i]!;
    const other = b[i]!;
    if (Math.abs(one - other) <= most || Object.is(one, other)) continue;
    if (!(Number.isNaN(one) && Number.isNaN(other))) return true;
  }
  return false;
}

import { UserError } from '../core/error.ts';
import { FileProblem } from '../core/files.ts';
import { type Seed, stream } from '../core/random.ts';
import type { EngineOptions, Measured } from '../engine/engine.ts';
import { picturesOf } from '../experiment/variants/sets.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import type { Picture } from '../image/kind.ts';
import { choosePictures } from '../image/selection.ts';
import { prepareLayers, type Step } from '../layers/stack.ts';
import { type Centroids, gatherCentroids } from '../measure/centroids.ts';
import type { MeasureKind, Value } from '../measure/kind.ts';
import { overImages } from '../measure/over_images.ts';
import { valuesOf } from '../measure/values.ts';
import { measureVariant } from './measure_variant.ts';

/** One picture's values at one measured step. */
interface PictureValues {
  name: string;
  /** The name of its class. */
  label: string | null;
  values: Readonly<Record<string, Value>>;
}

/** The result of a set of pictures. */
export interface MeasuredSet {
  /** The columns of the set, by measured step. */
  steps: readonly Readonly<Record<string, Value>>[];
  /** The pictures that could not be drawn, and why. */
  skipped: readonly { name: string; why: string }[];
}

/** Receives the results of a set as they come. */
export interface SetReceiver {
  /** Each step of every picture in turn, with its values. A picture that fails afterwards is received in part. */
  measured(at: number, step: Measured, picture: PictureValues, count: number): Promise<void>;
  /** Called when a picture is done. */
  each(done: number, of: number): void;
}

/**
 * Runs a variant over every picture of its set, one after the other, and combines their numbers. The layers are prepared
 * once. Each picture draws its shifts from the seed `` `${seed} image ${name}` ``, so draws are independent between
 * pictures; an experiment with that picture alone and that seed draws the same.
 *
 * @throws UserError (run) where a picture cannot be drawn, unless the set skips such, or where all are skipped
 */
export async function measureSet(
  variant: Variant,
  measures: readonly MeasureKind[],
  given: EngineOptions,
  receiver: SetReceiver,
): Promise<MeasuredSet> {
  const { seed, image } = variant;
  const { scheduler } = given;
  const set = picturesOf(image)!;
  const steps = await prepareLayers(variant.steps, (purpose, key) => stream(seed, purpose, key));
  const places = choosePictures(set, (key) => stream(seed, 'order', key));
  const options = { ...given, pictures: places.length };
  const measured = variant.steps.filter(({ index }) => variant.measured.has(index));
  const columns = Object.assign({}, ...measures.map((kind) => kind.columns));
  const names = Object.keys(columns);
  const gathered = measured.map(() => new Map(names.map((name) => [name, new Float64Array(places.length)])));
  const skipped: { name: string; why: string }[] = [];
  const alone = (at: number, picture: Picture) => ofPicture(variant, steps, at, picture);

  const className = ({ label }: Picture) =>
    set.classes && label !== undefined ? (set.classes[label] ?? String(label)) : null;

  const centroids = measures.some(({ others }) => others)
    ? await centroidsOf(set.list, places, measured, alone, options)
    : undefined;
  let count = 0;
  for (const [done, at] of places.entries()) {
    const picture = set.list[at]!;
    const values: Record<string, Value>[] = [];
    try {
      for await (const step of await measureVariant(alone(at, picture), options)) {
        const { label } = picture;
        const others =
          label === undefined ? undefined : centroids?.[values.length]?.without(step.reference, label);
        const found = await valuesOf(measures, Object.assign(step, { label, others }), scheduler, {});
        await receiver.measured(
          values.length,
          step,
          { name: picture.name, label: className(picture), values: found },
          count,
        );
        values.push(found);
      }
    } catch (error) {
      if (!set.skipsBad || !isBadPicture(error)) throw error;
      skipped.push({ name: picture.name, why: error.problems[0]!.message });
      continue;
    }
    for (const [s, row] of values.entries()) {
      for (const name of names) gathered[s]!.get(name)![count] = row[name] ?? Number.NaN;
    }
    count++;
    receiver.each(done + 1, places.length);
    if (scheduler.due()) await scheduler.yieldNow();
  }
  if (count === 0)
    throw new UserError('every picture was skipped, so nothing was measured.', { kind: 'run' });
  const whole = gathered.map(
    (step) => new Map([...step].map(([name, list]) => [name, list.subarray(0, count)])),
  );
  const rows = whole.map((values) => overImages(columns, values));
  return { steps: rows.map((row) => ({ ...row, skipped: skipped.length })), skipped };
}

/** The seed that a picture's draws are from. */
function pictureSeed(seed: Seed, { name }: Picture): string {
  return `${seed} image ${name}`;
}

function ofPicture(variant: Variant, steps: readonly Step[], picture: number, of: Picture): Variant {
  return {
    ...variant,
    steps,
    seed: pictureSeed(variant.seed, of),
    image: { ...variant.image, picture },
  };
}

/** The centroids of the unshifted outputs, by measured step. */
async function centroidsOf(
  list: readonly Picture[],
  places: readonly number[],
  measured: readonly Step[],
  alone: (at: number, picture: Picture) => Variant,
  options: EngineOptions,
): Promise<Centroids[]> {
  const centroids = measured.map(gatherCentroids);
  for (const at of places) {
    const picture = list[at]!;
    const variant = alone(at, picture);
    const { max: _, y: __, x: ___, path: ____, ...shift } = variant.shift;
    const still: Variant = { ...variant, trials: 'all', shift: { ...shift, list: [[0, 0]] } };
    let step = 0;
    try {
      for await (const { reference } of await measureVariant(still, { ...options, told: undefined }))
        centroids[step++]!.add(reference, picture.label!);
    } catch (error) {
      // It is handled when the picture is measured.
      if (!isBadPicture(error)) throw error;
    }
    if (options.scheduler.due()) await options.scheduler.yieldNow();
  }
  return centroids;
}

function isBadPicture(error: unknown): error is UserError {
  return error instanceof UserError && error.cause instanceof FileProblem;
}

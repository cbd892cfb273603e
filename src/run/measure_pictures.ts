import { UserError } from '../core/error.ts';
import { FileProblem } from '../core/files.ts';
import { type Seed, stream } from '../core/random.ts';
import type { Image } from '../core/tensor.ts';
import type { EngineOptions, Measured } from '../engine/engine.ts';
import { picturesOf } from '../experiment/variants/sets.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import type { Picture } from '../image/kind.ts';
import { choosePictures } from '../image/selection.ts';
import { prepareLayers } from '../layers/stack/stack.ts';
import type { MeasureKind, Value } from '../measure/kind.ts';
import { valuesOf } from '../measure/sets/values.ts';
import { measureVariant } from './measure_variant.ts';
import { withListedShifts } from './outputs_at.ts';
import { type OthersAt, readOthers } from './read_others.ts';
import { setSteps } from './set_steps.ts';

/** One picture's values at one measured step. */
interface PictureValues {
  name: string;
  /** The name of its class. */
  label: string | null;
  values: Readonly<Record<string, Value>>;
}

/** Receives the results of a set as they come. */
export interface PictureReceiver {
  /** Each step of every picture in turn, with its values. A picture that fails afterwards is received in part. */
  measured(at: number, step: Measured, picture: PictureValues, count: number): Promise<void>;
  /** Called when a picture is done, with the values of its steps. */
  each(values: readonly Readonly<Record<string, Value>>[], done: number, of: number): void;
  /** Called for a picture that could not be drawn and is left out. @param at its place in the slice */
  skipped(why: string, at: number): void;
}

/**
 * Runs a variant over a slice of its set, one picture after the other. The layers are prepared once. Each picture draws
 * its shifts from the seed `` `${seed} image ${name}` ``, so draws are independent between pictures; an experiment with
 * that picture alone and that seed draws the same. So no number of a picture depends on how the set is cut.
 *
 * @param slice [first, end) among the measured pictures
 * @throws UserError (run) where a picture cannot be drawn, unless the set skips such
 */
export async function measurePictures(
  variant: Variant,
  slice: readonly [number, number],
  measures: readonly MeasureKind[],
  given: EngineOptions,
  receiver: PictureReceiver,
): Promise<void> {
  const { scheduler } = given;
  const set = picturesOf(variant.image)!;
  const comparing = measures.some(({ others }) => others);
  const pictures = await picturesAlone(variant, comparing);
  const options = { ...given, pictures: pictures.count };
  const className = ({ label }: Picture) =>
    set.classes && label !== undefined ? (set.classes[label] ?? String(label)) : null;
  const othersAt = await lastOthers(variant, () => othersOf(variant, measures, pictures, options));
  const [first, end] = slice;
  let count = 0;
  for (let place = first; place < end; place++) {
    const { picture, alone } = pictures.at(place);
    const values: Record<string, Value>[] = [];
    try {
      for await (const step of await measureVariant(alone, options)) {
        step.label = picture.label;
        const others = othersAt?.(values.length, picture, step.reference);
        const found = await valuesOf(measures, step, scheduler, {}, others);
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
      receiver.skipped(error.problems[0]!.message, place - first);
      continue;
    }
    count++;
    receiver.each(values, place - first + 1, end - first);
    if (scheduler.due()) await scheduler.yieldNow();
  }
}

/** The other pictures of the variant that was run last: its slices follow one another. */
const lastOthers = lastOf<Variant, OthersAt | undefined>();

/** Keeps the last result only, for the same object. */
function lastOf<Of extends object, Made>(): (of: Of, make: () => Promise<Made>) => Promise<Made> {
  let last: { of: WeakRef<Of>; made: Made } | undefined;
  return async (of, make) => {
    if (last?.of.deref() === of) return last.made;
    last = undefined;
    const made = await make();
    last = { of: new WeakRef(of), made };
    return made;
  };
}

/** The seed that a picture's draws are from. */
function pictureSeed(seed: Seed, { name }: Picture): string {
  return `${seed} image ${name}`;
}

/** A picture of a set, and the variant that measures it alone. */
interface PictureAlone {
  picture: Picture;
  alone: Variant;
}

/** The measured pictures of a set, in order. Each is made when it is asked for: a slice of a large set needs a few. */
interface PicturesAlone {
  count: number;
  at(index: number): PictureAlone;
}

/**
 * The measured pictures of a set. All have the same layers, which are prepared once.
 *
 * @param drawnAgain whether each is drawn several times for this variant alone
 */
export async function picturesAlone(variant: Variant, drawnAgain = false): Promise<PicturesAlone> {
  const { seed, image } = variant;
  const steps = await prepareLayers(variant.steps, (purpose, key) => stream(seed, purpose, key));
  const places = await lastPlaces(variant, async () =>
    choosePictures(picturesOf(image)!, (key) => stream(seed, 'order', key)),
  );
  const again = drawnAgain || image.drawnAgain === true;
  const prepared = { ...variant, steps, image: { ...image, drawnAgain: again } };
  return { count: places.length, at: (index) => pictureAlone(prepared, places[index]!) };
}

/** The order of the pictures of the variant that was run last. */
const lastPlaces = lastOf<Variant, number[]>();

/** A picture of a set by its place in the list. */
export function pictureAlone(variant: Variant, place: number): PictureAlone {
  const { seed, image } = variant;
  const picture = picturesOf(image)!.list[place]!;
  const alone = { ...variant, seed: pictureSeed(seed, picture), image: { ...image, picture: place } };
  return { picture, alone };
}

/** What measures know of all pictures of a set, from their unshifted outputs. */
async function othersOf(
  variant: Variant,
  measures: readonly MeasureKind[],
  pictures: PicturesAlone,
  options: EngineOptions,
): Promise<OthersAt | undefined> {
  const random = (purpose: string, key: readonly unknown[]) => stream(variant.seed, purpose, key);
  const facts = setSteps(variant, pictures.count);
  return readOthers(measures, facts, () => unshifted(pictures, options), random, options.scheduler);
}

/** The unshifted outputs of each picture that can be drawn, at every measured step. */
async function* unshifted(
  pictures: PicturesAlone,
  options: EngineOptions,
): AsyncGenerator<{ picture: Picture; at: number; reference: Image }> {
  for (let index = 0; index < pictures.count; index++) {
    const { picture, alone } = pictures.at(index);
    const still = withListedShifts(alone, [[0, 0]]);
    let at = 0;
    try {
      for await (const { reference } of await measureVariant(still, { ...options, told: undefined }))
        yield { picture, at: at++, reference };
    } catch (error) {
      // It is handled when the picture is measured.
      if (!isBadPicture(error)) throw error;
    }
    if (options.scheduler.due()) await options.scheduler.yieldNow();
  }
}

/** Whether an error says that a picture could not be drawn. */
export function isBadPicture(error: unknown): error is UserError {
  return error instanceof UserError && error.cause instanceof FileProblem;
}

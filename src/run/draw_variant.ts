import { sortOf } from '../core/arguments.ts';
import { UserError } from '../core/error.ts';
import { FileProblem } from '../core/files.ts';
import { isObject } from '../core/is_object.ts';
import { formatMistake } from '../core/mistake.ts';
import { type Seed, stream } from '../core/random.ts';
import { runWork, type Scheduler } from '../core/scheduler.ts';
import { formatShape, type Image, type Shape, type Shifts, valueCount } from '../core/tensor.ts';
import type { ShiftedImages } from '../engine/engine.ts';
import type { ChosenImage } from '../experiment/variants/chosen.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import type { PrepareContext } from '../layers/kind.ts';
import { drawShifts } from '../shift/draw.ts';
import type { Fill } from '../shift/move.ts';
import type { ShiftOptions } from '../shift/options.ts';
import { shiftRange } from '../shift/range.ts';
import { isValues } from './batch.ts';
import { keepPicture, keptPicture } from './kept_pictures.ts';

/**
 * Draws a variant's images and shifts. A variant with the same image or the same shifts as the one before, as in a sweep of
 * layers, gets the same objects.
 *
 * @throws UserError (run) where an image cannot be drawn from its file
 */
export async function drawVariant(
  { seed, shift, trials, image, against }: Variant,
  scheduler: Scheduler,
): Promise<ShiftedImages> {
  // With `all`, the seed does not matter.
  const by = trials === 'all' ? 'all' : `${trials} ${seed}`;
  const drawing = async () =>
    runWork(drawShifts(seed, shiftRange(shift), shift.distribution, trials), scheduler);
  const shifts = await lastShifts(shift, by, drawing);
  const images: Image[] = [];
  for (const one of [image, against])
    if (one)
      images.push(
        keptPicture(one, String(seed)) ??
          // A picture of a set is another object for each variant.
          (await (one.picture === undefined
            ? lastImage(one, String(seed), () => draw(one, seed))
            : draw(one, seed))),
      );
  return { shifts, fill: fillOf(shift), images };
}

const lastShifts = lastMade<ShiftOptions, Shifts>();
const lastImage = lastMade<ChosenImage, Image>();

/** Caches the last result for each key, as long as memory allows. */
function lastMade<Of extends object, Made extends object>() {
  const known = new WeakMap<Of, { by: string; made: WeakRef<Made> }>();

  /** @param by what else the result depends on: with another, it is made again */
  return async (of: Of, by: string, make: () => Promise<Made>): Promise<Made> => {
    const before = known.get(of);
    const last = before?.by === by ? before.made.deref() : undefined;
    if (last) return last;
    const made = await make();
    known.set(of, { by, made: new WeakRef(made) });
    return made;
  };
}

/** With a frame nothing is filled in, so the fill mode does not matter. */
function fillOf({ frame, fill_mode, fill_value, interpolation }: ShiftOptions): Fill {
  const value = typeof fill_value === 'number' ? normal(fill_value) : fill_value.map(normal);
  return { mode: frame ? 'constant' : fill_mode, value, interpolation };
}

async function draw(chosen: ChosenImage, seed: Seed): Promise<Image> {
  const { name, kind, options, loaded, picture = 0 } = chosen;
  let usesSeed = false;
  const random: PrepareContext['random'] = (purpose, key) => {
    usesSeed = true;
    return stream(seed, purpose, key);
  };
  try {
    const expected = kind.shapes?.(options, loaded)[picture] ?? kind.shape(options, loaded);
    const image = requireDrawn(name, await kind.draw(options, random, { loaded, picture }), expected);
    const drawn = isNormal(image.data) ? image : { ...image, data: image.data.map(normal) };
    keepPicture(chosen, usesSeed ? String(seed) : undefined, drawn);
    return drawn;
  } catch (cause) {
    if (!(cause instanceof FileProblem)) throw cause;
    throw new UserError(formatMistake(cause.mistake), { kind: 'run', cause });
  }
}

/**
 * The image that a kind drew; float64 and plain numbers, which a program without types may give, are rounded to float32.
 *
 * @throws UserError (run) if it does not have the shape, or as many values, as its kind says
 */
function requireDrawn(name: string, drawn: Image, expected: Shape): Image {
  const { shape, data }: Partial<Image> = drawn ?? {};
  const values = valueCount(expected);
  const wrong = (given: string) =>
    new UserError(
      `image ${name}: expected ${values} values of ${formatShape(expected)}, as its shape says; draw gave ${given}.`,
      { kind: 'run' },
    );
  if (!Array.isArray(shape) || !(data instanceof Float32Array || isValues(data)))
    throw wrong(isObject(drawn) ? 'no shape with data' : sortOf(drawn));
  const fits = shape.length === 3 && shape.every((length, axis) => length === expected[axis]);
  if (!fits || data.length !== values) throw wrong(`${data.length} of ${formatShape(shape)}`);
  return data instanceof Float32Array ? drawn : { shape: expected, data: Float32Array.from(data) };
}

/** Whether no value is subnormal: then no bit of its exponent is set, and some other bit is. */
function isNormal({ buffer, byteOffset, length }: Float32Array): boolean {
  const bits = new Int32Array(buffer, byteOffset, length);
  for (let i = 0; i < length; i++) {
    const size = bits[i]! & 0x7fffffff;
    if (size !== 0 && size < 0x00800000) return false;
  }
  return true;
}

/** Replaces a subnormal float32 by 0, as native TensorFlow does, so that all backends get the same. */
function normal(value: number): number {
  return Math.abs(value) < 2 ** -126 ? 0 : value;
}

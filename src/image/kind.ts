import type * as v from 'valibot';
import type { Files } from '../core/files.ts';
import type { AnySchema } from '../core/options.ts';
import type { Random } from '../core/random.ts';
import type { Image } from '../core/tensor.ts';

/**
 * What can be shifted. A kind is an object literal in one file: what it is in a line, its options, and how it is
 * drawn.
 */
export interface ImageKind<
  S extends AnySchema = AnySchema,
  Drawn extends Image | Promise<Image> = Image | Promise<Image>,
> {
  title: string;
  options: S;
  /**
   * Of a kind that is made from files: reads what is needed to know its shape and its pictures. Done once for the same
   * options, when the experiment is read.
   *
   * @returns what the other functions are handed as `loaded`
   * @throws FileProblem where a file is missing, or is not what is expected
   */
  load?(options: v.InferOutput<S>, files: Files): Promise<unknown>;
  /** [height, width, channels] of what `draw` gives; known without drawing, so that limits hold before any work. */
  shape(options: v.InferOutput<S>, loaded?: any): Image['shape'];
  /** Of a kind that is a set of pictures: which. They are shifted one by one, and their numbers are put together. */
  pictures?(options: v.InferOutput<S>, loaded?: any): Pictures;
  /**
   * Draws the picture, or one of them. Random values come from `random`, the streams of the experiment's seed, alone:
   * what was drawn is kept, and taken for all variants with the same options and seed.
   *
   * @param source what `load` gave, and which picture of the set's list
   * @returns finite float32 values, [height, width, channels], in an array that nothing is written to afterwards
   * @throws FileProblem where a file does not hold what its beginning promised
   */
  draw(
    options: v.InferOutput<S>,
    random: (purpose: string, key: readonly unknown[]) => Random,
    source?: { loaded: any; picture: number },
  ): Drawn;
}

/** A set of pictures, before they are drawn. */
export interface Pictures {
  /** All of them, by name. */
  list: readonly Picture[];
  /** What the classes are called, where the pictures have labels. */
  classes?: readonly string[] | undefined;
  /** The first so many, in this order. Default: all, by name. */
  limit?: number | undefined;
  order?: 'name' | 'random' | undefined;
  /** Whether a picture that cannot be drawn is left out and counted. Else it is an error. */
  skipsBad?: boolean;
}

/** One of a set. */
export interface Picture {
  /** No two of a set are called alike: its shifts are drawn by this name. */
  name: string;
  /** Its class, from 0. */
  label?: number | undefined;
}

/** Says that an object literal is an image kind, and lets its options be inferred. */
export function defineImage<S extends AnySchema, Drawn extends Image | Promise<Image>>(
  kind: ImageKind<S, Drawn>,
): ImageKind<S, Drawn> {
  return kind;
}

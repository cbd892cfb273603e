import type * as v from 'valibot';
import type { Files } from '../core/files.ts';
import type { AnySchema } from '../core/options.ts';
import type { Random } from '../core/random.ts';
import type { Image } from '../core/tensor.ts';

/**
 * A kind of image. Each is an object literal in a file of its own: a title, its options, its shape, and a function that
 * draws it.
 */
export interface ImageKind<
  S extends AnySchema = AnySchema,
  Drawn extends Image | Promise<Image> = Image | Promise<Image>,
> {
  /** One line for docs and `coincide list`. */
  title: string;
  options: S;
  /** Whether it takes the options of `preprocess`: size, channels, range and so on. */
  preprocesses?: boolean;
  /**
   * For kinds that are made from files: reads as much as is needed to know the shape and the pictures. Called when the
   * experiment is read, once for equal options.
   *
   * @returns a value that the other functions get as `loaded`
   * @throws FileProblem if a file is missing or is not what the kind expects
   */
  load?(options: v.InferOutput<S>, files: Files): Promise<unknown>;
  /** The shape of what `draw` returns, [height, width, channels]. Limits are checked with it before anything is drawn. */
  shape(options: v.InferOutput<S>, loaded?: any): Image['shape'];
  /**
   * For sets whose pictures may differ in height and width: the shape of each picture, by its place in the list;
   * undefined for one that cannot be drawn. `shape` then has the smallest height and the smallest width. A frame gives
   * such pictures one size.
   */
  shapes?(options: v.InferOutput<S>, loaded?: any): readonly (Image['shape'] | undefined)[];
  /** For kinds that are sets: the pictures of the set. Each is shifted and measured alone; rows hold their means. */
  pictures?(options: v.InferOutput<S>, loaded?: any): Pictures;
  /** For kinds that are no sets: the names of the classes that a network decides among, by number. */
  classNames?(options: v.InferOutput<S>, loaded?: any): readonly string[] | undefined;
  /** For kinds that are made from files: what the user should know, a phrase each, without a full stop. */
  warnings?(options: v.InferOutput<S>, loaded?: any): readonly string[];
  /**
   * Draws the image, or one picture of the set. The result is cached by options and seed and shared by variants, so it
   * must depend on nothing else: random values come from `random` only.
   *
   * @param random gives a stream of the experiment's seed for a purpose and a key
   * @param source what `load` returned, and the picture's index in the set's list
   * @returns finite float32 values of shape [height, width, channels]; nobody may write to the array afterwards
   * @throws FileProblem if a file is damaged
   */
  draw(
    options: v.InferOutput<S>,
    random: (purpose: string, key: readonly unknown[]) => Random,
    source?: { loaded: any; picture: number },
  ): Drawn;
}

/** The pictures of a set, not drawn yet. */
export interface Pictures {
  /** All pictures, in the order of their names. */
  list: readonly Picture[];
  /** Names of the classes by number, if the pictures have labels; undefined for a class without a known name. */
  classes?: readonly (string | undefined)[] | undefined;
  /** Whether labels are positions of folders or rows, which need not be the numbers of a network's outputs. */
  byPosition?: boolean;
  /** Measure only the first `limit` pictures. Default: all. */
  limit?: number | undefined;
  /** `random` shuffles the list before the limit applies. Default: name. */
  order?: 'name' | 'random' | undefined;
  /** Measure only these places of the list, in the order that they have anyway. Default: the first `limit`. */
  only?: ReadonlySet<number> | undefined;
  /** true: a picture that cannot be drawn is left out and counted. Default: it is an error. */
  skipsBad?: boolean;
}

/** One picture of a set. */
export interface Picture {
  /** Unique in the set: the random stream of the picture's shifts is keyed by it. */
  name: string;
  /** The number of its class, from 0. */
  label?: number | undefined;
}

/** Declares an image kind. Returns it unchanged; TypeScript infers the types of its options. */
export function defineImage<S extends AnySchema, Drawn extends Image | Promise<Image>>(
  kind: ImageKind<S, Drawn>,
): ImageKind<S, Drawn> {
  return kind;
}

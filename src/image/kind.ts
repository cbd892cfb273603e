import type * as v from 'valibot';
import type { AnySchema } from '../options.ts';
import type { Random } from '../random.ts';
import type { Image } from '../tensor.ts';

/**
 * What can be shifted. A kind is an object literal in one file: what it is in a line, its options, and how it is
 * drawn.
 */
export interface ImageKind<S extends AnySchema = AnySchema> {
  title: string;
  options: S;
  /** [height, width, channels] of what `draw` gives; known without drawing, so that limits hold before any work. */
  shape(options: v.InferOutput<S>): Image['shape'];
  /**
   * Draws the picture. Random values come from `random`, the streams of the experiment's seed, alone.
   *
   * @returns finite float32 values, [height, width, channels]
   */
  draw(options: v.InferOutput<S>, random: (purpose: string, key: readonly unknown[]) => Random): Image;
}

/** Says that an object literal is an image kind, and lets its options be inferred. */
export function image<S extends AnySchema>(kind: ImageKind<S>): ImageKind<S> {
  return kind;
}

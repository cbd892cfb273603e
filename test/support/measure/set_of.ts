import { options } from '../../../src/core/options.ts';
import { defineImage } from '../../../src/image/kind.ts';

/** A picture of a set that is written in a test: rows of one channel, and its class. */
export interface WrittenPicture {
  rows: readonly (readonly number[])[];
  label?: number;
}

/** A kind of image that is a set of pictures which are written in a test. They are called p0, p1, … */
export function setOf(list: readonly WrittenPicture[], classes?: readonly string[]) {
  const [height, width] = [list[0]!.rows.length, list[0]!.rows[0]!.length];
  return defineImage({
    title: 'Pictures.',
    options: options({}),
    shape: () => [height, width, 1],
    pictures: () => ({
      list: list.map(({ label }, i) => ({ name: `p${i}`, ...(label !== undefined && { label }) })),
      ...(classes && { classes }),
    }),
    draw: (_, __, source) => ({
      shape: [height, width, 1],
      data: Float32Array.from(list[source!.picture]!.rows.flat()),
    }),
  });
}

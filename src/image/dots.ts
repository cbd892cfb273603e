import * as v from 'valibot';
import { described, expects, options, pair, says, whole } from '../core/options.ts';
import { canvasOptions, paint } from './canvas.ts';
import { defineImage } from './kind.ts';

/**
 * Single set pixels, 0 elsewhere. Shape: [size[0], size[1], 1].
 *
 * @example { type: dots, size: 8, at: [[2, 3], [5, 5]] }
 */
export const dots = defineImage({
  title: 'Single pixels at given places.',
  options: v.pipe(
    options({
      ...canvasOptions,
      at: described(
        'Where the dots are: a list of [y, x], whole pixels inside the frame. Default: one dot in the middle, [[floor(height / 2), floor(width / 2)]].',
        v.optional(v.array(pair(whole(), '[y, x]'), expects('a list of [y, x]'))),
      ),
    }),
    v.transform((given) => {
      const [height, width] = given.size;
      return {
        ...given,
        at: given.at ?? [[Math.floor(height / 2), Math.floor(width / 2)] as [number, number]],
      };
    }),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const { at, size } = dataset.value;
      const [height, width] = size;
      at.forEach((dot, index) => {
        const [y, x] = dot;
        if (y >= 0 && y < height && x >= 0 && x < width) return;
        addIssue({
          message: says(() => ({
            expected: `a dot inside the frame, rows 0 to ${height - 1} and columns 0 to ${width - 1}`,
            remedy: `write [${nearestWithin(y, height)}, ${nearestWithin(x, width)}], or a larger size`,
          })),
          input: dot,
          path: [
            { type: 'object', origin: 'value', input: dataset.value, key: 'at', value: at },
            { type: 'array', origin: 'value', input: at, key: index, value: dot },
          ],
        });
      });
    }),
  ),
  shape: ({ size: [height, width] }) => [height, width, 1],
  draw: ({ size, at, value }, random) =>
    paint(
      size,
      at.map(([y, x]) => y * size[1] + x),
      value,
      random,
    ),
});

function nearestWithin(place: number, size: number): number {
  return Math.min(Math.max(place, 0), size - 1);
}

import * as v from 'valibot';
import { choice, described, options } from '../core/options.ts';
import { imageOf, type Pair, type Window, windowOfImage } from '../core/tensor.ts';
import { defineComparison } from './kind.ts';
import { toleranceEntries, toleranceLabel, toleranceOf } from './tolerance.ts';

/**
 * Equivariance: a shift by whole cells of the output should move the output by that many, and change nothing else.
 * Where the shift is not whole in cells it is left out, and `trials` counts the rest.
 */
export const downShift = defineComparison({
  title:
    'Close to the unshifted output moved by shift / stride; shifts that are no whole cells are left out.',
  options: options({
    ...toleranceEntries,
    border: described(
      'interior: only cells that no drawn shift brings in or out. circular: all cells, what leaves enters at the other side.',
      v.optional(choice(['interior', 'circular']), 'interior'),
    ),
  }),
  label: ({ border, ...options }) =>
    `${toleranceLabel('down_shift', options)}${border === 'circular' ? ' circular' : ''}`,
  tolerance: toleranceOf,
  align: (output, cells, reach, { border }) =>
    border === 'circular' ? rolledBack(output, cells) : interior(output, cells, reach),
});

/** The output moved back by (down, right), round and round. */
function rolledBack(output: Window, [down, right]: Pair): Window {
  const [height, width, channels] = output.shape;
  const { data } = imageOf(output);
  const moved = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const row = (((y + down) % height) + height) % height;
      const column = (((x + right) % width) + width) % width;
      const from = (row * width + column) * channels;
      moved.set(data.subarray(from, from + channels), (y * width + x) * channels);
    }
  }
  return windowOfImage({ data: moved, shape: output.shape });
}

/** The cells that are in the frame for every shift, where this shift has moved them. */
function interior(output: Window, [down, right]: Pair, reach: Pair): Window | undefined {
  const [height, width, channels] = output.shape;
  const shape = [height - 2 * reach[0], width - 2 * reach[1], channels] as const;
  if (shape[0] < 1 || shape[1] < 1) return undefined;
  const offset = output.offset + (reach[0] + down) * output.rowStep + (reach[1] + right) * output.columnStep;
  return { ...output, offset, shape };
}

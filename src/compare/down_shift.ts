import * as v from 'valibot';
import { choice, described, options } from '../core/options.ts';
import { type Pair, type Window, windowImage, windowOfImage } from '../core/tensor.ts';
import { modulo } from '../shift/fill.ts';
import { view } from '../shift/move.ts';
import { defineComparison } from './kind.ts';
import { toleranceEntries, toleranceLabel, toleranceOf } from './tolerance.ts';

/**
 * Equivariance: a shift by d pixels should move an output with stride s by d / s cells, and change nothing else. The
 * output is moved back and compared with the unshifted one. Shifts that are not whole in cells are left out, and
 * `trials` counts the rest; with `between: fourier` they are moved back as well, by trigonometric interpolation.
 *
 * @example at stride 2, the output of the shift (4, 0) is compared with the unshifted one two rows further down
 *
 * Source: Karras et al. 2021, "Alias-free generative adversarial networks", who compare fractional shifts so (EQ-T_frac).
 */
export const downShift = defineComparison({
  title:
    'Close to the unshifted output moved by shift / stride; shifts that are no whole cells are left out, unless between says otherwise.',
  options: options({
    ...toleranceEntries,
    border: described(
      'interior: only cells that no drawn shift brings in or out. circular: all cells, what leaves enters at the other side.',
      v.optional(choice(['interior', 'circular']), 'interior'),
    ),
    between: described(
      'fourier: shifts by fractions of a cell are compared too; the output is moved back by trigonometric interpolation, which takes it to repeat. Default: they are left out.',
      v.optional(choice(['fourier'])),
    ),
  }),
  label: ({ border, between, ...options }) =>
    `${toleranceLabel('down_shift', options)}${border === 'circular' ? ' circular' : ''}${between ? ` ${between}` : ''}`,
  tolerance: toleranceOf,
  fractions: ({ between }) => between !== undefined,
  align(output, cells, reach, { border }) {
    const whole = cells.every(Number.isInteger);
    if (border === 'circular') return whole ? rolledBack(output, cells) : interpolatedBack(output, cells);
    const most: Pair = [Math.ceil(reach[0]), Math.ceil(reach[1])];
    return whole ? interior(output, cells, most) : interior(interpolatedBack(output, cells), [0, 0], most);
  },
});

/** The output moved back by fractions of a cell: value (y, x) is the trigonometric interpolant at (y + down, x + right). */
function interpolatedBack(output: Window, cells: Pair): Window {
  const [height, width] = output.shape;
  const data = new Float32Array(height * width * output.shape[2]);
  const fill = { mode: 'wrap', value: 0, interpolation: 'fourier' } as const;
  for (const _ of view(windowImage(output), cells, [height, width], fill, data));
  return windowOfImage({ data, shape: output.shape });
}

/** The output moved back by (down, right), round and round. */
function rolledBack(output: Window, [down, right]: Pair): Window {
  const [height, width, channels] = output.shape;
  const { data } = windowImage(output);
  const moved = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (modulo(y + down, height) * width + modulo(x + right, width)) * channels;
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

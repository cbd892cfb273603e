import * as v from 'valibot';
import { choice, described, expects, number, options } from '../core/options.ts';
import { squared } from '../core/power.ts';
import type { Scheduler } from '../core/scheduler.ts';
import { type Pair, type Window, windowOfImage } from '../core/tensor.ts';
import type { Measured } from '../engine/engine.ts';
import { cellsOf, reachOf } from '../shift/cells.ts';
import { defineMeasure, type MeasureColumn, type MeasureKind } from './kind.ts';

const psnrOptions = options({
  peak: described(
    'The largest difference that the signal can have: 2 for values from -1 to 1. Default: the range of the reference, max r - min r.',
    v.optional(v.pipe(number(), v.gtValue(0, expects('a number above 0')))),
  ),
  average: described(
    'picture: each picture has its PSNR, in the cells that all drawn shifts leave in the frame, and a set their mean. samples: squared errors are pooled over all trials of all pictures, each in the cells that its own shift leaves in the frame (EQ-T).',
    v.optional(choice(['picture', 'samples']), 'picture'),
  ),
});

type PsnrOptions = v.InferOutput<typeof psnrOptions>;

/** Sums over trials. */
interface Errors {
  squares: number;
  /** How many values were compared. */
  values: number;
}

const EQT_SOURCE =
  'Karras et al. 2021, "Alias-free generative adversarial networks" (EQ-T: peak 2, average samples)';

/**
 * The peak signal-to-noise ratio of outputs against the reference moved with the image, in dB:
 * 10 log10(peak² / MSE), with MSE over the cells that are compared and over the trials whose shift is a whole number of
 * cells.
 *
 * @example
 * measures: [{ type: psnr, peak: 2, average: samples }]   # StyleGAN3's EQ-T
 */
function psnrWith({ peak, average }: PsnrOptions): MeasureKind<{ psnr: MeasureColumn }> {
  const pooled = average === 'samples';
  return defineMeasure({
    title: 'How nearly the output moves with the image, as a peak signal-to-noise ratio.',
    when: 'asked',
    quantities: true,
    options: psnrOptions,
    configure: psnrWith,
    columns: {
      psnr: {
        type: 'number',
        unit: 'dB',
        better: 'higher',
        description: `Peak signal-to-noise ratio of the outputs against the reference moved by shift / stride, over the trials whose shift is whole in cells, in the cells that ${pooled ? 'its own shift leaves' : 'all drawn shifts leave'} in the frame. Empty where nothing differs, or nothing can be compared, and for class numbers.`,
        formula: `10 log10(${peak === undefined ? '(max r - min r)' : peak}² / mean (x[y + dy/s, x + dx/s] - r[y, x])²)`,
        source: EQT_SOURCE,
        ...(pooled && {
          over: { decibels: 'psnr_squares', of: 'psnr_values', peak: peak ?? 1 } as const,
        }),
      },
      ...(pooled && { psnr_squares: hidden('squares'), psnr_values: hidden('values') }),
    },
    read: (step, scheduler) => (pooled ? errorsByShift(step, scheduler) : errorsInCommon(step, scheduler)),
    measure({ reference: { data } }, read) {
      const { squares, values } = read as Errors;
      const range = peak ?? data.reduce((a, b) => Math.max(a, b)) - data.reduce((a, b) => Math.min(a, b));
      const psnr = squares === 0 || range === 0 ? null : 10 * Math.log10((squared(range) * values) / squares);
      if (!pooled) return { psnr };
      // Without a common peak, squares are pooled in units of each picture's own.
      const unit = peak === undefined ? squared(range) : 1;
      return {
        psnr,
        psnr_squares: unit === 0 ? null : squares / unit,
        psnr_values: unit === 0 ? null : values,
      };
    },
  });
}

export const psnr = psnrWith({ peak: undefined, average: 'picture' });

function hidden(what: string) {
  return {
    type: 'number',
    unit: what === 'values' ? 'values' : 'value²',
    description: `The ${what} that psnr is pooled from.`,
    formula: what === 'values' ? 'Σ_s m_s #{compared}' : 'Σ_s m_s Σ (x - r)²',
    over: 'sum',
    hidden: true,
  } as const;
}

/** Over the cells that every drawn shift leaves in the frame. */
async function errorsInCommon(
  { shifts, stride, reference, output }: Measured,
  scheduler: Scheduler,
): Promise<Errors> {
  const cells = cellsOf(shifts, stride).map((one, s) => (shifts.trials[s]! > 0 ? one : undefined));
  const [down, right] = reachOf(cells);
  const errors = { squares: 0, values: 0 };
  for (const [s, cell] of cells.entries()) {
    if (!cell) continue;
    addSquares(errors, await output(s), windowOfImage(reference), cell, [down, right], shifts.trials[s]!);
    if (scheduler.due()) await scheduler.yieldNow();
  }
  return errors;
}

/** Over the cells that the shift itself leaves in the frame. */
async function errorsByShift(
  { shifts, stride, reference, output }: Measured,
  scheduler: Scheduler,
): Promise<Errors> {
  const errors = { squares: 0, values: 0 };
  for (const [s, cell] of cellsOf(shifts, stride).entries()) {
    if (!cell || shifts.trials[s] === 0) continue;
    addSquares(errors, await output(s), windowOfImage(reference), cell, undefined, shifts.trials[s]!);
    if (scheduler.due()) await scheduler.yieldNow();
  }
  return errors;
}

/**
 * Adds Σ (x[y + down, x + right] - r[y, x])² over cells, as often as the shift was drawn.
 *
 * @param border cells on every side that are left out. Default: only those that one of both does not have
 */
function addSquares(
  errors: Errors,
  x: Window,
  r: Window,
  [down, right]: Pair,
  border: Pair | undefined,
  trials: number,
): void {
  const [height, width, channels] = r.shape;
  const [top, bottom] = border
    ? [border[0], height - border[0]]
    : [Math.max(0, -down), height - Math.max(0, down)];
  const [left, end] = border
    ? [border[1], width - border[1]]
    : [Math.max(0, -right), width - Math.max(0, right)];
  if (bottom <= top || end <= left) return;
  let sum = 0;
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < end; column++) {
      const i = x.offset + (row + down) * x.rowStep + (column + right) * x.columnStep;
      const j = r.offset + row * r.rowStep + column * r.columnStep;
      for (let c = 0; c < channels; c++) sum += squared(x.data[i + c]! - r.data[j + c]!);
    }
  }
  errors.squares += trials * sum;
  errors.values += trials * (bottom - top) * (end - left) * channels;
}

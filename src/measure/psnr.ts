import { type Window, windowOfImage } from '../core/tensor.ts';
import { cellsOf, reachOf } from '../engine/classify/aligned.ts';
import { defineMeasure } from './kind.ts';

/** What the outputs add up to: the squared differences, and the values that were compared, over trials. */
interface Errors {
  squares: number;
  values: number;
}

export const psnr = defineMeasure({
  title: 'How nearly the output moves with the image (EQ-T).',
  when: 'asked',
  columns: {
    psnr: {
      type: 'number',
      unit: 'dB',
      description:
        'Peak signal-to-noise ratio of the outputs against the reference moved by shift / stride, over the trials whose shift is whole in cells, in the cells that no drawn shift brings in or out. Empty where nothing differs, or nothing can be compared.',
      formula: '10 log10((max r - min r)² / mean (x[y + dy/s, x + dx/s] - r[y, x])²)',
      source: 'Karras et al. 2021, "Alias-free generative adversarial networks" (EQ-T)',
    },
  },
  async read({ shifts, stride, reference, output }, scheduler): Promise<Errors> {
    const cells = cellsOf(shifts, stride).map((one, s) => (shifts.trials[s]! > 0 ? one : undefined));
    const [down, right] = reachOf(cells);
    const [height, width, channels] = reference.shape;
    const shape = [height - 2 * down, width - 2 * right, channels] as const;
    const errors = { squares: 0, values: 0 };
    if (shape[0] < 1 || shape[1] < 1) return errors;
    const still = { ...inner(windowOfImage(reference), [down, right]), shape };
    for (const [s, cell] of cells.entries()) {
      if (!cell) continue;
      const moved = { ...inner(await output(s), [down + cell[0], right + cell[1]]), shape };
      errors.squares += shifts.trials[s]! * squaredDifferences(moved, still);
      errors.values += shifts.trials[s]! * shape[0] * shape[1] * channels;
      if (scheduler.due()) await scheduler.yieldNow();
    }
    return errors;
  },
  measure({ reference: { data } }, read) {
    const { squares, values } = read as Errors;
    const range = data.reduce((a, b) => Math.max(a, b)) - data.reduce((a, b) => Math.min(a, b));
    return { psnr: squares === 0 || range === 0 ? null : 10 * Math.log10((range ** 2 * values) / squares) };
  },
});

function inner(window: Window, [down, right]: readonly [number, number]): Window {
  return { ...window, offset: window.offset + down * window.rowStep + right * window.columnStep };
}

function squaredDifferences(x: Window, r: Window): number {
  const [height, width, channels] = x.shape;
  let sum = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const i = x.offset + row * x.rowStep + column * x.columnStep;
      const j = r.offset + row * r.rowStep + column * r.columnStep;
      for (let c = 0; c < channels; c++) sum += (x.data[i + c]! - r.data[j + c]!) ** 2;
    }
  }
  return sum;
}

import type { Image, Pair } from '../core/tensor.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import { copyWindow } from '../simd/copy_window.ts';
import { measureVariant, type VariantOptions } from './measure_variant.ts';

const MEMORY = 256 * 2 ** 20;

/**
 * The outputs of a variant for given shifts, (dy, dx) each, drawn or not: for each measured step, in order, one
 * output a shift, in the order given.
 *
 * @throws UserError (run) where an output is not finite
 */
export async function outputsAt(
  variant: Variant,
  shifts: readonly Pair[],
  { loops, backend, scheduler }: Pick<VariantOptions, 'loops' | 'backend' | 'scheduler'>,
): Promise<Image[][]> {
  const { fill_mode, fill_value, interpolation, frame, step, distribution } = variant.shift;
  const list = [[0, 0] as const, ...shifts];
  const shift = { fill_mode, fill_value, interpolation, frame, step, distribution, list } as Variant['shift'];
  const options = { loops, backend, distances: false, memory: MEMORY, copies: false, scheduler };
  const steps: Image[][] = [];
  for await (const { shifts: drawn, output } of measureVariant(
    { ...variant, shift, trials: 'all' },
    options,
  )) {
    const place = new Map(Array.from(drawn.dy, (dy, s) => [`${dy + 0} ${drawn.dx[s]! + 0}`, s]));
    const outputs: Image[] = [];
    for (const [dy, dx] of shifts) outputs.push(copyWindow(await output(place.get(`${dy + 0} ${dx + 0}`)!)));
    steps.push(outputs);
  }
  return steps;
}

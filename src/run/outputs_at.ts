import { type Image, type Pair, windowImage } from '../core/tensor.ts';
import type { EngineOptions } from '../engine/engine.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import { measureVariant } from './measure_variant.ts';

/** A variant that takes each of some shifts, (dy, dx), once. */
export function withListedShifts(variant: Variant, list: readonly Pair[]): Variant {
  const { max: _, y: __, x: ___, path: ____, ...shift } = variant.shift;
  return { ...variant, trials: 'all', shift: { ...shift, list } as Variant['shift'] };
}

/**
 * The outputs of a variant for some shifts, whether or not they were drawn.
 *
 * @param shifts (dy, dx) each
 * @returns for each measured step, in order, an output for each shift, in the order given
 * @throws UserError (run) where an output is not finite
 */
export async function outputsAt(
  variant: Variant,
  shifts: readonly Pair[],
  options: EngineOptions,
): Promise<Image[][]> {
  const listed = withListedShifts(variant, [[0, 0], ...shifts]);
  const steps: Image[][] = [];
  const measured = await measureVariant(listed, options);
  for await (const { shifts: drawn, output } of measured) {
    const indices = new Map(Array.from(drawn.dy, (dy, s) => [`${dy + 0} ${drawn.dx[s]! + 0}`, s]));
    const outputs: Image[] = [];
    for (const [dy, dx] of shifts)
      outputs.push(windowImage(await output(indices.get(`${dy + 0} ${dx + 0}`)!)));
    steps.push(outputs);
  }
  return steps;
}

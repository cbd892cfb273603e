import { type Shape, windowOfImage } from '../../../src/core/tensor.ts';
import type { Measured } from '../../../src/engine/engine.ts';
import type { MeasureKind, Value } from '../../../src/measure/kind.ts';
import { neverYields } from '../running.ts';
import { trialsOf } from './trials.ts';

/** What a measure says of outputs of a single cell (or of a shape), the first one unshifted, each drawn so often. */
export async function said(
  kind: MeasureKind,
  outputs: number[][],
  {
    trials = outputs.map(() => 1),
    shape = [1, 1, outputs[0]!.length] as Shape,
    ...more
  }: Partial<Measured> & { trials?: number[]; shape?: Shape } = {},
): Promise<Record<string, Value>> {
  const shifts = outputs.map((_, s) => [0, s] as const);
  const { measured } = trialsOf(
    shifts,
    trials,
    outputs.map((_, s) => s),
  );
  const images = outputs.map((values) => ({ shape, data: Float32Array.from(values) }));
  const step: Measured = {
    ...measured,
    reference: images[0]!,
    output: async (s) => windowOfImage(images[s]!),
    ...more,
  };
  return kind.measure(step, await kind.read?.(step, neverYields));
}

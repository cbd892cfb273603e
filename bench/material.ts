import { stream } from '../src/core/random.ts';
import type { Image, Pair } from '../src/core/tensor.ts';
import { prepareLayers, type Step } from '../src/layers/stack/stack.ts';
import { drawShifts } from '../src/shift/draw.ts';
import { shiftRange } from '../src/shift/range.ts';
import { coincide } from './coincide.ts';
import { experimentOf, type Workload } from './workloads.ts';

/** What a contestant that is not coincide needs of a workload: the same pixels, weights and draws. */
export interface Material {
  image: Image;
  /** The steps of its stack, ready to be applied, and whether the table has a row for one. */
  steps: readonly Step[];
  measured(step: number): boolean;
  /** Of each convolution, [height, width, in, out]. */
  kernels: readonly { values: Float32Array; shape: readonly number[] }[];
  /** (dy, dx) of each trial, in the order of the shifts; every shift once where they are not drawn. */
  trials: readonly Pair[];
}

export async function materialOf(work: Workload): Promise<Material> {
  const { seed, image, steps, shift, trials, measured } = coincide.parseExperiment(experimentOf(work))
    .variants[0]!;
  const random = (purpose: string, key: readonly unknown[]) => stream(seed, purpose, key);
  const ready = await prepareLayers(steps, random);
  const drawing = drawShifts(seed, shiftRange(shift), shift.distribution, trials);
  let drawn = drawing.next();
  while (!drawn.done) drawn = drawing.next();
  const { dy, dx, trials: times } = drawn.value;
  return {
    image: await image.kind.draw(image.options, random),
    steps: ready,
    measured: (step) => measured.has(step),
    kernels: ready.flatMap(({ layer }) =>
      layer?.prepared ? [layer.prepared as Material['kernels'][0]] : [],
    ),
    trials: [...times].flatMap((n, i) => Array.from({ length: n }, (): Pair => [dy[i]!, dx[i]!])),
  };
}

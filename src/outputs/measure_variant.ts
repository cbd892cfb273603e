import { type Breather, breathe } from '../breathe.ts';
import type { Chosen, Variant } from '../experiment/variant.ts';
import type { ImageKind } from '../image/kind.ts';
import { within } from '../measure/distance.ts';
import type { Measured } from '../measure/kind.ts';
import type { Observation } from '../measure/observe.ts';
import { type Seed, stream } from '../random.ts';
import { drawShifts } from '../shift/draw.ts';
import { shiftRange } from '../shift/options.ts';
import type { Backend, Image, Shifts } from '../tensor.ts';
import { observeSteps } from './observe_steps.ts';
import { everyCopy, planOutputs } from './plan.ts';

export interface VariantOptions {
  backend: Backend;
  /** Whether some measure reads distances. */
  distances: boolean;
  memory: number;
  /** Every distinct shift as an image of its own. */
  copies: boolean;
  breath: Breather;
}

/** Runs one variant, and yields what is to be measured of each of its rows, in order. */
export async function* measureVariant(variant: Variant, options: VariantOptions): AsyncGenerator<Measured> {
  const { seed, shift, trials, steps, compare } = variant;
  const shifts = await breathe(
    drawShifts(seed, shiftRange(shift), shift.distribution, trials),
    options.breath,
  );
  const fill = { mode: shift.fill_mode, value: shift.fill_value };
  const images = [variant.image, variant.against]
    .filter((image) => image !== undefined)
    .map((one) => draw(one, seed));
  const plan = options.copies ? everyCopy : planOutputs(steps, shifts, fill);
  const stack = { steps, measured: (step: number) => variant.measured.has(step), shifts, fill, plan };
  const tolerance = (largest: number) => compare.kind.tolerance(largest, compare.options);
  for await (const [observation, against] of observeSteps(images, stack, { ...options, tolerance })) {
    const trialsOf = trialsByClass(observation!, shifts);
    const agrees = against && (await agreement(observation!, against, options.breath));
    yield { ...observation!, shifts, trialsOf, agrees };
  }
}

function draw({ kind, options }: Chosen<ImageKind>, seed: Seed): Image {
  return kind.draw(options, (purpose, key) => stream(seed, purpose, key));
}

function trialsByClass({ classOf }: Observation, { trials }: Shifts): Float64Array {
  const counts = new Float64Array(classOf.reduce((most, c) => Math.max(most, c), 0) + 1);
  for (const [shift, n] of trials.entries()) counts[classOf[shift]!]! += n;
  return counts;
}

/** Per shift, whether two images give the same output under the tolerance of the first. */
async function agreement(one: Observation, other: Observation, breath: Breather): Promise<boolean[]> {
  const agrees: boolean[] = [];
  const known = new Map<string, boolean>();
  for (const shift of one.classOf.keys()) {
    const pair = `${one.leader[shift]} ${other.leader[shift]}`;
    let same = known.get(pair);
    if (same === undefined) {
      const differ = one.tolerance === 0 && one.hashes[shift] !== other.hashes[shift];
      same = !differ && within(await one.output(shift), await other.output(shift), one.tolerance);
      known.set(pair, same);
    }
    agrees.push(same);
    if (breath.due()) await breath.rest();
  }
  return agrees;
}

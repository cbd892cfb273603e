import { createScheduler } from '../core/scheduler.ts';
import { largestMagnitude, windowImage } from '../core/tensor.ts';
import type { EngineOptions, Measured } from '../engine/engine.ts';
import { isSet } from '../experiment/variants/sets.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import { withHeldLayers } from '../layers/stack/held_layers.ts';
import { isExact } from '../layers/stack/stack.ts';
import { isBadPicture, picturesAlone } from '../run/measure_pictures.ts';
import { measureVariant } from '../run/measure_variant.ts';
import type { RunSettings } from '../run/settings.ts';
import { isNear } from './baseline/same.ts';

/**
 * Computes a variant in two ways side by side, and finds the steps at which both give the same outputs, except for
 * rounding, for every shift, and the same class for each; of a set, for every picture. At such a step, measures that
 * differ depend on rounding alone: on ties, or on values that are 0 in one way and nearly 0 in the other. Under `exact`
 * the classes may differ, since they depend on the last bit. Steps that are exact on every backend are left out.
 *
 * @returns the indices of the variant's rows
 */
export async function roundingOnly(
  variant: Variant,
  ways: readonly [RunSettings, RunSettings],
): Promise<number[]> {
  return withHeldLayers([variant], async () => {
    const inexact = [...variant.rows.keys()].filter(
      (at) => !isExact(variant.layers.slice(0, Number(variant.rows[at]!.step))),
    );
    if (!isSet(variant)) return await nearSteps(variant, inexact, ways);
    let near = inexact;
    const pictures = await picturesAlone(variant);
    for (let index = 0; index < pictures.count && near.length > 0; index++) {
      const { alone } = pictures.at(index);
      try {
        near = await nearSteps(alone, near, ways);
      } catch (error) {
        // Neither way measures a picture that cannot be drawn.
        if (!isBadPicture(error)) throw error;
      }
    }
    return near;
  });
}

/** Those of some steps at which one image gives the same outputs, except for rounding, in both ways. */
async function nearSteps(
  variant: Variant,
  steps: readonly number[],
  [own, other]: readonly [RunSettings, RunSettings],
): Promise<number[]> {
  const scheduler = createScheduler(own.signal);
  const options = (settings: RunSettings): EngineOptions => ({ ...settings, distances: true, scheduler });
  const second = await measureVariant(variant, options(other));
  const near: number[] = [];
  // Values that cancel each other leave the rounding of larger ones.
  let scale = 0;
  let at = 0;
  try {
    for await (const one of await measureVariant(variant, options(own))) {
      const two = (await second.next()).value as Measured;
      scale = Math.max(scale, largestMagnitude(one.unshifted));
      if (steps.includes(at) && sameClasses(one, two, variant) && (await areOutputsNear(one, two, scale)))
        near.push(at);
      at++;
    }
  } finally {
    await second.return(undefined);
  }
  return near;
}

function sameClasses(one: Measured, two: Measured, { compare }: Variant): boolean {
  if ((compare.kind.tolerance?.(1, compare.options) ?? 0) === 0) return true;
  return (
    one.classOf.every((number, s) => number === two.classOf[s]) &&
    (one.agrees ?? []).every((agrees, s) => agrees === two.agrees?.[s])
  );
}

async function areOutputsNear(one: Measured, two: Measured, scale: number): Promise<boolean> {
  for (const s of one.shifts.trials.keys()) {
    const [a, b] = [windowImage(await one.output(s)).data, windowImage(await two.output(s)).data];
    if (!a.every((value, i) => isNear(value, b[i]!, scale))) return false;
  }
  return true;
}

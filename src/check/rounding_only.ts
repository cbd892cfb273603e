import { createScheduler } from '../core/scheduler.ts';
import { largestMagnitude, windowImage, windowOfImage } from '../core/tensor.ts';
import type { EngineOptions, Measured } from '../engine/engine.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import { holdLayers, isExact } from '../layers/stack.ts';
import type { MeasureKind } from '../measure/kind.ts';
import { valuesOf } from '../measure/values.ts';
import { measureVariant } from '../run/measure_variant.ts';
import type { RunSettings } from '../run/settings.ts';
import { isNear } from './baseline/same.ts';

/** A measured step of a variant, computed in two ways that differ by rounding alone. */
export interface RoundedRow {
  /** The index of the variant's row. */
  at: number;
  /** The values of the measures, as the first way gives them. */
  values: Readonly<Record<string, number | null>>;
}

/**
 * Computes a variant of one image in two ways side by side, and finds the steps at which both give the same outputs,
 * except for rounding, for every shift, and the same class for each. At such a step, measures that differ depend on
 * rounding alone: on ties, or on values that are 0 in one way and nearly 0 in the other. Under `exact` the classes may
 * differ, since they depend on the last bit. Steps that are exact on every backend are left out.
 */
export async function roundingOnly(
  variant: Variant,
  measures: readonly MeasureKind[],
  [own, other]: readonly [RunSettings, RunSettings],
): Promise<RoundedRow[]> {
  const scheduler = createScheduler(own.signal);
  const options = (settings: RunSettings): EngineOptions => ({ ...settings, distances: true, scheduler });
  const release = holdLayers([variant.steps]);
  let second: AsyncGenerator<Measured> | undefined;
  const rows: RoundedRow[] = [];
  // Values that cancel each other leave the rounding of larger ones.
  let scale = 0;
  let at = 0;
  try {
    second = await measureVariant(variant, options(other));
    for await (const one of await measureVariant(variant, options(own))) {
      const two = (await second.next()).value as Measured;
      scale = Math.max(scale, largestMagnitude(windowOfImage(one.reference)));
      const exact = isExact(variant.layers.slice(0, Number(variant.rows[at]!.step)));
      if (!exact && sameClasses(one, two, variant) && (await areOutputsNear(one, two, scale)))
        rows.push({ at, values: await valuesOf(measures, one, scheduler, {}) });
      at++;
    }
  } finally {
    await second?.return(undefined);
    release();
  }
  return rows;
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

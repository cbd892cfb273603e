import type { Breather } from '../breathe.ts';
import type { Measured, MeasureKind, Value } from '../measure/kind.ts';

/** What measures say of a step; null where it is not defined. */
export async function valuesOf(
  measures: readonly MeasureKind[],
  step: Measured,
  breath: Breather,
): Promise<Record<string, Value>> {
  const values: Record<string, Value> = {};
  for (const kind of measures) {
    for (const [name, value] of Object.entries(kind.measure(step, await kind.read?.(step, breath)))) {
      values[name] = Number.isNaN(value) ? null : value;
    }
    if (breath.due()) await breath.rest();
  }
  return values;
}

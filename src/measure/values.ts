import type { Scheduler } from '../core/scheduler.ts';
import type { Measured } from '../engine/engine.ts';
import type { MeasureKind, Value } from './kind.ts';

/**
 * The values of all measures for a step, by column; null where a value is not defined.
 *
 * @param into the object that they are added to
 */
export async function valuesOf<Row extends Record<string, unknown>>(
  measures: readonly MeasureKind[],
  step: Measured,
  scheduler: Scheduler,
  into: Row,
): Promise<Row & Record<string, Value>> {
  const values: Record<string, unknown> = into;
  for (const kind of measures) {
    if (kind.quantities && step.classNumbers) {
      for (const name in kind.columns) values[name] = null;
      continue;
    }
    const found = kind.measure(step, await kind.read?.(step, scheduler));
    for (const name in found) values[name] = Number.isNaN(found[name]) ? null : found[name];
    if (scheduler.due()) await scheduler.yieldNow();
  }
  return values as Row & Record<string, Value>;
}

/** Takes the hidden columns out of a row, which is changed and returned. */
export function withoutHidden<Row extends Record<string, unknown>>(
  measures: readonly MeasureKind[],
  row: Row,
): Row {
  for (const { columns } of measures) for (const name in columns) if (columns[name]!.hidden) delete row[name];
  return row;
}

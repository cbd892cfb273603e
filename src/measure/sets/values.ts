import { either, shown, UserError } from '../../core/error.ts';
import { isObject } from '../../core/is_object.ts';
import { once } from '../../core/memo.ts';
import type { Scheduler } from '../../core/scheduler.ts';
import type { Measured } from '../../engine/engine.ts';
import type { MeasureKind, Value } from '../kind.ts';

/**
 * The values of all measures for a step, by column; null where a value is not defined.
 *
 * @param into the object that they are added to
 * @param others what the reader of a measure says of the other pictures of the set; undefined where there is no room
 */
export async function valuesOf<Row extends Record<string, unknown>>(
  measures: readonly MeasureKind[],
  step: Measured,
  scheduler: Scheduler,
  into: Row,
  others?: (kind: MeasureKind) => unknown,
): Promise<Row & Record<string, Value>> {
  const values: Record<string, unknown> = into;
  for (const kind of measures) {
    if (kind.quantities && step.classNumbers) {
      for (const name in kind.columns) values[name] = null;
      continue;
    }
    // Each measure has its own.
    if (kind.others) step.others = others?.(kind);
    const found = kind.measure(step, kind.read && (await kind.read(step, scheduler)));
    addColumns(kind, found, values);
    if (scheduler.due()) await scheduler.yieldNow();
  }
  return values as Row & Record<string, Value>;
}

/** Takes the hidden columns out of a row, which is changed and returned. */
export function withoutHidden<Row extends Record<string, unknown>>(
  measures: readonly MeasureKind[],
  row: Row,
): Row {
  for (const name of hiddenNames(measures)) delete row[name];
  return row;
}

/** The names of hidden columns. */
export const hiddenNames = once((measures: readonly MeasureKind[]): ReadonlySet<string> => {
  const columns = measures.flatMap((kind) => Object.entries(kind.columns));
  return new Set(columns.filter(([, { hidden }]) => hidden).map(([name]) => name));
});

/** @throws UserError (run) if a measure does not return a number or null for each of its columns, and nothing else */
function addColumns(
  kind: MeasureKind,
  found: Readonly<Record<string, unknown>>,
  into: Record<string, unknown>,
): void {
  let fitting = 0;
  let count = 0;
  if (!isObject(found)) throw wrongColumns(kind, {});
  for (const name in found) {
    const value = found[name];
    count++;
    if ((typeof value === 'number' || value === null) && name in kind.columns) fitting++;
    into[name] = Number.isNaN(value) ? null : value;
  }
  if (fitting < count || count < columnCount(kind)) throw wrongColumns(kind, found);
}

const columnCount = once(({ columns }: MeasureKind) => Object.keys(columns).length);

/** What is wrong with the columns that a measure returned. */
function wrongColumns({ title, columns }: MeasureKind, found: Readonly<Record<string, unknown>>): UserError {
  const names = Object.keys(columns);
  const given = Object.keys(found);
  const wrong = names.find((name) => typeof found[name] !== 'number' && found[name] !== null);
  const value = wrong === undefined ? undefined : found[wrong];
  const returned = value === undefined ? either(given) || 'no column' : shown(value);
  const problem =
    wrong === undefined
      ? `${given.find((name) => !(name in columns))} is none of its columns; expected ${either(names)}`
      : `expected a number or null for its column ${wrong}; it returned ${returned}`;
  return new UserError(`measure "${title}": ${problem}.`, { kind: 'run' });
}

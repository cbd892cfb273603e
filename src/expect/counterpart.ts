import { type Cell, type Column, isSwept } from '../results/columns.ts';

type ComparedRow = Readonly<Record<string, Cell>>;

/** Returns the row that a row is compared to: itself, if it belongs to that variant. */
export type Counterparts = (row: ComparedRow) => ComparedRow | undefined;

/**
 * Finds the counterpart of each row in another variant: the row with the same depth and the same swept values, except
 * those that `to` names. If there are several at that depth, it is the one at the same step, else the last.
 *
 * @param to values of identity columns; a step or a depth among them replaces the row's depth
 */
export function counterparts(
  rows: Iterable<ComparedRow>,
  columns: readonly Column[],
  to: Readonly<Record<string, string | number | boolean>>,
): Counterparts {
  const placed = Object.hasOwn(to, 'step') || Object.hasOwn(to, 'depth');
  const keys = [...columns.filter(isSwept).map(({ name }) => name), ...(placed ? [] : ['depth'])];
  const wanted = Object.entries(to).map(([name, value]) => [name, String(value)] as const);
  const byKey = new Map<string, ComparedRow[]>();
  for (const row of rows) {
    if (!wanted.every(([name, value]) => String(row[name]) === value)) continue;
    const key = valuesKey(keys.map((name) => row[name]));
    const known = byKey.get(key);
    if (known) known.push(row);
    else byKey.set(key, [row]);
  }
  return (row) => {
    const found = byKey.get(valuesKey(keys.map((name) => (Object.hasOwn(to, name) ? to[name] : row[name]))));
    return found?.find(({ step }) => step === row.step) ?? found?.at(-1);
  };
}

function valuesKey(values: readonly unknown[]): string {
  return JSON.stringify(values.map(String));
}

import { squared } from '../core/power.ts';
import type { MeasureColumn, Value } from './kind.ts';
import { type Ratio, setInterval } from './set_interval.ts';

type Columns = Readonly<Record<string, MeasureColumn>>;

/** The values of each column, one for each picture; NaN where it is not defined. */
export type PerImage = ReadonlyMap<string, Float64Array>;

/**
 * The columns of a set, from those of its pictures.
 *
 * @returns a value for each column; null where it is not defined, and for those that are gathered
 * @example
 * overImages({ n: { …, over: 'sum' } }, new Map([['n', Float64Array.of(1, 2)]])); // { n: 3 }
 */
export function overImages(columns: Columns, values: PerImage): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, { over = 'mean' }]): [string, Value] => {
      if (over === 'gathered') return [name, null];
      if (typeof over === 'object' && 'low' in over)
        return [name, pooledInterval(columns, over.low, values)?.[0] ?? null];
      if (typeof over === 'object' && 'high' in over)
        return [name, pooledInterval(columns, over.high, values)?.[1] ?? null];
      return [name, finiteOrNull(pointOf(columns, name, values))];
    }),
  );
}

function pooledInterval(columns: Columns, name: string, values: PerImage): [number, number] | undefined {
  const { type, over = 'mean' } = columns[name]!;
  const counts = typeof over === 'object' && 'sum' in over;
  return setInterval(ratioOf(columns, name, values), { bounded: type === 'rate', counts });
}

function ratioOf(columns: Columns, name: string, values: PerImage): Ratio {
  const over = columns[name]!.over ?? 'mean';
  if (typeof over === 'object' && 'sum' in over) {
    const [above, below] = [values.get(over.sum)!, values.get(over.of)!];
    const both = (i: number) => !Number.isNaN(above[i]! + below[i]!);
    return {
      above: above.map((value, i) => (both(i) ? value : 0)),
      below: below.map((value, i) => (both(i) ? value : 0)),
    };
  }
  const own = values.get(name)!;
  return {
    above: own.map((value) => (Number.isNaN(value) ? 0 : value)),
    below: own.map((value) => (Number.isNaN(value) ? 0 : 1)),
  };
}

function pointOf(columns: Columns, name: string, values: PerImage): number {
  const over = columns[name]!.over ?? 'mean';
  const own = values.get(name)!;
  const defined = () => definedOf(own);
  if (over === 'most' || over === 'least') {
    const better = (a: number, b: number) => (over === 'most' ? b > a : b < a);
    return defined().reduce(
      (best, value) => (Number.isNaN(best) || better(best, value) ? value : best),
      Number.NaN,
    );
  }
  if (over === 'sum') return defined().length === 0 ? Number.NaN : total(defined());
  if (typeof over === 'object' && 'where' in over) {
    const at = firstLargest(values.get(over.where)!);
    return at < 0 ? Number.NaN : own[at]!;
  }
  if (typeof over === 'object' && 'decibels' in over) {
    const [squares, count] = [over.decibels, over.of].map((column) => total(definedOf(values.get(column)!)));
    return squares === 0 ? Number.NaN : 10 * Math.log10((squared(over.peak) * count!) / squares!);
  }
  const { above, below } = ratioOf(columns, name, values);
  const ratio = total(above) / total(below);
  return typeof over === 'object' && 'absolute' in over ? Math.abs(ratio) : ratio;
}

/** The first place of the largest value that is defined, or of one that only rounding makes smaller; -1 if none is. */
function firstLargest(values: Float64Array): number {
  const largest = definedOf(values).reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const tie = largest - Math.abs(largest) * TIE;
  return values.findIndex((value) => value >= tie);
}

/** Values that differ by less, relative to the larger, are taken for equal: sums in another order differ by less. */
const TIE = 1e-9;

function definedOf(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value));
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function finiteOrNull(value: number): Value {
  return Number.isFinite(value) ? value : null;
}

import { squared } from '../../core/power.ts';
import type { MeasureColumn, Value } from '../kind.ts';
import { type Ratio, setInterval, sumsOfRatio } from '../statistics/set_interval.ts';

type Columns = Readonly<Record<string, MeasureColumn>>;

/** The values of the columns. */
export interface PerImage {
  /** One for each picture; NaN where it is not defined. */
  get(column: string): Float64Array | undefined;
}

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
  const own = typeof over === 'object' && 'sum' in over ? over : undefined;
  return own ? { above: values.get(own.sum)!, below: values.get(own.of)! } : { above: values.get(name)! };
}

function pointOf(columns: Columns, name: string, values: PerImage): number {
  const over = columns[name]!.over ?? 'mean';
  if (over === 'most') return mostOf(values.get(name)!);
  if (over === 'least') return -mostOf(values.get(name)!, -1);
  if (typeof over === 'object' && 'where' in over) {
    const at = firstLargest(values.get(over.where)!);
    return at < 0 ? Number.NaN : values.get(name)![at]!;
  }
  if (typeof over === 'object' && 'decibels' in over) {
    const [squares, count] = [over.decibels, over.of].map(
      (column) => sumsOfRatio({ above: values.get(column)! }).above,
    );
    return squares === 0 ? Number.NaN : 10 * Math.log10((squared(over.peak) * count!) / squares!);
  }
  const { above, below } = sumsOfRatio(ratioOf(columns, name, values));
  // A sum over no picture is not defined either.
  if (over === 'sum') return below === 0 ? Number.NaN : above;
  const ratio = above / below;
  return typeof over === 'object' && 'absolute' in over ? Math.abs(ratio) : ratio;
}

/** The first place of the largest value that is defined, or of one that only rounding makes smaller; -1 if none is. */
function firstLargest(values: Float64Array): number {
  const largest = mostOf(values);
  const tie = largest - Math.abs(largest) * TIE;
  return values.findIndex((value) => value >= tie);
}

/** Values that differ by less, relative to the larger, are taken for equal: sums in another order differ by less. */
const TIE = 1e-9;

/** The largest value times the sign; NaN if none is defined. */
function mostOf(values: Float64Array, sign = 1): number {
  let most = Number.NaN;
  for (const value of values) if (!(sign * value <= most) && !Number.isNaN(value)) most = sign * value;
  return most;
}

function finiteOrNull(value: number): Value {
  return Number.isFinite(value) ? value : null;
}

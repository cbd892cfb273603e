import type { Random } from '../core/random.ts';
import type { Work } from '../core/scheduler.ts';
import type { MeasureColumn, Value } from './kind.ts';
import { wilson } from './wilson.ts';

/**
 * What a column is of a set of images: the sum, mean, largest or smallest of what it is of each; the sum of one column
 * over that of another; an end of the 95 % interval of another column; or its value for the image where another column
 * is largest. What is not defined for an image does not count.
 */
export type OverImages =
  | 'sum'
  | 'mean'
  | 'most'
  | 'least'
  | { sum: string; of: string }
  | { low: string }
  | { high: string }
  | { where: string };

type Columns = Readonly<Record<string, MeasureColumn>>;

/** The values of each column, one for each image; NaN where it is not defined. */
export type PerImage = ReadonlyMap<string, Float64Array>;

/** Resamples of a bootstrap. */
const RESAMPLES = 2000;

/**
 * The columns of a set, from those of its images.
 *
 * The interval is a cluster bootstrap, as the draws of one image are not independent: images are drawn with
 * replacement, as many as there are, 2,000 times; its ends are the 2.5 % and 97.5 % points of the statistic, on the
 * straight line between the nearest two. Where no two images differ nothing can be learnt so; then it is Wilson's, with
 * images for trials. Of a single image there is none.
 *
 * @param random the stream that draws images: ⌊random · n⌋, n for each resample; the same for all steps and variants
 * Source: Efron & Tibshirani 1993, "An introduction to the bootstrap"; Davison & Hinkley 1997, section 3.8 (clusters).
 */
export function* overImages(
  columns: Columns,
  steps: readonly PerImage[],
  random: Random,
): Work<Record<string, Value>[]> {
  const ends = Object.values(columns).flatMap(({ over }) =>
    typeof over === 'object' ? ('low' in over ? [over.low] : 'high' in over ? [over.high] : []) : [],
  );
  const targets = [...new Set(ends)];
  const shares = steps.map((values) => targets.map((name) => shareOf(columns, name, values)));
  const intervals = yield* bootstrap(shares.flat(), random);
  return steps.map((values, s) => {
    const interval = (name: string) => intervals[s * targets.length + targets.indexOf(name)]!;
    return Object.fromEntries(
      Object.entries(columns).map(([name, { over = 'mean' }]): [string, Value] => {
        if (typeof over === 'object' && 'low' in over) return [name, interval(over.low)?.[0] ?? null];
        if (typeof over === 'object' && 'high' in over) return [name, interval(over.high)?.[1] ?? null];
        return [name, definite(pointOf(columns, name, values))];
      }),
    );
  });
}

/** A statistic that is one sum over another, so that a resample is two sums. */
interface Share {
  above: Float64Array;
  below: Float64Array;
}

function shareOf(columns: Columns, name: string, values: PerImage): Share {
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
  const defined = () => own.filter((value) => !Number.isNaN(value));
  if (over === 'most' || over === 'least') {
    const better = (a: number, b: number) => (over === 'most' ? b > a : b < a);
    return defined().reduce(
      (best, value) => (Number.isNaN(best) || better(best, value) ? value : best),
      Number.NaN,
    );
  }
  if (over === 'sum') return defined().length === 0 ? Number.NaN : total(defined());
  if (typeof over === 'object' && 'where' in over) {
    let at = -1;
    for (const [i, value] of values.get(over.where)!.entries()) {
      if (!Number.isNaN(value) && (at < 0 || value > values.get(over.where)![at]!)) at = i;
    }
    return at < 0 ? Number.NaN : own[at]!;
  }
  const { above, below } = shareOf(columns, name, values);
  return total(above) / total(below);
}

function quotient({ above, below }: Share, drawn: Int32Array): number {
  let [a, b] = [0, 0];
  for (let i = 0; i < drawn.length; i++) {
    a += above[drawn[i]!]!;
    b += below[drawn[i]!]!;
  }
  return a / b;
}

/** The interval of each share; none where there are fewer than two images, or nothing is below. */
function* bootstrap(shares: readonly Share[], random: Random): Work<([number, number] | undefined)[]> {
  const images = shares[0]?.above.length ?? 0;
  if (images < 2) return shares.map(() => undefined);
  const found = shares.map(() => new Float64Array(RESAMPLES));
  const drawn = new Int32Array(images);
  for (let resample = 0; resample < RESAMPLES; resample++) {
    for (let i = 0; i < images; i++) drawn[i] = Math.floor(random() * images);
    for (let k = 0; k < shares.length; k++) found[k]![resample] = quotient(shares[k]!, drawn);
    if (resample % 16 === 0) yield;
  }
  return shares.map((share, k) => {
    const sorted = found[k]!.filter((value) => !Number.isNaN(value)).sort();
    if (sorted.length === 0) return undefined;
    const [low, high] = [quantile(sorted, 0.025), quantile(sorted, 0.975)];
    if (high - low > 1e-12) return [low, high];
    const counted = share.below.filter((value) => value > 0).length;
    return wilson((total(share.above) / total(share.below)) * counted, counted);
  });
}

/** On the line between the two nearest of the sorted values. */
function quantile(sorted: Float64Array, share: number): number {
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return low + (high - low) * (at - Math.floor(at));
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function definite(value: number): Value {
  return Number.isFinite(value) ? value : null;
}

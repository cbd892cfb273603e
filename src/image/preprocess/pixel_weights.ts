import { type Filter, filters } from './filters.ts';

/** The weights of source pixels in a target pixel: those from `first` on; all others are 0. */
export interface PixelWeights {
  first: number;
  values: Float64Array;
}

type FilterName = keyof typeof filters;

/**
 * For each target pixel its weights with antialias: where the picture shrinks, the filter is as much wider. Pixels outside the picture do not
 * count, and the weights are divided by their sum. This is Pillow's rule.
 *
 * From n to m pixels, source pixel i has the weight filter(|i + ½ − c| / f) in target pixel j, where c = (j + ½) · n / m
 * and f = max(1, n / m). For its mode I;16 the distance is rounded as Pillow rounds it, since sums there may be halves.
 */
export function clippedWeights(
  from: number,
  to: number,
  name: FilterName,
  isGrey16: boolean,
): PixelWeights[] {
  const filter = filters[name](-1 / 2);
  const larger = Math.max(from, to);
  return Array.from({ length: to }, (_, j) => {
    const center = ((j + 0.5) * from) / to;
    const reach = (filter.support * larger) / to;
    const first = Math.max(0, Math.floor(center - reach - 0.5));
    const end = Math.min(from, Math.ceil(center + reach + 0.5));
    const values = Float64Array.from({ length: end - first }, (_, k) =>
      filter.weight(
        isGrey16
          ? Math.abs((first + k - (j + 0.5) * (from / to) + 0.5) * (1 / Math.max(1, from / to)))
          : centreDistance(first + k, j, from, to) / larger,
      ),
    );
    return { first, values: withSumOne(values) };
  });
}

/**
 * For each target pixel its weights without antialias: the filter is never widened, and a pixel outside the picture is the pixel at the edge. This
 * is the rule of PyTorch and OpenCV.
 */
export function weightsBeyondEdges(from: number, to: number, name: FilterName): PixelWeights[] {
  const filter: Filter = filters[name](-3 / 4);
  return Array.from({ length: to }, (_, j) => {
    const center = ((j + 0.5) * from) / to;
    const left = Math.floor(center - 0.5) - filter.support + 1;
    const inside = (i: number) => Math.min(from - 1, Math.max(0, i));
    const first = inside(left);
    const values = new Float64Array(inside(left + 2 * filter.support - 1) - first + 1);
    for (let i = left; i < left + 2 * filter.support; i++)
      values[inside(i) - first]! += filter.weight(centreDistance(i, j, from, to) / to);
    return { first, values: withSumOne(values) };
  });
}

/**
 * For target pixel j of m the source pixel ⌊(j + ½) · n / m⌋ of n alone, with the rounding of Pillow, which adds n / m
 * from pixel to pixel, but multiplies it in pictures of its mode I;16.
 *
 * @example nearestWeights(4, 2, false) // the pixels 1 and 3, each with the weight 1
 */
export function nearestWeights(from: number, to: number, isGrey16: boolean): PixelWeights[] {
  const scale = from / to;
  let center = scale * 0.5;
  return Array.from({ length: to }, (_, j) => {
    const first = Math.min(from - 1, Math.floor(isGrey16 ? scale * (j + 0.5) : center));
    center += scale;
    return { first, values: Float64Array.of(1) };
  });
}

/** to · |i + ½ − c|, from whole numbers, so that it is exact. */
function centreDistance(i: number, j: number, from: number, to: number): number {
  return Math.abs((2 * i + 1) * to - (2 * j + 1) * from) / 2;
}

function withSumOne(values: Float64Array): Float64Array {
  const sum = values.reduce((all, weight) => all + weight, 0);
  return values.map((weight) => weight / sum);
}

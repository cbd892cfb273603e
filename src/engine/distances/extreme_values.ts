import type { Image, OutputMap } from '../../core/tensor.ts';
import { newArray } from '../short_arrays.ts';
import { valueRangeOf } from './map_range.ts';

/** No |x - r| is larger. */
export function limitOf(map: OutputMap, reference: Image): number {
  const [x, r] = [valueRangeOf(map), valueRangeOf(reference)];
  return Math.max(x.most - r.least, r.most - x.least);
}

/**
 * The largest |x - r| of each of some windows at a few of the largest and of the smallest values of r: in images of few
 * values that is mostly the largest of all.
 *
 * @param tried how many of the largest, and of the smallest
 * @param limit no |x - r| is larger
 */
export function atExtremeValues(
  map: OutputMap,
  members: Int32Array,
  reference: Image,
  tried: number,
  limit: number,
): Float64Array {
  const { rows, columns, width, data, shape } = map;
  const channels = shape[2];
  const indices = extremeIndices(reference, tried);
  const places = Int32Array.from(indices, (i) => placeInMap(map, i));
  const values = Float64Array.from(indices, (i) => reference.data[i]!);
  const found = newArray(Float64Array, members.length);
  for (let i = 0; i < members.length; i++) {
    const begin = (rows[members[i]!]! * width + columns[members[i]!]!) * channels;
    let most = 0;
    for (let k = 0; k < places.length && most < limit; k++)
      most = Math.max(most, Math.abs(data[begin + places[k]!]! - values[k]!));
    found[i] = most;
  }
  return found;
}

/** Indices of some of a reference's largest values, and of its smallest: from evenly spaced places on, the next of each. */
function extremeIndices(reference: Image, tried: number): number[] {
  const { data } = reference;
  const { least, most } = valueRangeOf(reference);
  const indices: number[] = [];
  for (const value of [most, least]) {
    let index = data.indexOf(value);
    for (let k = 1; index !== -1 && k <= tried; k++) {
      indices.push(index);
      index = data.indexOf(value, Math.max(index + 1, Math.floor((k * data.length) / tried)));
    }
  }
  return indices;
}

/** Values from the first value of a window to that with an index in the reference. */
function placeInMap({ shape: [, cells, channels], dilation, width }: OutputMap, index: number): number {
  const cell = Math.floor(index / channels);
  const row = Math.floor(cell / cells);
  const column = cell - row * cells;
  return (row * dilation[0] * width + column * dilation[1]) * channels + index - cell * channels;
}

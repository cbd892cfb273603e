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
  const raise = raising(map, reference, tried, limit);
  const found = newArray(Float64Array, members.length);
  for (let i = 0; i < members.length; i++) found[i] = raise(members[i]!, 0);
  return found;
}

/** The same at one of each, for all of the windows together. */
export function togetherAtExtremes(
  map: OutputMap,
  members: Int32Array,
  reference: Image,
  limit: number,
): number {
  const raise = raising(map, reference, 1, limit);
  let most = 0;
  for (let i = 0; i < members.length && most < limit; i++) most = raise(members[i]!, most);
  return most;
}

/** A function of a member and of what is the largest so far. */
function raising(
  map: OutputMap,
  reference: Image,
  tried: number,
  limit: number,
): (member: number, largest: number) => number {
  const { rows, columns, width, data, shape } = map;
  const indices = extremeIndices(reference, tried);
  const places = Int32Array.from(indices, (i) => placeInMap(map, i));
  const values = Float64Array.from(indices, (i) => reference.data[i]!);
  return (member, largest) => {
    const begin = (rows[member]! * width + columns[member]!) * shape[2];
    let most = largest;
    for (let k = 0; k < places.length && most < limit; k++)
      most = Math.max(most, Math.abs(data[begin + places[k]!]! - values[k]!));
    return most;
  };
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

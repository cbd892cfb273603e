import { newArray } from '../short_arrays.ts';

/** The index of each of some members among all members; both ascending. */
export function indicesOf(some: Int32Array, all: Int32Array): Int32Array {
  const indices = newArray(Int32Array, some.length);
  for (let i = 0, index = 0; i < some.length; i++, index++) {
    while (all[index] !== some[i]) index++;
    indices[i] = index;
  }
  return indices;
}

/** The values at some indices. @example select(Int32Array.of(5, 6, 7), Int32Array.of(2, 0)) // [7, 5] */
export function select(values: Int32Array, indices: Int32Array): Int32Array {
  const selected = newArray(Int32Array, indices.length);
  for (let i = 0; i < indices.length; i++) selected[i] = values[indices[i]!]!;
  return selected;
}

import type { Work } from '../../core/scheduler.ts';
import type { Image, OutputMap } from '../../core/tensor.ts';
import { type Arena, paddedSize } from '../../simd/arena.ts';
import { copyArray, newArray } from '../short_arrays.ts';
import type { Box } from './boxes.ts';

/** Windows that begin in neighbouring cells are multiplied together: as many as registers hold sums. */
export const GROUP = 22;

/** The same for whole numbers, which single precision adds up exactly. */
export const WHOLE_GROUP = 36;

/** The first cells of groups of neighbouring cells of a box that together have all wanted cells. */
export function groupsOf({ down, across }: Box, wanted: Int32Array, size: number): Int32Array {
  const marks = newArray(Uint8Array, down * across);
  for (let i = 0; i < wanted.length; i++) marks[wanted[i]!] = 1;
  const groups: number[] = [];
  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++) {
      if (marks[row * across + column] === 0) continue;
      groups.push(row * across + column);
      column += size - 1;
    }
  }
  return Int32Array.from(groups);
}

/** Bytes that `gatheredProducts` allocates. */
export function bytesOfGathering(map: OutputMap, box: Box, terms: number, groups: number): number {
  const planes = map.shape[2] === 1 ? 0 : map.data.byteLength;
  const values = map.shape[0] * map.shape[1] * map.shape[2];
  const arrays = [
    planes,
    4 * terms,
    8 * terms,
    8 * groups,
    4 * values,
    8 * (box.down * box.across + WHOLE_GROUP),
    256,
  ];
  return arrays.reduce((sum, bytes) => sum + paddedSize(bytes), 0);
}

/**
 * Σ x·r of a reference with few values that are not 0: at those values only, for groups of neighbouring windows.
 *
 * @param from address of the map
 * @param groups of `GROUP` cells of the box; of `WHOLE_GROUP` cells if sums of whole numbers are exact in single precision
 * @returns by cell of the box; only cells of groups have a result
 */
export function* gatheredProducts(
  arena: Arena,
  map: OutputMap,
  from: number,
  box: Box,
  reference: Image,
  { groups, terms, whole }: { groups: Int32Array; terms: number; whole: boolean },
): Work<Float64Array> {
  const { loops, put, allocate, doubles, top, reset } = arena;
  const channels = map.shape[2];
  const cells = map.data.length / channels;
  let planes = from;
  if (channels > 1) {
    planes = allocate(4 * map.data.length);
    for (let c = 0; c < channels; c++)
      loops.copyChannel(from + 4 * c, cells, channels, planes + 4 * c * cells);
    yield;
  }
  const [placesAt, factorsAt] = [allocate(4 * terms), allocate((whole ? 4 : 8) * terms)];
  const beforeReference = top();
  loops.nonZeros(
    ...[put(reference.data), ...reference.shape, 4 * map.dilation[0] * map.width, 4 * map.dilation[1]],
    ...[4 * cells, placesAt, factorsAt, whole ? 1 : 0],
  );
  reset(beforeReference);
  const length = box.down * box.across + WHOLE_GROUP;
  const productsAt = allocate(8 * length);
  // The last windows of a group may end after the map.
  allocate(256);
  const loop = whole ? loops.wholeProducts : loops.products;
  const atOnce = Math.max(1, Math.ceil(GATHERED_TERMS / terms));
  const mark = top();
  for (let first = 0; first < groups.length; first += atOnce) {
    const some = groups.subarray(first, first + atOnce);
    const list = newArray(Int32Array, 2 * some.length);
    for (const [i, cell] of some.entries()) {
      const row = Math.floor(cell / box.across);
      list[2 * i] = 4 * ((box.top + row) * map.width + box.left + cell - row * box.across);
      list[2 * i + 1] = productsAt + 8 * cell;
    }
    loop(planes, put(list), some.length, placesAt, factorsAt, terms);
    reset(mark);
    yield;
  }
  return copyArray(doubles(productsAt, length));
}

/** Terms of groups to add up before work yields: some milliseconds. */
const GATHERED_TERMS = 2 ** 19;

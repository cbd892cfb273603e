import type { Work } from '../../core/scheduler.ts';
import type { OutputMap } from '../../core/tensor.ts';
import { beside, spaceOf, taking } from '../../simd/arena.ts';
import { neighboursOf } from './adjacent_windows.ts';
import { slotCount } from './hash_table.ts';
import { type Weights, windowSums } from './window_sums.ts';

/** Which members of a map hold the same. */
export interface Alike {
  /** Of each member, one before it whose window holds the same; itself where none is known to. */
  links: Int32Array;
  /** Whether that is so of all that have one, and each leads to the very first. */
  complete: boolean;
}

/**
 * Looks for windows that hold the same, and confirms it: where they lie a step further right, or down, as in a range
 * of shifts most have one that does, by sums of how many values differ from those a step further, all with the same
 * weight, which are 0 only where none does; and else value by value.
 *
 * @param hashes of the members
 * @param links what is known before; each leads to itself, or to one before it
 */
export function* alike(map: OutputMap, hashes: Uint32Array, links: Int32Array): Work<Alike> {
  const { data, rows, columns, width, dilation } = map;
  const [height, cells, channels] = map.shape;
  const members = hashes.length;
  const slots = slotCount(members);
  // Of each member its hash and link; and besides, a neighbour and how many values differ, or a row and a column.
  const needs = 4 * taking(4 * members) + taking(4 * slots);
  const here = spaceOf(data, needs) !== undefined;
  if (!here && allDiffer(map, hashes)) return { links, complete: true };
  const complete = here || data.byteLength <= LARGEST;
  const { loops, put, room, words, top, back, release } = beside(
    data,
    !here && complete ? needs + taking(data.byteLength) : needs,
  );
  const hashesAt = put(hashes);
  const linksAt = room(4 * members);
  const found = words(linksAt, members);
  found.set(links);

  const mark = top();
  for (const { step, of } of neighboursOf(map)) {
    const neighbours = put(of);
    const likely = loops.likely(members, neighbours, hashesAt, linksAt);
    if (likely * height * cells * channels * READ >= data.length) {
      const differing = yield* windowSums(map, (step[0] * width + step[1]) * channels, ALIKE);
      loops.confirm(members, neighbours, put(differing), linksAt);
    }
    back(mark);
  }

  if (complete) {
    const slotsAt = room(4 * slots);
    words(slotsAt, slots).fill(-1);
    const window = [width, height, cells, channels, dilation[0] * width * channels, dilation[1] * channels];
    const at = [hashesAt, linksAt, slotsAt, Math.clz32(slots) + 1, put(data), put(rows), put(columns)];
    for (let first = 0; first < members; ) {
      first = loops.lead(first, members, CHUNK, ...at, ...window);
      yield;
    }
  }
  const result = { links: found.slice(), complete };
  release();
  return result;
}

/** Whether no two members have the same hash. */
export function allDiffer({ data }: OutputMap, hashes: Uint32Array): boolean {
  const slots = slotCount(hashes.length);
  const needs = taking(4 * hashes.length) + taking(4 * slots);
  const { loops, put, room, words, release } = beside(data, needs);
  const at = room(4 * slots);
  words(at, slots).fill(-1);
  const differ = loops.differ(hashes.length, put(hashes), at, Math.clz32(slots) + 1) !== 0;
  release();
  return differ;
}

const ALIKE: Weights = [1, 1, 1];

/** Reading a value of a window by itself takes about so many times as long as adding up a value of the map. */
const READ = 3;

/** Values that are compared at once: enough to be fast, few enough that it is no long work. */
const CHUNK = 2 ** 20;

/** Bytes of a map that is copied to be compared. */
const LARGEST = 2 ** 24;

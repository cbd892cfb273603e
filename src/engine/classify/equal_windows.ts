import type { Work } from '../../core/scheduler.ts';
import type { OutputMap } from '../../core/tensor.ts';
import { type Arena, arenaOf, paddedSize, withArena, workInArena } from '../../simd/arena.ts';
import { copyArray } from '../short_arrays.ts';
import { neighboursOf } from './adjacent_windows.ts';
import { hashTableSize } from './hash_table.ts';
import { type HashWeights, windowSums } from './window_sums.ts';

/** Members of a map with equal windows. */
export interface EqualWindows {
  /** For each member an earlier one with an equal window, or itself if none is known. */
  links: Int32Array;
  /** Whether every member links to the very first with an equal window. */
  complete: boolean;
}

/**
 * Finds equal windows. Most windows of a range of shifts that equal an earlier one equal the neighbour a step to the
 * right or below; this is confirmed by counting the values that differ from those a step further, in one pass over the
 * map. The others are compared value by value with the windows of the same hash.
 *
 * @param hashes of the members
 * @param links what is known before: each member links to itself or to an earlier one
 */
export function* findEqualWindows(
  map: OutputMap,
  hashes: Uint32Array,
  links: Int32Array,
): Work<EqualWindows> {
  const members = hashes.length;
  // Hashes, links, neighbours and counts or rows and columns; and the hash table.
  const needs = 4 * paddedSize(4 * members) + paddedSize(4 * hashTableSize(members));
  const inArena = arenaOf(map.data, needs) !== undefined;
  const complete = inArena || map.data.byteLength <= LARGEST_COPY;
  const bytes = !inArena && complete ? needs + paddedSize(map.data.byteLength) : needs;
  return yield* workInArena(bytes, map.data, (arena) => linkMembers(arena, map, hashes, links, complete));
}

function* linkMembers(
  arena: Arena,
  map: OutputMap,
  hashes: Uint32Array,
  links: Int32Array,
  complete: boolean,
): Work<EqualWindows> {
  const members = hashes.length;
  const hashesAt = arena.put(hashes);
  if (arenaOf(map.data, 0) !== arena && areDistinct(arena, hashesAt, members))
    return { links, complete: true };
  const linksAt = arena.allocate(4 * members);
  const found = arena.words(linksAt, members);
  found.set(links);
  yield* linkNeighbours(arena, map, members, hashesAt, linksAt);
  if (complete) yield* linkEqualHashes(arena, map, members, hashesAt, linksAt);
  return { links: copyArray(found), complete };
}

/** Links each member that still links to itself to its neighbour, if their windows are equal. */
function* linkNeighbours(
  { loops, put, top, reset }: Arena,
  map: OutputMap,
  members: number,
  hashesAt: number,
  linksAt: number,
): Work<void> {
  const [height, cells, channels] = map.shape;
  const mark = top();
  for (const { step, of } of neighboursOf(map)) {
    const neighbours = put(of);
    const candidates = loops.countCandidates(members, neighbours, hashesAt, linksAt);
    if (candidates * height * cells * channels * READ >= map.data.length) {
      const differing = yield* windowSums(map, (step[0] * map.width + step[1]) * channels, COUNT);
      loops.linkEqualNeighbours(members, neighbours, put(differing), linksAt);
    }
    reset(mark);
  }
}

/** Links each member that still links to itself to the first with the same hash and an equal window. */
function* linkEqualHashes(
  { loops, put, allocate, words }: Arena,
  { data, rows, columns, width, dilation, shape }: OutputMap,
  members: number,
  hashesAt: number,
  linksAt: number,
): Work<void> {
  const [height, cells, channels] = shape;
  const slots = hashTableSize(members);
  const slotsAt = allocate(4 * slots);
  words(slotsAt, slots).fill(-1);
  const window = [width, height, cells, channels, dilation[0] * width * channels, dilation[1] * channels];
  const at = [hashesAt, linksAt, slotsAt, Math.clz32(slots) + 1, put(data), put(rows), put(columns)];
  for (let first = 0; first < members; ) {
    first = loops.linkToFirst(first, members, COMPARED_VALUES, ...at, ...window);
    yield;
  }
}

/** Whether no two members have the same hash. */
export function allDistinct({ data }: OutputMap, hashes: Uint32Array): boolean {
  const needs = paddedSize(4 * hashes.length) + paddedSize(4 * hashTableSize(hashes.length));
  return withArena(needs, data, (arena) => areDistinct(arena, arena.put(hashes), hashes.length));
}

function areDistinct(
  { loops, allocate, words, top, reset }: Arena,
  hashesAt: number,
  members: number,
): boolean {
  const mark = top();
  const slots = hashTableSize(members);
  const slotsAt = allocate(4 * slots);
  words(slotsAt, slots).fill(-1);
  const distinct = loops.hashesDistinct(members, hashesAt, slotsAt, Math.clz32(slots) + 1) !== 0;
  reset(mark);
  return distinct;
}

/** Weights that count the values. */
const COUNT: HashWeights = [1, 1, 1];

/** Cost of reading a value of a single window, relative to that of adding up a value of the map. */
const READ = 3;

/** Values to compare before work yields. */
const COMPARED_VALUES = 2 ** 20;

/** Bytes of the largest map that is copied into an arena to be compared. */
const LARGEST_COPY = 2 ** 24;

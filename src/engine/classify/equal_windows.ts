import type { Work } from '../../core/scheduler.ts';
import type { Numbers, OutputMap } from '../../core/tensor.ts';
import { type Arena, arenaOf, paddedSize, withArena, workInArena } from '../../simd/arena.ts';
import { copyArray } from '../short_arrays.ts';
import { COMPARED_VALUES, linkNeighbours, type MembersAt, neighbourBytes } from './equal_neighbours.ts';
import { hashTableSize } from './hash_table.ts';

/** Members of a map with equal windows. */
export interface EqualWindows {
  /** For each member an earlier one with an equal window, or itself if none is known. */
  links: Int32Array;
  /** Whether every member links to the very first with an equal window. */
  complete: boolean;
  /** The classes of a complete search, if trials were given; absent where all members differ. */
  classes?: NumberedClasses | undefined;
}

/** Classes of equal members, numbered in the order of their first. */
interface NumberedClasses {
  /** By member. */
  classOf: Int32Array;
  /** The first member of each class. */
  leaders: Int32Array;
  trialsOf: Float64Array;
}

/**
 * Finds equal windows. Most windows of a range of shifts that equal an earlier one equal the neighbour a step to the
 * right or below; this is confirmed for all of them in one pass over the map. The others are compared value by value with
 * the windows of the same hash.
 *
 * @param hashes of the members
 * @param links what is known before: each member links to itself or to an earlier one
 * @param trials of each member, where its classes are to be numbered
 */
export function* findEqualWindows(
  map: OutputMap,
  hashes: Uint32Array,
  links: Int32Array,
  trials?: Numbers,
): Work<EqualWindows> {
  const members = hashes.length;
  const slots = paddedSize(4 * hashTableSize(members));
  const numbering = trials ? classesBytes(members) : 0;
  const needs = 4 * paddedSize(4 * members) + Math.max(slots, neighbourBytes(map), numbering);
  const inArena = arenaOf(map.data, needs) !== undefined;
  const complete = inArena || map.data.byteLength <= LARGEST_COPY;
  const bytes = !inArena && complete ? needs + paddedSize(map.data.byteLength) : needs;
  return yield* workInArena(bytes, map.data, (arena) =>
    linkMembers(arena, map, hashes, links, complete, trials),
  );
}

function* linkMembers(
  arena: Arena,
  map: OutputMap,
  hashes: Uint32Array,
  links: Int32Array,
  complete: boolean,
  trials: Numbers | undefined,
): Work<EqualWindows> {
  const { put, allocate, words, floats } = arena;
  const count = hashes.length;
  const hashesAt = put(hashes);
  if (arenaOf(map.data, 0) !== arena && areDistinct(arena, hashesAt, count)) return { links, complete: true };
  const linksAt = allocate(4 * count);
  const at = { count, hashes: hashesAt, links: linksAt, rows: put(map.rows), columns: put(map.columns) };
  const found = words(at.links, count);
  found.set(links);
  const here = complete ? { ...map, data: floats(put(map.data), map.data.length) } : map;
  yield* linkNeighbours(arena, here, at);
  if (!complete) return { links: copyArray(found), complete };
  yield* linkEqualHashes(arena, here, at);
  if (!trials) return { links: copyArray(found), complete };
  return { links: copyArray(found), complete, classes: numberedClasses(arena, linksAt, trials) };
}

/** Links each member that still links to itself to the first with the same hash and an equal window. */
function* linkEqualHashes(
  { loops, allocate, words, top, reset }: Arena,
  { data, width, dilation, shape }: OutputMap,
  { count, hashes, links, rows, columns }: MembersAt,
): Work<void> {
  const [height, cells, channels] = shape;
  const mark = top();
  const slots = hashTableSize(count);
  const slotsAt = allocate(4 * slots);
  words(slotsAt, slots).fill(-1);
  const shift = Math.clz32(slots) + 1;
  const [rowStep, cellStep] = [dilation[0] * width * channels, dilation[1] * channels];
  for (let first = 0; first < count; ) {
    // biome-ignore format: arguments that are spread take longer than a small map.
    first = loops.linkToFirst(
      first, count, COMPARED_VALUES, hashes, links, slotsAt, shift, data.byteOffset, rows, columns,
      width, height, cells, channels, rowStep, cellStep,
    );
    yield;
  }
  reset(mark);
}

/** The classes of members that all link to the first with an equal window. */
function numberedClasses(
  { loops, allocate, words, doubles }: Arena,
  links: number,
  trials: Numbers,
): NumberedClasses {
  const members = trials.length;
  const trialsAt = allocate(8 * members);
  doubles(trialsAt, members).set(trials);
  const [classOf, leaders] = [allocate(4 * members), allocate(4 * members)];
  const trialsOf = allocate(8 * members);
  const count = loops.numberClasses(members, links, trialsAt, classOf, leaders, trialsOf);
  return {
    classOf: copyArray(words(classOf, members)),
    leaders: copyArray(words(leaders, count)),
    trialsOf: copyArray(doubles(trialsOf, count)),
  };
}

/** Bytes that `numberedClasses` allocates. */
function classesBytes(members: number): number {
  return 2 * paddedSize(8 * members) + 2 * paddedSize(4 * members);
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

/** Bytes of the largest map that is copied into an arena to be compared. */
const LARGEST_COPY = 2 ** 24;

import type { Work } from '../../core/scheduler.ts';
import type { OutputMap } from '../../core/tensor.ts';
import { type Arena, arenaOf, paddedSize, workInArena } from '../../simd/arena.ts';
import { copyArray } from '../short_arrays.ts';
import { boundsOf, perWindows } from './window_bounds.ts';

/**
 * A hash of each member's window: the sum of the bits of its values, each times A^row · B^column · C^channel, modulo
 * 2^32 (Karp & Rabin, 1987, in two dimensions). Equal windows, with 0 and -0 equal, have equal hashes; whether windows
 * with equal hashes are equal must be confirmed. Sums of suffixes along both axes, at the map's dilation, give each window
 * as a difference of two, so all windows together take one pass over the map.
 *
 * @param stay whether they stay in the arena that holds the map, if there is room, until that is released
 * @returns a whole number below 2^32 for each member
 */
export function windowHashes(map: OutputMap, stay = false): Work<Uint32Array> {
  const layout = sumsLayout(map);
  const { found, tails, sums, along, bits, members, places } = layout;
  const arrays = [found, tails, sums, along, bits, places.byteLength, members, members, members];
  const needs = arrays.map(paddedSize).reduce((a, b) => a + b);
  const hashesAt = stay ? arenaOf(map.data, needs)?.allocate(members) : undefined;
  const rest = hashesAt === undefined ? needs : needs - paddedSize(members);
  return workInArena(rest, map.data, (arena) => addUpWindows(arena, map, layout, hashesAt));
}

/** A, B and C: odd numbers, so that no bit is lost. */
const WEIGHTS = [0x2c1b3c6d, 0x297a2d39, 0x1b56c4e9] as const;

/** The rows that are added up, and the bytes of the arrays that the loops work on. */
function sumsLayout(map: OutputMap) {
  const { rows, dilation, width } = map;
  const [height, cells, channels] = map.shape;
  const { across, down: starts } = boundsOf(map);
  const under = height * dilation[0];
  const down = starts + under - dilation[0];
  const reach = across + (cells - 1) * dilation[1];
  const places = linesBefore(map);
  const apiece = 16 * Math.ceil((reach * channels) / 4);
  const line = width * channels;
  const step = Math.min(down, Math.max(dilation[0], Math.ceil(SUMMED_VALUES / line)));
  return {
    under,
    down,
    reach,
    places,
    line,
    step,
    found: 4 * places[starts]! * across,
    tails: apiece * places[Math.max(0, down - under)]!,
    sums: apiece * dilation[0],
    along: 4 * (reach + dilation[1]),
    bits: 4 * step * line,
    members: 4 * rows.length,
  };
}

function* addUpWindows(
  arena: Arena,
  map: OutputMap,
  {
    under,
    down,
    reach,
    places,
    line,
    step,
    found,
    tails,
    sums,
    along,
    members,
  }: ReturnType<typeof sumsLayout>,
  hashesAt: number | undefined,
): Work<Uint32Array> {
  const [row, column, channel] = WEIGHTS;
  const { loops, put, allocate, words, top: mark, reset } = arena;
  const { rows, columns, dilation, data, width } = map;
  const [height, cells, channels] = map.shape;
  const { top, left, down: starts, across } = boundsOf(map);
  const foundAt = allocate(found);
  const tailsAt = allocate(tails);
  const sumsAt = allocate(sums);
  const alongAt = allocate(along);
  const placesAt = put(places);
  words(sumsAt, sums / 4).fill(0);
  words(alongAt, along / 4).fill(0);
  const chunk = mark();
  const [foot, side] = [wrappedPower(row, height), wrappedPower(column, cells)];
  for (let last = down; last > 0; last -= step) {
    const first = Math.max(0, last - step);
    const count = last - first;
    const begin = ((top + first) * width + left) * channels;
    const from = put(data.subarray(begin, begin + (count - 1) * line + reach * channels));
    // biome-ignore format: arguments that are spread take longer than a small map.
    loops.windowSums(
      from, count, line, first, starts, placesAt, under, down, foot, tailsAt, reach, channels,
      dilation[0], row, sumsAt, dilation[1], cells, column, channel, side, alongAt, across, foundAt,
    );
    reset(chunk);
    yield;
  }

  const to = hashesAt ?? allocate(members);
  // biome-ignore format: as above.
  loops.sumsByMember(
    rows.length, put(rows), top, put(columns), left, placesAt, foundAt, across, to,
  );
  const { buffer, byteOffset, length } = words(to, rows.length);
  const hashes = new Uint32Array(buffer, byteOffset, length);
  return hashesAt === undefined ? copyArray(hashes) : hashes;
}

/** For each row from the first in which a window begins to the last, and one more: in how many before it windows begin. */
const linesBefore = perWindows((windows) => {
  const { begins } = boundsOf(windows);
  const places = new Int32Array(begins.length + 1);
  for (let y = 0; y < begins.length; y++) places[y + 1] = places[y]! + begins[y]!;
  return places;
});

/** Values to add up before work yields. */
const SUMMED_VALUES = 2 ** 18;

/** base^exponent modulo 2^32. */
function wrappedPower(base: number, exponent: number): number {
  let result = 1;
  for (let square = base, rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = Math.imul(result, square);
    square = Math.imul(square, square);
  }
  return result;
}

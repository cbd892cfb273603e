import type { Work } from '../../core/scheduler.ts';
import type { OutputMap, Pair } from '../../core/tensor.ts';
import { type Arena, arenaOf, paddedSize } from '../../simd/arena.ts';
import { windowGrid } from './adjacent_windows.ts';
import { boundsOf } from './window_bounds.ts';

/** The members of a map in an arena: how many there are, and the addresses of what is known of each. */
export interface MembersAt {
  count: number;
  hashes: number;
  links: number;
  rows: number;
  columns: number;
}

/** Bytes that `linkNeighbours` allocates. */
export function neighbourBytes(map: OutputMap): number {
  const grid = windowGrid(map);
  if (!grid) return 0;
  const cells = paddedSize(4 * grid.memberAt.length);
  const bits = paddedSize(bitsLayout(map, [0, 0]).bytes);
  const copied = arenaOf(map.data, 0) ? 0 : paddedSize(copiedBytes(map, grid.step));
  return 2 * cells + 4 * bits + 2 * paddedSize(grid.further.byteLength) + copied;
}

/**
 * Links members that link to themselves to an earlier neighbour with an equal window: to the right, below, or below to
 * either side. Where many have a neighbour with the same hash, a bit for each value says whether it differs from the one a
 * step further; the bits of each window are joined, for all windows together.
 */
export function* linkNeighbours(arena: Arena, map: OutputMap, members: MembersAt): Work<void> {
  const windows = windowGrid(map);
  if (!windows) return;
  const { loops, put, allocate, words, top: mark, reset } = arena;
  const { memberAt, width, steps } = windows;
  const bounds = boundsOf(map);
  const [height, cells, channels] = map.shape;
  const bottom = mark();
  const further = put(windows.further);
  const differingAt = put(NOTHING_KNOWN);
  const differing = words(differingAt, steps.length);
  const grid = allocate(4 * memberAt.length);
  const memberAtAt = put(memberAt);
  // biome-ignore format: arguments that are spread take longer than a small map.
  loops.findCandidates(
    members.count, members.rows, bounds.top, members.columns, bounds.left, memberAtAt, width,
    further, differingAt, members.hashes, bounds.down * width - windows.step[1], grid,
  );
  let known = false;
  for (let direction = 0; direction < steps.length; direction++) {
    const enough = differing[direction]! * height * cells * channels * READ >= map.data.length;
    differing[direction] = enough ? yield* differingWindows(arena, map, steps[direction]!) : 0;
    known ||= enough;
  }
  if (known) {
    const { words: rowWords } = bitsLayout(map, [0, 0]);
    // biome-ignore format: as above.
    loops.linkCandidates(
      members.count, members.rows, bounds.top, members.columns, bounds.left, memberAtAt, width,
      further, differingAt, rowWords, channels, grid, members.links,
    );
  }
  reset(bottom);
}

/** By direction, and for none. */
const NOTHING_KNOWN = new Int32Array(5);

/** Cost of reading a value of a single window, relative to that of comparing a value of the map. */
const READ = 12;

/** The bits of the windows that have one a step further: rows of them, and words of 64 bits in a row. */
function bitsLayout(map: OutputMap, [down, right]: Pair) {
  const { shape, dilation } = map;
  const bounds = boundsOf(map);
  const starts = bounds.down - down;
  const rows = starts + (shape[0] - 1) * dilation[0];
  const reach = bounds.across + (shape[1] - 1) * dilation[1];
  // The step to the left is taken from a row below, so it leads to no value before the map.
  const values = (reach - Math.max(0, right)) * shape[2];
  const words = Math.ceil((reach * shape[2]) / 64);
  return { starts, rows, values, words, bytes: 8 * rows * words };
}

/** Whether each window differs from the one a step further: the address of a bit for each value, that of its first counts. */
function* differingWindows(arena: Arena, map: OutputMap, step: Pair): Work<number> {
  const { loops, put, allocate, top: mark, reset } = arena;
  const { data, width, dilation } = map;
  const [height, cells, channels] = map.shape;
  const { top, left } = boundsOf(map);
  const { starts, rows, values, words, bytes } = bitsLayout(map, step);
  const line = width * channels;
  const further = step[0] * line + step[1] * channels;
  const bits = allocate(bytes);
  const bottom = mark();
  for (let first = 0; first < rows; ) {
    const count = Math.min(rowsTogether(line), rows - first);
    const begin = ((top + first) * width + left) * channels;
    const from = put(data.subarray(begin, begin + (count - 1) * line + values + further));
    loops.markDiffering(from, further, count, line, values, words, bits + 8 * words * first);
    reset(bottom);
    first += count;
    yield;
  }
  loops.joinDiffering(bits, words, starts, height, dilation[0], cells, channels, dilation[1] * channels);
  return bits;
}

/** Bytes of the rows that are compared together, and of those a step further. */
function copiedBytes({ width, shape }: OutputMap, [down, right]: Pair): number {
  const line = width * shape[2];
  return 4 * ((rowsTogether(line) + down) * line + right * shape[2]);
}

/** Rows of values that are compared before work yields. */
function rowsTogether(line: number): number {
  return Math.max(1, Math.ceil(COMPARED_VALUES / line));
}

/** Values to compare before work yields. */
export const COMPARED_VALUES = 2 ** 20;

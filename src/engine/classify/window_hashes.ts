import type { Work } from '../../core/scheduler.ts';
import type { OutputMap } from '../../core/tensor.ts';
import { type Arena, paddedSize, workInArena } from '../../simd/arena.ts';
import { copyArray } from '../short_arrays.ts';
import { boundsOf, perWindows, type WindowBounds } from './window_bounds.ts';

/**
 * A hash of each member's window: the sum of the bits of its values, each times A^row · B^column · C^channel, modulo
 * 2^32 (Karp & Rabin, 1987, in two dimensions). Equal windows, with 0 and -0 equal, have equal hashes; whether windows
 * with equal hashes are equal must be confirmed. Sums of suffixes along both axes, at the map's dilation, give each window
 * as a difference of two, so all windows together take one pass over the map.
 *
 * @returns a whole number below 2^32 for each member
 */
export function windowHashes(map: OutputMap): Work<Uint32Array> {
  const layout = sumsLayout(map);
  const { below, sums, along, bits, members, linesBefore } = layout;
  const arrays = [below, sums, along, bits, 4 * linesBefore.length, members, members, members];
  const needs = arrays.map(paddedSize).reduce((a, b) => a + b);
  return workInArena(needs, map.data, (arena) => addUpWindows(arena, map, layout));
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
  const linesBefore = linesNeeded(map, under);
  const line = width * channels;
  const step = Math.min(down, Math.max(dilation[0], Math.ceil(SUMMED_VALUES / line)));
  return {
    under,
    down,
    reach,
    linesBefore,
    line,
    step,
    below: 4 * linesBefore[down]! * across,
    sums: 16 * dilation[0] * Math.ceil((reach * channels) / 4),
    along: 4 * (reach + dilation[1]),
    bits: 4 * step * line,
    members: 4 * rows.length,
  };
}

function* addUpWindows(
  arena: Arena,
  map: OutputMap,
  { under, down, reach, linesBefore, line, step, below, sums, along, members }: ReturnType<typeof sumsLayout>,
): Work<Uint32Array> {
  const [row, column, channel] = WEIGHTS;
  const { loops, put, allocate, words, top: mark, reset } = arena;
  const { rows, columns, dilation, data, width } = map;
  const [height, cells, channels] = map.shape;
  const { top, left, across } = boundsOf(map);
  const belowAt = allocate(below);
  const sumsAt = allocate(sums);
  const alongAt = allocate(along);
  const linesAt = put(linesBefore);
  words(sumsAt, sums / 4).fill(0);
  words(alongAt, along / 4).fill(0);
  const chunk = mark();
  const end = wrappedPower(column, cells);
  for (let last = down; last > 0; last -= step) {
    const first = Math.max(0, last - step);
    const count = last - first;
    const begin = ((top + first) * width + left) * channels;
    const from = put(data.subarray(begin, begin + (count - 1) * line + reach * channels));
    // biome-ignore format: arguments that are spread take longer than a small map.
    loops.windowSums(
      from, count, line, first, reach, channels, dilation[0], row, sumsAt, linesAt,
      dilation[1], cells, column, channel, end, alongAt, across, belowAt,
    );
    reset(chunk);
    yield;
  }

  const foundAt = allocate(members);
  // biome-ignore format: as above.
  loops.withoutRest(
    rows.length, put(rows), top, put(columns), left,
    under, down, wrappedPower(row, height), linesAt, belowAt, across, foundAt,
  );
  const { buffer, byteOffset, length } = words(foundAt, rows.length);
  return copyArray(new Uint32Array(buffer, byteOffset, length));
}

/**
 * For each row of the area that windows cover, how many rows before it have their sums stored. These are the rows in
 * which a window begins, and the rows that follow the last row of a window.
 *
 * @param under rows from the first of a window to the one after its last
 */
function linesNeeded(windows: OutputMap, under: number): Int32Array {
  const known = linesByHeight(windows);
  const before = known.get(under);
  if (before) return before;
  const lines = countLines(boundsOf(windows), under);
  known.set(under, lines);
  return lines;
}

const linesByHeight = perWindows(() => new Map<number, Int32Array>());

function countLines({ begins, down }: WindowBounds, under: number): Int32Array {
  const lines = new Int32Array(down + under + 1);
  for (let y = 0; y < down + under; y++) {
    const needed = (y < down && begins[y] === 1) || (y >= under && begins[y - under] === 1);
    lines[y + 1] = lines[y]! + (needed ? 1 : 0);
  }
  return lines;
}

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

import type { Work } from '../breathe.ts';
import type { OutputMap } from '../tensor.ts';

/**
 * A hash of each member's window: the sum of its values' bits, each weighted by A^row · B^column · C^channel modulo
 * 2^32, in two lanes with constants of their own. Sums of suffixes along either axis, at the map's dilation, give
 * every window as the difference of two of them (Karp & Rabin, 1987, in two dimensions), so all hashes together
 * cost one pass over the map, however many windows there are. Windows that are equal, 0 and -0 being the same,
 * have equal hashes; the converse has to be confirmed.
 *
 * @returns a whole number below 2^53 for each member
 */
export function* windowHashes(map: OutputMap): Work<Float64Array> {
  const low = yield* laneHashes(map, {
    row: 0x2c1b3c6d,
    column: 0x297a2d39,
    channel: 0x1b56c4e9,
    mix: 0x7feb352d,
  });
  const high = yield* laneHashes(map, {
    row: 0x58f38ded,
    column: 0x31848bab,
    channel: 0x4c8148b5,
    mix: 0x5bd1e995,
  });
  return Float64Array.from(low, (value, member) => (value >>> 0) * 2 ** 21 + (high[member]! >>> 11));
}

/** Odd constants: the weights of a step along each axis, and what the bits of a value are mixed with. */
interface Lane {
  row: number;
  column: number;
  channel: number;
  mix: number;
}

function* laneHashes(map: OutputMap, lane: Lane): Work<Int32Array> {
  const { rows, columns, dilation, width } = map;
  const [height, cells] = map.shape;
  const top = least(rows);
  const left = least(columns);
  const bottom = greatest(rows) + (height - 1) * dilation[0] + 1;
  const right = greatest(columns) + (cells - 1) * dilation[1] + 1;
  const across = greatest(columns) - left + 1;
  const down = bottom - top;
  const bits = new Int32Array(map.data.buffer, map.data.byteOffset, map.data.length);
  const rowTail = power(lane.column, cells);
  const columnTail = power(lane.row, height);

  // suffix[x] sums the row from x on, every dilation[1] cells; below[y * across + x] the windows' rows from y down.
  const suffix = new Int32Array(right - left + dilation[1]);
  const below = new Int32Array((down + dilation[0]) * across);
  for (let y = down - 1; y >= 0; y--) {
    const row = (top + y) * width + left;
    for (let x = right - left - 1; x >= 0; x--) {
      suffix[x] =
        (cell(bits, row + x, map.shape[2], lane) + Math.imul(lane.column, suffix[x + dilation[1]]!)) | 0;
    }
    const under = (y + dilation[0]) * across;
    for (let x = 0; x < across; x++) {
      const beyond = x + cells * dilation[1];
      const tail = beyond < suffix.length ? Math.imul(rowTail, suffix[beyond]!) : 0;
      below[y * across + x] = (suffix[x]! - tail + Math.imul(lane.row, below[under + x]!)) | 0;
    }
    yield;
  }

  return Int32Array.from(rows, (row, member) => {
    const at = (row - top) * across + columns[member]! - left;
    const beyond = at + height * dilation[0] * across;
    return (below[at]! - (beyond < below.length ? Math.imul(columnTail, below[beyond]!) : 0)) | 0;
  });
}

function cell(bits: Int32Array, index: number, channels: number, lane: Lane): number {
  let hash = 0;
  for (let c = 0, at = index * channels; c < channels; c++, at++) {
    hash = (Math.imul(hash, lane.channel) + mix(bits[at]!, lane.mix)) | 0;
  }
  return hash;
}

/** Spreads a float's bits over all 32: the numbers of images are round, and their low bits empty. */
function mix(bits: number, constant: number): number {
  if (bits === 0 || bits === -0x80000000) return 0;
  let hash = Math.imul(bits ^ (bits >>> 16), constant);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return hash ^ (hash >>> 16);
}

function power(base: number, exponent: number): number {
  let result = 1;
  for (let square = base, rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = Math.imul(result, square);
    square = Math.imul(square, square);
  }
  return result;
}

function least(values: Int32Array): number {
  return values.reduce((a, b) => Math.min(a, b));
}

function greatest(values: Int32Array): number {
  return values.reduce((a, b) => Math.max(a, b));
}

import type { Work } from '../breathe.ts';
import type { OutputMap } from '../tensor.ts';

/**
 * A hash of each member's window: the sum of its values' bits, each weighted by A^row · B^column · C^channel modulo
 * 2^32. Sums of suffixes along either axis, at the map's dilation, give every window as the difference of two of them
 * (Karp & Rabin, 1987, in two dimensions), so all hashes together cost one pass over the map, however many windows
 * there are. Windows that are equal, 0 and -0 being the same, have equal hashes; the converse has to be confirmed.
 *
 * @returns a whole number below 2^32 for each member
 */
export function* windowHashes(map: OutputMap): Work<Uint32Array> {
  const { rows, columns, dilation, width } = map;
  const [height, cells, channels] = map.shape;
  const top = least(rows);
  const left = least(columns);
  const across = greatest(columns) - left + 1;
  const down = greatest(rows) + (height - 1) * dilation[0] + 1 - top;
  const reach = across + (cells - 1) * dilation[1];
  const bits = new Int32Array(map.data.buffer, map.data.byteOffset, map.data.length);
  const beyond = cells * dilation[1];

  // The sums of a row from x on, every dilation[1] cells; and those of the windows' rows from y down. Both have a
  // margin of zeros.
  const sums = new Int32Array(reach + Math.max(dilation[1], across + beyond - reach));
  const under = Math.max(dilation[0], greatest(rows) - top + 1 + height * dilation[0] - down);
  const below = new Int32Array((down + under) * across);
  const end = power(COLUMN, cells);
  for (let y = down - 1; y >= 0; y--) {
    let at = ((top + y) * width + left + reach) * channels;
    for (let x = reach - 1, after = x + dilation[1]; x >= 0; x--, after--) {
      let cell = 0;
      at -= channels;
      for (let c = 0; c < channels; c++) cell = (Math.imul(cell, CHANNEL) + mix(bits[at + c]!)) | 0;
      sums[x] = cell + Math.imul(COLUMN, sums[after]!);
    }
    const to = y * across;
    const next = to + dilation[0] * across;
    for (let x = 0; x < across; x++) {
      const row = sums[x]! - Math.imul(end, sums[x + beyond]!);
      below[to + x] = row + Math.imul(ROW, below[next + x]!);
    }
    yield;
  }

  const foot = power(ROW, height);
  const hashes = new Uint32Array(rows.length);
  for (let member = 0; member < rows.length; member++) {
    const at = (rows[member]! - top) * across + columns[member]! - left;
    hashes[member] = below[at]! - Math.imul(foot, below[at + height * dilation[0] * across]!);
  }
  return hashes;
}

/** Odd constants: the weights of a step along each axis. */
const ROW = 0x2c1b3c6d;
const COLUMN = 0x297a2d39;
const CHANNEL = 0x1b56c4e9;

/** Spreads a float's bits over all 32, one to one: the numbers of images are round, and their low bits empty. */
function mix(bits: number): number {
  if (bits === 0 || bits === -0x80000000) return 0;
  const hash = Math.imul(bits ^ (bits >>> 16), 0x7feb352d);
  return hash ^ (hash >>> 15);
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
  let found = values[0]!;
  for (const value of values) found = Math.min(found, value);
  return found;
}

function greatest(values: Int32Array): number {
  let found = values[0]!;
  for (const value of values) found = Math.max(found, value);
  return found;
}

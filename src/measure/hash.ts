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
  const margin = Math.max(dilation[1], across + beyond - reach);
  const [low, high] = [new Int32Array(reach + margin), new Int32Array(reach + margin)];
  const lines =
    (down + Math.max(dilation[0], height * dilation[0] - down + greatest(rows) - top + 1)) * across;
  const [lowBelow, highBelow] = [new Int32Array(lines), new Int32Array(lines)];
  const [lowTail, highTail] = [power(LOW.column, cells), power(HIGH.column, cells)];
  for (let y = down - 1; y >= 0; y--) {
    let at = ((top + y) * width + left + reach) * channels;
    for (let x = reach - 1, after = x + dilation[1]; x >= 0; x--, after--) {
      let a = 0;
      let b = 0;
      at -= channels;
      for (let c = 0; c < channels; c++) {
        const value = mix(bits[at + c]!);
        a = (Math.imul(a, LOW.channel) + value) | 0;
        b = (Math.imul(b, HIGH.channel) + value) | 0;
      }
      low[x] = a + Math.imul(LOW.column, low[after]!);
      high[x] = b + Math.imul(HIGH.column, high[after]!);
    }
    for (let x = 0, to = y * across, under = to + dilation[0] * across; x < across; x++, to++, under++) {
      const first = low[x]! - Math.imul(lowTail, low[x + beyond]!);
      lowBelow[to] = first + Math.imul(LOW.row, lowBelow[under]!);
      const second = high[x]! - Math.imul(highTail, high[x + beyond]!);
      highBelow[to] = second + Math.imul(HIGH.row, highBelow[under]!);
    }
    yield;
  }

  const [lowFoot, highFoot] = [power(LOW.row, height), power(HIGH.row, height)];
  const hashes = new Float64Array(rows.length);
  for (let member = 0; member < rows.length; member++) {
    const at = (rows[member]! - top) * across + columns[member]! - left;
    const foot = at + height * dilation[0] * across;
    const first = (lowBelow[at]! - Math.imul(lowFoot, lowBelow[foot]!)) >>> 0;
    const second = (highBelow[at]! - Math.imul(highFoot, highBelow[foot]!)) >>> 11;
    hashes[member] = first * 2 ** 21 + second;
  }
  return hashes;
}

/** Odd constants: the weights of a step along each axis. */
const LOW = { row: 0x2c1b3c6d, column: 0x297a2d39, channel: 0x1b56c4e9 };
const HIGH = { row: 0x58f38ded, column: 0x31848bab, channel: 0x4c8148b5 };

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
  return values.reduce((a, b) => Math.min(a, b));
}

function greatest(values: Int32Array): number {
  return values.reduce((a, b) => Math.max(a, b));
}

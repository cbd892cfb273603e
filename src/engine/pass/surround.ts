import type { Image, Pair } from '../../core/tensor.ts';
import type { Fill } from '../../shift/move.ts';
import { arenaOf } from '../../simd/arena.ts';

/**
 * Fast path of `view`, for a whole image with one value around it that is written into an arena: some rows at a time are
 * copied at once, and moved apart there. What it takes is what `view` takes.
 *
 * @returns whether it was that; if not, nothing is written
 */
export function surround(
  { shape: [height, width, channels], data }: Image,
  [top, left]: Pair,
  [rows, columns]: Pair,
  { mode, value }: Fill,
  into: Float32Array,
  at: number,
): boolean {
  const inside = top <= 0 && left <= 0 && height - top <= rows && width - left <= columns;
  const whole = Number.isInteger(top) && Number.isInteger(left);
  const arena = inside && whole && mode === 'constant' ? arenaOf(into, 0) : undefined;
  if (!arena || typeof value !== 'number') return false;
  const [row, step] = [width * channels, columns * channels];
  const addressOf = (index: number) => into.byteOffset + 4 * index;
  let begin = at - top * step - left * channels;
  into.fill(value, at, begin);
  const most = Math.max(1, Math.floor(MOST_COPIED / row));
  for (let first = 0; first < height; first += most) {
    const count = Math.min(most, height - first);
    const end = begin + (count - 1) * step + row;
    const copied = data.subarray(first * row, (first + count) * row);
    into.set(copied, end - copied.length);
    arena.loops.spreadRows(addressOf(end - copied.length), count, row, value, addressOf(begin), step);
    begin += count * step;
    into.fill(value, end, first + count < height ? begin : at + rows * step);
  }
  return true;
}

/** Values that are written twice: they stay in a core's cache meanwhile. */
const MOST_COPIED = 2 ** 15;

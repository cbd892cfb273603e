import type { Image, Pair } from '../../core/tensor.ts';
import type { Fill } from '../../shift/move.ts';
import { arenaOf } from '../../simd/arena.ts';

/**
 * Fast path of `view`, for a whole image with one value around it that is written into an arena: its rows are copied at
 * once, and moved apart there. What it takes is what `view` takes.
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
  const fits = inside && whole && mode === 'constant' && data.length <= MOST_COPIED;
  const arena = fits ? arenaOf(into, 0) : undefined;
  if (!arena || typeof value !== 'number') return false;
  const [row, step] = [width * channels, columns * channels];
  const begin = at - top * step - left * channels;
  const end = begin + (height - 1) * step + row;
  into.fill(value, at, begin);
  into.fill(value, end, at + rows * step);
  into.set(data, end - data.length);
  const addressOf = (index: number) => into.byteOffset + 4 * index;
  arena.loops.spreadRows(addressOf(end - data.length), height, row, value, addressOf(begin), step);
  return true;
}

/** Values that are written twice: they stay in a core's cache meanwhile. */
const MOST_COPIED = 2 ** 17;

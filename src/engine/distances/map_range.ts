import { once } from '../../core/memo.ts';
import type { Image } from '../../core/tensor.ts';
import { paddedSize, withArena } from '../../simd/arena.ts';

/** The range of some values, without those that are NaN. */
interface NumberRange {
  least: number;
  most: number;
  /** Whether all are whole numbers. */
  whole: boolean;
}

/** The range of all values of a map, or of a reference: found once. */
export const valueRangeOf = once(({ data }: Pick<Image, 'data'>): NumberRange => {
  const needs = paddedSize(data.byteLength) + paddedSize(24);
  return withArena(needs, data, ({ loops, put, allocate, doubles }) => {
    const to = allocate(24);
    loops.rangeOf(put(data), data.length, to);
    const [least, most, whole] = doubles(to, 3);
    return { least: least!, most: most!, whole: whole === 1 };
  });
});

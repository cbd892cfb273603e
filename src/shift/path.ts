import type { Pair } from '../core/tensor.ts';
import type { ShiftList } from './grid.ts';

type ShiftPath = (max: number, step: number) => ShiftList;

/** Lines of shifts (d, d), (0, d) or (d, 0), with d from -max to max. */
export const paths = {
  diagonal: (max, step) => line('diagonal', max, step, (d) => [d, d]),
  horizontal: (max, step) => line('horizontal', max, step, (d) => [0, d]),
  vertical: (max, step) => line('vertical', max, step, (d) => [d, 0]),
} satisfies Record<string, ShiftPath>;

function line(name: string, max: number, step: number, shift: (d: number) => Pair): ShiftList {
  const ends = Math.round(max / step);
  const count = 2 * ends + 1;
  const at = (index: number) => shift(step * (index - ends));
  return {
    count,
    at,
    key: ['path', name, 0 - max, max, step],
    // A fractional shift next to a whole end may read further than the end.
    outermost: [0, 1, count - 2, count - 1].filter((i) => i >= 0 && i < count).map(at),
  };
}

import type { Pair } from '../core/tensor.ts';
import { axisOf, type ShiftList, shiftOn } from './grid.ts';

type ShiftPath = (max: number, step: number, offset: number) => ShiftList;

/** Lines of shifts (d, d), (0, d) or (d, 0), with d = k · step + offset from -max to max. */
export const paths = {
  diagonal: (max, step, offset) => line('diagonal', max, step, offset, (d) => [d, d]),
  horizontal: (max, step, offset) => line('horizontal', max, step, offset, (d) => [0, d]),
  vertical: (max, step, offset) => line('vertical', max, step, offset, (d) => [d, 0]),
} satisfies Record<string, ShiftPath>;

function line(
  name: string,
  max: number,
  step: number,
  offset: number,
  shift: (d: number) => Pair,
): ShiftList {
  const axis = axisOf([0 - max, max], step, offset);
  const { count } = axis;
  const at = (index: number) => shift(shiftOn(axis, index));
  return {
    count,
    at,
    key: ['path', name, 0 - max, max, step, ...(offset === 0 ? [] : [offset])],
    // A fractional shift next to a whole end may read further than the end.
    outermost: [0, 1, count - 2, count - 1].filter((i) => i >= 0 && i < count).map(at),
  };
}

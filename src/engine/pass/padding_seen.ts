import type { OutputMap, Pair, Window } from '../../core/tensor.ts';
import type { Step } from '../../layers/stack/stack.ts';
import { boundsOf } from '../classify/window_bounds.ts';
import { valueRangeOf } from '../distances/map_range.ts';
import { type PaddedOutputs, windowOfMember } from './padded_outputs.ts';

type StepAxes = NonNullable<Step['axes']>;

/** Which outputs of a step padding may change. Where only values equal to the padding are near it, it changes nothing. */
interface PaddingSeen {
  /** Whether it changes no output whose input is its window of the map: checking the outermost windows is enough. */
  nowhere(): boolean;
  /** Whether padding may change the output of a member. */
  by(member: number): boolean;
}

/**
 * Looks for what padding may change in a step that pads its inputs.
 *
 * @param padding the value of the padding
 * @param before the outputs of the step before
 * @returns undefined where padding may change any output
 */
export function paddingSeen(
  padding: number | undefined,
  before: PaddedOutputs,
  axes: StepAxes,
): PaddingSeen | undefined {
  const { map } = before;
  const unchanging = unchangingValues(padding, map);
  if (!unchanging) return undefined;
  const others = otherCells(unchanging, map);
  return {
    nowhere() {
      const { top, left, down, across } = boundsOf(map);
      return misses(others, map, [top, top + down - 1], [left, left + across - 1], axes);
    },
    by(member) {
      const [row, column] = [map.rows[member]!, map.columns[member]!];
      return !(
        misses(others, map, [row, row], [column, column], axes) ||
        surroundedBy(unchanging, windowOfMember(before, member), axes)
      );
    },
  };
}

/** The values, from the least to the most, that give the same output as padding does. */
function unchangingValues(padding: number | undefined, map: OutputMap): Pair | undefined {
  if (padding === undefined) return undefined;
  // In a maximum no cell counts that is not above all others.
  return padding === Number.NEGATIVE_INFINITY ? [padding, valueRangeOf(map).least] : [padding, padding];
}

/** The first and last row, and column, of a map with a cell of any other value; [∞, -1] where there is none. */
function otherCells([least, most]: Pair, { data, width, shape: [, , channels] }: OutputMap): [Pair, Pair] {
  const line = width * channels;
  let [top, bottom, left, right] = [Number.POSITIVE_INFINITY, -1, Number.POSITIVE_INFINITY, -1];
  for (let row = 0, begin = 0; begin < data.length; row++, begin += line) {
    let first = begin;
    while (first < begin + line && data[first]! >= least && data[first]! <= most) first++;
    if (first === begin + line) continue;
    let last = begin + line - 1;
    while (data[last]! >= least && data[last]! <= most) last--;
    top = Math.min(top, row);
    bottom = row;
    left = Math.min(left, first - begin);
    right = Math.max(right, last - begin);
  }
  return [
    [top, bottom],
    [Math.floor(left / channels), Math.floor(right / channels)],
  ];
}

/**
 * Whether the padding that windows read is outside of all those cells.
 *
 * @param rows the first and last row in which an output begins that the windows read
 * @param columns the same for columns
 */
function misses(
  [y, x]: [Pair, Pair],
  { dilation, shape }: OutputMap,
  rows: Pair,
  columns: Pair,
  [down, across]: StepAxes,
): boolean {
  const beyond = ([first, last]: Pair, begins: Pair, axis: 0 | 1, { before, after }: StepAxes[0]) =>
    (before === 0 || begins[1] - dilation[axis] < first) &&
    (after === 0 || begins[0] + shape[axis] * dilation[axis] > last);
  return beyond(y, rows, 0, down) && beyond(x, columns, 1, across);
}

/** Whether the map has such values in every cell where the windows of an output read padding. */
function surroundedBy(
  [least, most]: Pair,
  { data, offset, rowStep, columnStep, shape }: Window,
  [y, x]: StepAxes,
): boolean {
  const [height, width, channels] = shape;
  for (let row = -y.before; row < height + y.after; row++) {
    const inside = row >= 0 && row < height;
    for (let column = -x.before; column < width + x.after; column++) {
      if (inside && column === 0) column = width;
      if (column === width + x.after) break;
      const at = offset + row * rowStep + column * columnStep;
      for (let c = 0; c < channels; c++) if (!(data[at + c]! >= least && data[at + c]! <= most)) return false;
    }
  }
  return true;
}

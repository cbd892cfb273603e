import type { Scheduler } from '../../core/scheduler.ts';
import {
  type Image,
  type OutputMap,
  type Pair,
  type Shape,
  type Window,
  windowOf,
  windowOfImage,
} from '../../core/tensor.ts';
import type { Step } from '../../layers/stack.ts';
import { constantPadding, isCircular } from '../../layers/window.ts';
import { boundsOf } from '../classify/window_bounds.ts';
import { within } from '../classify/within.ts';
import { copyWindow } from '../copy_window.ts';
import { valueRangeOf } from '../distances/map_range.ts';
import { allFinite } from '../finite.ts';
import { interiorCells, receptiveFields } from '../plan/receptive_field.ts';
import { type PaddedOutputs, uncorrected, windowOfMember } from './padded_outputs.ts';
import { partsOfOutputs } from './parts_of_outputs.ts';

/** Corrects the border of the outputs of a shared pass, step after step. */
export interface BorderCorrection {
  /** Every step of the stack. */
  steps: readonly Step[];
  /** On a torus no window reads past the map's own border. */
  torus: boolean;
  scheduler: Scheduler;
  /** Shifts whose outputs differ from the map's: from now on, every cell that can see padding may differ. */
  changed: Set<number>;
}

/**
 * Computes, for each shift, the cells of a step's output that can see padding from that shift's own input: a shared pass
 * knows no padding. An output stays a window of the map where that changes nothing, as with only zeros near the border.
 *
 * @param map the step's undecimated map
 * @param before the outputs of the step before, for the same members
 * @param bytes for corrected outputs
 * @returns undefined where they would take more
 */
export function correctBorder(
  border: BorderCorrection,
  step: Step,
  map: OutputMap,
  before: PaddedOutputs,
  bytes: number,
): PaddedOutputs | Promise<PaddedOutputs | undefined> {
  // Circular padding is part of the map.
  const window = step.layer!.kind.window!(step.layer!.options);
  const padded = !isCircular(window.padding) && step.axes!.some(({ before, after }) => before + after > 0);
  if (!padded && border.changed.size === 0) return uncorrected(map, before.members);
  const unchanging =
    padded && !border.torus ? unchangingValues(constantPadding(window), before.map) : undefined;
  const others = unchanging && otherCells(unchanging, before.map);
  if (others && border.changed.size === 0) {
    const { top, left, down, across } = boundsOf(before.map);
    // Mostly one look at the outermost windows is enough for all of them.
    if (misses(others, before.map, [top, top + down - 1], [left, left + across - 1], step.axes!))
      return uncorrected(map, before.members);
  }
  const stays = (member: number) => {
    if (!padded) return true;
    if (!others) return false;
    const [row, column] = [before.map.rows[member]!, before.map.columns[member]!];
    return (
      misses(others, before.map, [row, row], [column, column], step.axes!) ||
      surroundedBy(unchanging, windowOfMember(before, member), step.axes!)
    );
  };
  return correctMembers(border, step, map, before, bytes, stays);
}

/** @param stays whether padding changes nothing in the output of a member whose input is its window of the map */
async function correctMembers(
  { steps, scheduler, changed }: BorderCorrection,
  step: Step,
  map: OutputMap,
  before: PaddedOutputs,
  bytes: number,
  stays: (member: number) => boolean,
): Promise<PaddedOutputs | undefined> {
  const { members } = before;
  const interior = receptiveFields(steps)[step.index]!.map(({ interior }) => interior) as [Pair, Pair];
  const own = ([0, 1] as const).map((axis) => interiorCells(step, axis, [0, before.map.shape[axis]])) as [
    Pair,
    Pair,
  ];
  const [height, width, channels] = step.shape;
  const corrected = new Map<number, Image>();
  const most = Math.floor(bytes / (4 * height * width * channels));
  const groups = [
    { region: own, members: [] as number[] },
    { region: interior, members: [] as number[] },
  ] as const;
  for (let member = 0; member < members.length; member++) {
    const known = changed.has(members[member]!);
    if (known) groups[1].members.push(member);
    else if (!stays(member)) groups[0].members.push(member);
    if (member % 64 === 0 && scheduler.due()) await scheduler.yieldNow();
  }
  let finite = true;
  const [rows, columns, inputChannels] = before.map.shape;
  const together = Math.max(1, Math.floor(TOGETHER / (rows * columns * inputChannels)));
  for (const { region, members: some } of groups) {
    for (let first = 0; first < some.length; first += together) {
      const batch = some.slice(first, first + together);
      const inputs = batch.map((member) => windowOfMember(before, member));
      const found = correctTogether(
        step,
        inputs,
        batch.map((member) => windowOf(map, member)),
        region,
      );
      for (const [i, output] of found.outputs.entries()) {
        if (!output) continue;
        if (corrected.size === most) return undefined;
        corrected.set(members[batch[i]!]!, output);
        changed.add(members[batch[i]!]!);
      }
      finite &&= found.finite;
      if (scheduler.due()) await scheduler.yieldNow();
    }
  }
  return { map, members, corrected, finite };
}

/** Values of inputs whose borders are computed together. */
const TOGETHER = 2 ** 17;

type StepAxes = NonNullable<Step['axes']>;

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
 * Whether the padding that windows read lies beyond all of those cells.
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

/** Outputs with the cells outside `[rows, columns]` computed again; undefined where none of them changes. */
function correctTogether(
  step: Step,
  inputs: readonly Window[],
  outputs: readonly Window[],
  [rows, columns]: [Pair, Pair],
): { outputs: (Image | undefined)[]; finite: boolean } {
  const [height, width] = step.shape;
  const [[top, bottom], [left, right]] = [rows, columns];
  const strips: [Pair, Pair][] = [
    [
      [0, top === bottom ? height : top],
      [0, width],
    ],
    [
      [bottom, top === bottom ? bottom : height],
      [0, width],
    ],
    [rows, [0, left === right ? width : left]],
    [rows, [right, left === right ? right : width]],
  ];
  const corrected: (Image | undefined)[] = outputs.map(() => undefined);
  let finite = true;
  for (const [down, across] of strips) {
    if (down[0] >= down[1] || across[0] >= across[1]) continue;
    const parts = partsOfOutputs(step, inputs, down, across);
    let changes = false;
    for (const [i, output] of outputs.entries()) {
      const part = parts[i]!;
      if (!corrected[i] && within(part, partOfWindow(output, part.shape, down[0], across[0]), 0)) continue;
      corrected[i] ??= copyWindow(output);
      copyInto(partOfWindow(windowOfImage(corrected[i]), part.shape, down[0], across[0]), part);
      changes = true;
    }
    if (changes) finite &&= allFinite(parts[0]!.data);
  }
  return { outputs: corrected, finite };
}

/** As many rows and columns of a window as `shape` has, from a cell on. */
function partOfWindow(window: Window, shape: Shape, top: number, left: number): Window {
  return { ...window, offset: window.offset + top * window.rowStep + left * window.columnStep, shape };
}

/** Writes the values of one window over those of another. */
function copyInto(to: Window, from: Window): void {
  const [height, width, channels] = from.shape;
  for (let row = 0; row < height; row++) {
    let at = to.offset + row * to.rowStep;
    let source = from.offset + row * from.rowStep;
    for (let column = 0; column < width; column++, at += to.columnStep, source += from.columnStep)
      for (let c = 0; c < channels; c++) to.data[at + c] = from.data[source + c]!;
  }
}

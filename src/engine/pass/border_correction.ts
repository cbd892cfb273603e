import type { Scheduler } from '../../core/scheduler.ts';
import { type Image, type OutputMap, type Pair, type Window, windowOf } from '../../core/tensor.ts';
import type { Layer, Step } from '../../layers/stack.ts';
import { type Axis, constantPadding, isCircular } from '../../layers/window.ts';
import { copyWindow } from '../copy_window.ts';
import { allFinite } from '../finite.ts';
import { interiorCells, receptiveFields } from '../plan/receptive_field.ts';
import { type PaddedOutputs, uncorrected, windowOfMember } from './padded_outputs.ts';

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
export async function correctBorder(
  { steps, torus, scheduler, changed }: BorderCorrection,
  step: Step,
  map: OutputMap,
  before: PaddedOutputs,
  bytes: number,
): Promise<PaddedOutputs | undefined> {
  const { members } = before;
  // Circular padding is part of the map.
  const window = step.layer!.kind.window!(step.layer!.options);
  const circular = isCircular(window.padding);
  const padded = !circular && step.axes!.some(({ before, after }) => before + after > 0);
  if (!padded && changed.size === 0) return uncorrected(map, members);
  const interior = receptiveFields(steps)[step.index]!.map(({ interior }) => interior) as [Pair, Pair];
  const own = ([0, 1] as const).map((axis) => interiorCells(step, axis, [0, before.map.shape[axis]])) as [
    Pair,
    Pair,
  ];
  const [height, width, channels] = step.shape;
  const corrected = new Map<number, Image>();
  const most = Math.floor(bytes / (4 * height * width * channels));
  const padding = torus ? undefined : constantPadding(window);
  let finite = true;
  for (let member = 0; member < members.length; member++) {
    const shift = members[member]!;
    const input = windowOfMember(before, member);
    const known = changed.has(shift);
    if (!known && (!padded || (padding !== undefined && surroundedBy(padding, input, step.axes!)))) continue;
    const found = correctOne(step, input, windowOf(map, member), known ? interior : own);
    if (found) {
      if (corrected.size === most) return undefined;
      corrected.set(shift, found.output);
      changed.add(shift);
      finite &&= found.finite;
    }
    if (scheduler.due()) await scheduler.yieldNow();
  }
  return { map, members, corrected, finite };
}

type StepAxes = NonNullable<Step['axes']>;

/** Whether the map has that value in every cell where the windows of an output read padding. */
function surroundedBy(
  value: number,
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
      for (let c = 0; c < channels; c++) if (data[at + c] !== value) return false;
    }
  }
  return true;
}

/** An output with the cells outside `[rows, columns]` computed again; undefined where none of them changes. */
function correctOne(
  step: Step,
  input: Window,
  output: Window,
  [rows, columns]: [Pair, Pair],
): { output: Image; finite: boolean } | undefined {
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
  let whole: Image | undefined;
  let finite = true;
  for (const [down, across] of strips) {
    if (down[0] >= down[1] || across[0] >= across[1]) continue;
    const strip = computed(step, input, down, across);
    if (!whole && equalRegions(strip, output, down[0], across[0])) continue;
    whole ??= copyWindow(output);
    writeRegion(strip, whole, down[0], across[0]);
    finite &&= allFinite(strip.data);
  }
  return whole && { output: whole, finite };
}

/** Some rows and columns of a layer's output, from the part of its input that they depend on. */
function computed({ layer, axes }: Step, input: Window, down: Pair, across: Pair): Image {
  const { kind, options, prepared } = layer!;
  const y = cropFor(layer!, axes![0], input.shape[0], down, 0);
  const x = cropFor(layer!, axes![1], input.shape[1], across, 1);
  const [rows, columns, channels] = [y.end - y.first, x.end - x.first, input.shape[2]];
  const crop = copyWindow({
    ...input,
    offset: input.offset + y.first * input.rowStep + x.first * input.columnStep,
    shape: [rows, columns, channels],
  });
  const { data, shape } = kind.loops!.apply(crop, options, [1, 1], prepared);
  return copyWindow({
    data,
    offset: ((down[0] - y.skipped) * shape[1] + across[0] - x.skipped) * shape[2],
    rowStep: shape[1] * shape[2],
    columnStep: shape[2],
    shape: [down[1] - down[0], across[1] - across[0], shape[2]],
  });
}

/**
 * The input cells [first, end) on an axis of length `n` that give the output cells `wanted`, and how many output cells
 * are skipped before those they give. They begin at a multiple of the stride, and end as far from one as the axis does,
 * so that `same` pads as much.
 */
function cropFor(
  { kind, options }: Layer,
  { size, before, after }: Axis,
  n: number,
  wanted: Pair,
  axis: 0 | 1,
): { first: number; end: number; skipped: number } {
  const window = kind.window!(options);
  const [k, s] = [window.size[axis], window.strides[axis]];
  // A window must fit, and the cells that padding reflects must be there.
  const least = Math.max(k - before - after, before + 2, after + 2);
  const skipped = Math.max(0, Math.min(wanted[0] - Math.ceil(before / s), Math.floor((n - least) / s)));
  const first = skipped * s;
  const needed = Math.max((wanted[1] - 1) * s - before + k, first + least);
  const end = wanted[1] === size || needed > n ? n : n - Math.floor((n - needed) / s) * s;
  return { first, end, skipped };
}

function equalRegions(
  { data, shape: [height, width, channels] }: Image,
  output: Window,
  top: number,
  left: number,
): boolean {
  let i = 0;
  for (let row = top; row < top + height; row++) {
    for (let column = left; column < left + width; column++) {
      const at = output.offset + row * output.rowStep + column * output.columnStep;
      for (let c = 0; c < channels; c++) if (output.data[at + c] !== data[i++]) return false;
    }
  }
  return true;
}

function writeRegion(strip: Image, { data, shape }: Image, top: number, left: number): void {
  const line = strip.shape[1] * shape[2];
  for (let row = 0; row < strip.shape[0]; row++) {
    const from = strip.data.subarray(row * line, (row + 1) * line);
    data.set(from, ((top + row) * shape[1] + left) * shape[2]);
  }
}

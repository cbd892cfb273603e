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
  const groups = [
    { region: own, members: [] as number[] },
    { region: interior, members: [] as number[] },
  ] as const;
  for (let member = 0; member < members.length; member++) {
    const known = changed.has(members[member]!);
    if (known) groups[1].members.push(member);
    else if (
      padded &&
      !(padding !== undefined && surroundedBy(padding, windowOfMember(before, member), step.axes!))
    )
      groups[0].members.push(member);
    if (member % 64 === 0 && scheduler.due()) await scheduler.yieldNow();
  }
  let finite = true;
  const [rows, columns, inputChannels] = before.map.shape;
  const together = step.layer!.kind.loops!.byChannel
    ? Math.max(1, Math.floor(TOGETHER / (rows * columns * inputChannels)))
    : 1;
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

/** Values of inputs whose borders are computed together, where channels do not mix: each is a channel of one image. */
const TOGETHER = 2 ** 17;

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
    const strip = computed(step, inputs, down, across);
    let changes = false;
    for (const [i, output] of outputs.entries()) {
      const channels = { first: i * output.shape[2], count: output.shape[2] };
      if (!corrected[i] && equalRegions(strip, channels, output, down[0], across[0])) continue;
      corrected[i] ??= copyWindow(output);
      writeRegion(strip, channels, corrected[i], down[0], across[0]);
      changes = true;
    }
    if (changes) finite &&= allFinite(strip.data);
  }
  return { outputs: corrected, finite };
}

/**
 * Some rows and columns of a layer's outputs, from the parts of its inputs that they depend on.
 *
 * @returns [rows, columns, inputs · channels]
 */
function computed({ layer, axes }: Step, inputs: readonly Window[], down: Pair, across: Pair): Image {
  const { kind, options, prepared } = layer!;
  const [height, width] = inputs[0]!.shape;
  const y = cropFor(layer!, axes![0], height, down, 0);
  const x = cropFor(layer!, axes![1], width, across, 1);
  const crop = cropsOf(inputs, [y.first, y.end], [x.first, x.end]);
  const { data, shape } = kind.loops!.apply(crop, options, [1, 1], prepared);
  return copyWindow({
    data,
    offset: ((down[0] - y.skipped) * shape[1] + across[0] - x.skipped) * shape[2],
    rowStep: shape[1] * shape[2],
    columnStep: shape[2],
    shape: [down[1] - down[0], across[1] - across[0], shape[2]],
  });
}

/** A part of each input, one after the other in the channels of one image. */
function cropsOf(inputs: readonly Window[], [top, bottom]: Pair, [left, right]: Pair): Image {
  const channels = inputs[0]!.shape[2];
  const shape = [bottom - top, right - left, inputs.length * channels] as const;
  const data = new Float32Array(shape[0] * shape[1] * shape[2]);
  for (let i = 0; i < inputs.length; i++) {
    const { data: from, offset, rowStep, columnStep } = inputs[i]!;
    let to = i * channels;
    for (let row = top; row < bottom; row++) {
      let at = offset + row * rowStep + left * columnStep;
      for (let column = left; column < right; column++, at += columnStep, to += shape[2])
        for (let c = 0; c < channels; c++) data[to + c] = from[at + c]!;
    }
  }
  return { shape, data };
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

/** The channels of an image that are of one output. */
interface Channels {
  first: number;
  count: number;
}

function equalRegions(
  { data, shape: [height, width, step] }: Image,
  { first, count }: Channels,
  output: Window,
  top: number,
  left: number,
): boolean {
  let i = first;
  for (let row = top; row < top + height; row++) {
    let at = output.offset + row * output.rowStep + left * output.columnStep;
    for (let column = 0; column < width; column++, at += output.columnStep, i += step)
      for (let c = 0; c < count; c++) if (output.data[at + c] !== data[i + c]) return false;
  }
  return true;
}

function writeRegion(
  strip: Image,
  { first, count }: Channels,
  { data, shape }: Image,
  top: number,
  left: number,
): void {
  let i = first;
  for (let row = top; row < top + strip.shape[0]; row++) {
    let at = (row * shape[1] + left) * count;
    for (let column = 0; column < strip.shape[1]; column++, at += count, i += strip.shape[2])
      for (let c = 0; c < count; c++) data[at + c] = strip.data[i + c]!;
  }
}

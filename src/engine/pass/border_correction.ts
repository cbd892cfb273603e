import type { Scheduler } from '../../core/scheduler.ts';
import {
  copyValues,
  type Image,
  type OutputMap,
  type Pair,
  partOfWindow,
  type Window,
  windowOf,
  windowOfImage,
} from '../../core/tensor.ts';
import type { Step } from '../../layers/stack/stack.ts';
import { constantPadding, isCircular } from '../../layers/windows/window.ts';
import { within } from '../classify/within.ts';
import { copyWindow } from '../copy_window.ts';
import { allFinite } from '../finite.ts';
import { interiorCells, receptiveFields } from '../plan/receptive_field.ts';
import { type PaddedOutputs, uncorrected, windowOfMember } from './padded_outputs.ts';
import { paddingSeen } from './padding_seen.ts';
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
  const seen = padded && !border.torus ? paddingSeen(constantPadding(window), before, step.axes!) : undefined;
  if (seen?.nowhere() && border.changed.size === 0) return uncorrected(map, before.members);
  const stays = (member: number) => !padded || seen?.by(member) === false;
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
      copyValues(part, partOfWindow(windowOfImage(corrected[i]), part.shape, down[0], across[0]));
      changes = true;
    }
    if (changes) finite &&= allFinite(parts[0]!.data);
  }
  return { outputs: corrected, finite };
}

import {
  copyValues,
  type Image,
  type OutputMap,
  type Window,
  windowOf,
  windowOfImage,
} from '../../core/tensor.ts';
import { indicesOf, select } from './members.ts';

/** The outputs of a step for some shifts: windows of a shared pass's map, except those that padding changes. */
export interface PaddedOutputs {
  map: OutputMap;
  members: Int32Array;
  /** By shift, the outputs that differ from their window of the map. */
  corrected: ReadonlyMap<number, Image>;
  /** Whether every value of a correction is finite. */
  finite: boolean;
}

/** The outputs of shifts none of which padding changes: each is its window of the map. */
export function uncorrected(map: OutputMap, members: Int32Array): PaddedOutputs {
  return { map, members, corrected: new Map(), finite: true };
}

/** The output of one member. */
export function windowOfMember({ map, members, corrected }: PaddedOutputs, member: number): Window {
  const image = corrected.get(members[member]!);
  return image ? windowOfImage(image) : windowOf(map, member);
}

/** The outputs of some of the members; both ascending. */
export function selectMembers(outputs: PaddedOutputs, some: Int32Array): PaddedOutputs {
  const { map, members } = outputs;
  if (some.length === members.length) return outputs;
  const indices = indicesOf(some, members);
  const windows = { rows: select(map.rows, indices), columns: select(map.columns, indices) };
  return { ...outputs, map: { ...map, ...windows }, members: some };
}

/**
 * The same outputs, all as windows of one map: the corrected ones are added below it, interleaved so that their cells are
 * `dilation` apart too.
 */
export function inOneMap(outputs: PaddedOutputs): PaddedOutputs {
  const { map, members, corrected } = outputs;
  if (corrected.size === 0) return outputs;
  const { width, dilation, shape } = map;
  const [height, columns, channels] = shape;
  const line = width * channels;
  // As many as there is room for side by side: of shifts that reach far, a row of the map has room for several.
  const span = columns * dilation[1];
  const beside = Math.floor(width / span);
  const rest = width - beside * span - (columns - 1) * dilation[1];
  const across = beside * dilation[1] + Math.max(0, rest);
  const perBlock = dilation[0] * across;
  const top = Math.ceil(map.data.length / line);
  const blocks = Math.ceil(corrected.size / perBlock);
  const data = new Float32Array((top + blocks * height * dilation[0]) * line);
  data.set(map.data);
  const [rows, lefts] = [map.rows.slice(), map.columns.slice()];
  const whole = { ...map, data, rows, columns: lefts };
  let added = 0;
  for (const [member, shift] of members.entries()) {
    const output = corrected.get(shift);
    if (!output) continue;
    const [block, phase] = [Math.floor(added / perBlock), added % perBlock];
    rows[member] = top + block * height * dilation[0] + Math.floor(phase / across);
    const place = phase % across;
    lefts[member] = Math.floor(place / dilation[1]) * span + (place % dilation[1]);
    added++;
    copyValues(windowOfImage(output), windowOf(whole, member));
  }
  return uncorrected(whole, members);
}

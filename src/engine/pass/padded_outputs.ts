import { type Image, type OutputMap, type Window, windowOf, windowOfImage } from '../../core/tensor.ts';
import { pick, placesOf } from './members.ts';

/** The outputs of a step for some shifts: windows of a shared pass's map, but for those that padding changes. */
export interface Mended {
  map: OutputMap;
  members: Int32Array;
  /** By shift, the outputs that are no window of the map. */
  own: ReadonlyMap<number, Image>;
  /** Whether every value that was computed anew is finite. */
  finite: boolean;
}

/** Outputs that are windows of a map, all of them. */
export function unmended(map: OutputMap, members: Int32Array): Mended {
  return { map, members, own: new Map(), finite: true };
}

/** One member's output. */
export function windowOfMember({ map, members, own }: Mended, member: number): Window {
  const image = own.get(members[member]!);
  return image ? windowOfImage(image) : windowOf(map, member);
}

/** Those of some of the members, both ascending. */
export function only(outputs: Mended, kept: Int32Array): Mended {
  const { map, members } = outputs;
  if (kept.length === members.length) return outputs;
  const places = placesOf(kept, members);
  const found = { rows: pick(map.rows, places), columns: pick(map.columns, places) };
  return { ...outputs, map: { ...map, ...found }, members: kept };
}

/** All in one map: outputs of their own stand below it, in the same form: cells `dilation` apart, phase by phase. */
export function whole(outputs: Mended): Mended {
  const { map, members, own } = outputs;
  if (own.size === 0) return outputs;
  const { width, dilation, shape } = map;
  const [height, columns, channels] = shape;
  const line = width * channels;
  const across = Math.min(dilation[1], width - (columns - 1) * dilation[1]);
  const perBlock = dilation[0] * across;
  const top = Math.ceil(map.data.length / line);
  const blocks = Math.ceil(own.size / perBlock);
  const data = new Float32Array((top + blocks * height * dilation[0]) * line);
  data.set(map.data);
  const [rows, lefts] = [map.rows.slice(), map.columns.slice()];
  let place = 0;
  for (const [member, shift] of members.entries()) {
    const output = own.get(shift);
    if (!output) continue;
    const [block, rest] = [Math.floor(place / perBlock), place % perBlock];
    rows[member] = top + block * height * dilation[0] + Math.floor(rest / across);
    lefts[member] = rest % across;
    place++;
    for (let row = 0; row < height; row++) {
      const to = (rows[member]! + row * dilation[0]) * line;
      for (let column = 0; column < columns; column++) {
        const at = to + (lefts[member]! + column * dilation[1]) * channels;
        const from = (row * columns + column) * channels;
        for (let c = 0; c < channels; c++) data[at + c] = output.data[from + c]!;
      }
    }
  }
  return unmended({ ...map, data, rows, columns: lefts }, members);
}

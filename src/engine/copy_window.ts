import { type Image, type OutputMap, type Window, windowImage, windowOf } from '../core/tensor.ts';
import { arenaOf, paddedSize } from '../simd/arena.ts';
import { copyArray } from './short_arrays.ts';

/** A compact copy of a window's values, as `windowImage` gives it: faster where the window is in an arena. */
export function copyWindow(window: Window): Image {
  const { data, offset, rowStep, columnStep, shape } = window;
  const [height, width, channels] = shape;
  const length = height * width * channels;
  const arena = arenaOf(data, paddedSize(4 * length));
  if (!arena) return windowImage(window);
  const to = arena.allocate(4 * length);
  arena.loops.gather(data.byteOffset + 4 * offset, height, width, channels, rowStep, columnStep, to);
  const copy = copyArray(arena.floats(to, length));
  arena.reset(to);
  return { data: copy, shape };
}

/** Writes the values of some of a map's outputs one after the other: many with one copy out of the map's arena. */
export function copyWindows(map: OutputMap, members: Int32Array, batch: Float32Array): void {
  const size = batch.length / members.length;
  const arena = arenaOf(map.data, paddedSize(4 * batch.length));
  if (!arena) {
    for (const [at, member] of members.entries())
      batch.set(windowImage(windowOf(map, member)).data, at * size);
    return;
  }
  const { data, rows, columns, width, dilation, shape } = map;
  const [height, cells, channels] = shape;
  const to = arena.allocate(4 * batch.length);
  for (const [at, member] of members.entries()) {
    const from = data.byteOffset + 4 * (rows[member]! * width + columns[member]!) * channels;
    arena.loops.gather(
      ...[from, height, cells, channels, dilation[0] * width * channels, dilation[1] * channels],
      to + 4 * at * size,
    );
  }
  batch.set(arena.floats(to, batch.length));
  arena.reset(to);
}

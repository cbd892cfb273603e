import { type Image, type Window, windowImage } from '../core/tensor.ts';
import { arenaOf, paddedSize } from '../simd/arena.ts';

/** A compact copy of a window's values, as `windowImage` gives it: faster where the window is in an arena. */
export function copyWindow(window: Window): Image {
  const { data, offset, rowStep, columnStep, shape } = window;
  const [height, width, channels] = shape;
  const length = height * width * channels;
  const arena = arenaOf(data, paddedSize(4 * length));
  if (!arena) return windowImage(window);
  const to = arena.allocate(4 * length);
  arena.loops.gather(data.byteOffset + 4 * offset, height, width, channels, rowStep, columnStep, to);
  const copy = arena.floats(to, length).slice();
  arena.reset(to);
  return { data: copy, shape };
}

import type { Work } from '../breathe.ts';
import type { Image, Pair } from '../tensor.ts';
import { fillModes } from './fill.ts';
import type { Fill } from './options.ts';

/**
 * What a frame of `size` pixels sees whose first pixel is at `first` of the image's own coordinates: the image
 * extended on all sides by `fill`. So `view(image, [-dy, -dx], [height, width], fill)` is the image shifted by
 * (dy, dx): output[y, x] = source[y - dy, x - dx].
 *
 * @param into where the values go, row-major, from index `at` on
 */
export function* view(
  image: Image,
  first: Pair,
  size: Pair,
  fill: Fill,
  into: Float32Array,
  at = 0,
): Work<void> {
  const [height, width, channels] = image.shape;
  const source = fillModes[fill.mode];
  const columns = Array.from({ length: size[1] }, (_, x) => source(first[1] + x, width));
  let to = at;
  for (let y = 0; y < size[0]; y++) {
    const row = source(first[0] + y, height);
    for (const column of columns) {
      const from = (row * width + column) * channels;
      for (let c = 0; c < channels; c++)
        into[to++] = row < 0 || column < 0 ? fill.value : image.data[from + c]!;
    }
    if (y % 64 === 63) yield;
  }
}

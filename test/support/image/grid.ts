import type { Image } from '../../../src/core/tensor.ts';

/** A one-channel picture as rows of `#` and `.`: what it would look like on paper. */
export function grid({ shape: [height, width], data }: Image): string[] {
  return Array.from({ length: height }, (_, y) =>
    Array.from(data.subarray(y * width, (y + 1) * width), (value) => (value === 0 ? '.' : '#')).join(''),
  );
}

/** What is seen of a picture through a frame of that height and width, its first pixel at (top, left). */
export function crop(
  picture: readonly string[],
  [top, left]: readonly [number, number],
  height: number,
  width: number,
): string[] {
  return picture.slice(top, top + height).map((row) => row.slice(left, left + width));
}

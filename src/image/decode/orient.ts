import type { Bitmap } from './format.ts';

/** Whether an EXIF orientation exchanges height and width. */
export function swapsSides(orientation: number): boolean {
  return orientation >= 5;
}

/** Turns a picture upright: 2 to 4 mirror or turn it by 180°, 5 to 8 exchange rows and columns too. 1 changes nothing. */
export function orient(bitmap: Bitmap, orientation: number): Bitmap {
  if (orientation === 1) return bitmap;
  const { width, height, channels, data } = bitmap;
  const [rows, columns] = swapsSides(orientation) ? [width, height] : [height, width];
  const turned = new Uint16Array(data.length);
  for (let y = 0, to = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const [row, column] = source(orientation, y, x, height, width);
      const from = (row * width + column) * channels;
      for (let c = 0; c < channels; c++) turned[to++] = data[from + c]!;
    }
  }
  return { ...bitmap, width: columns, height: rows, data: turned };
}

/** The stored pixel that is seen at (y, x). */
function source(orientation: number, y: number, x: number, height: number, width: number) {
  const [down, across] = swapsSides(orientation) ? [x, y] : [y, x];
  const fromBottom = [3, 4, 6, 7].includes(orientation);
  const fromRight = [2, 3, 7, 8].includes(orientation);
  return [fromBottom ? height - 1 - down : down, fromRight ? width - 1 - across : across] as const;
}

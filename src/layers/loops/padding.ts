import type { Image } from '../../core/tensor.ts';
import { extendedAxis, type LayerWindow, slide } from '../windows/window.ts';

/**
 * Extends an image by the padding of a window: `valid` windows of the result see what the window itself sees.
 *
 * @param value of padding cells that repeat no other
 * @returns the image itself if it needs no padding
 */
export function padImage(x: Image, window: LayerWindow, value: number): Image {
  const [height, width, channels] = x.shape;
  const rows = extendedAxis(height, window, 0);
  const columns = extendedAxis(width, window, 1);
  if (!rows && !columns) return x;
  const shape = [rows?.length ?? height, columns?.length ?? width, channels] as const;
  const data = new Float32Array(shape[0] * shape[1] * channels);
  if (value !== 0) data.fill(value);
  // The cells of the input itself are next to each other in each row.
  const before = columns ? slide(width, window, 1).before : 0;
  for (let y = 0, line = 0; y < shape[0]; y++, line += shape[1] * channels) {
    const row = rows ? rows[y]! : y;
    if (row < 0) continue;
    const from = row * width * channels;
    data.set(x.data.subarray(from, from + width * channels), line + before * channels);
    for (let i = 0; columns && i < columns.length; i++) {
      if (i === before) i += width;
      const column = columns[i] ?? -1;
      if (column < 0) continue;
      const at = from + column * channels;
      for (let c = 0; c < channels; c++) data[line + i * channels + c] = x.data[at + c]!;
    }
  }
  return { shape, data };
}

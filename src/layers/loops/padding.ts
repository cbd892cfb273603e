import type { Image } from '../../core/tensor.ts';
import { extendedAxis, type LayerWindow } from '../window.ts';

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
  const from = { rows: rows ?? indices(height), columns: columns ?? indices(width) };
  const shape = [from.rows.length, from.columns.length, channels] as const;
  const data = new Float32Array(shape[0] * shape[1] * channels);
  if (value !== 0) data.fill(value);
  let to = 0;
  for (const row of from.rows) {
    for (const column of from.columns) {
      if (row >= 0 && column >= 0) {
        const at = (row * width + column) * channels;
        for (let c = 0; c < channels; c++) data[to + c] = x.data[at + c]!;
      }
      to += channels;
    }
  }
  return { shape, data };
}

function indices(n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => i);
}

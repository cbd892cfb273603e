import type { Image, Pair } from '../../core/tensor.ts';

/** Every s-th cell of either axis, beginning with the first. [h, w, c] → [⌈h / s⌉, ⌈w / s⌉, c]. */
export function everyNthCell(x: Image, strides: Pair): Image {
  if (strides[0] === 1 && strides[1] === 1) return x;
  const [height, width, channels] = x.shape;
  const shape = [Math.ceil(height / strides[0]), Math.ceil(width / strides[1]), channels] as const;
  const data = new Float32Array(shape[0] * shape[1] * channels);
  let to = 0;
  for (let row = 0; row < height; row += strides[0]) {
    for (let column = 0; column < width; column += strides[1]) {
      const at = (row * width + column) * channels;
      for (let c = 0; c < channels; c++) data[to++] = x.data[at + c]!;
    }
  }
  return { shape, data };
}

/** How many windows of `k` cells that are `dilation` apart fit into `n` cells, one every `stride` cells. */
export function countWindows(n: number, k: number, stride: number, dilation: number): number {
  return Math.floor((n - (k - 1) * dilation - 1) / stride) + 1;
}

import type { Image, Pair, Tensor4D, TensorFlow } from '../../core/tensor.ts';
import { type LayerWindow, slide } from '../window.ts';

/**
 * The map with what its windows read beyond it as cells of it: `valid` windows then see what its own would.
 *
 * @param beyond what padding holds; `reflect` does not repeat the edge
 */
export function surrounded(x: Image, window: LayerWindow, beyond: number | 'reflect'): Image {
  const [height, width, channels] = x.shape;
  const rows = sources(height, window, 0, beyond);
  const columns = sources(width, window, 1, beyond);
  if (!rows && !columns) return x;
  const from = { rows: rows ?? everyOne(height), columns: columns ?? everyOne(width) };
  const shape = [from.rows.length, from.columns.length, channels] as const;
  const data = new Float32Array(shape[0] * shape[1] * channels);
  if (typeof beyond === 'number' && beyond !== 0) data.fill(beyond);
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

/** How many windows of `k` cells, `dilation` apart, fit into `n`, one every `stride` cells. */
export function fitting(n: number, k: number, stride: number, dilation: number): number {
  return Math.floor((n - (k - 1) * dilation - 1) / stride) + 1;
}

/** Every s-th cell of either axis, from the first on. */
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

/** Of a layer that has no other form: its plain one, image by image, on whatever backend. */
export function plainly(tf: TensorFlow, x: Tensor4D, apply: (image: Image) => Image): Tensor4D {
  const [n, height, width, channels] = x.shape;
  const values = x.dataSync() as Float32Array;
  const area = height * width * channels;
  const outputs = Array.from({ length: n }, (_, i) =>
    apply({ shape: [height, width, channels], data: values.subarray(i * area, (i + 1) * area) }),
  );
  const [first] = outputs;
  const data = new Float32Array(n * first!.data.length);
  for (const [i, output] of outputs.entries()) data.set(output.data, i * first!.data.length);
  return tf.tensor4d(data, [n, ...first!.shape]);
}

/** Which cell stands at each place of the longer axis, -1 for none; undefined where it is no longer. */
function sources(
  n: number,
  window: LayerWindow,
  axis: 0 | 1,
  beyond: number | 'reflect',
): Int32Array | undefined {
  const { size, before, after } = slide(n, window, axis);
  if (window.padding === 'circular') {
    const length = (size - 1) * window.strides[axis] + window.size[axis];
    return length <= n ? undefined : Int32Array.from({ length }, (_, i) => i % n);
  }
  if (before + after === 0) return undefined;
  return Int32Array.from({ length: before + n + after }, (_, i) => {
    const at = i - before;
    if (at >= 0 && at < n) return at;
    if (beyond !== 'reflect') return -1;
    return at < 0 ? -at : 2 * (n - 1) - at;
  });
}

function everyOne(n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => i);
}

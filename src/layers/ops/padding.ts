import type { Tensor4D, TensorFlow } from '../../core/tensor.ts';
import { extendedAxis, type LayerWindow, paddingSource, slide } from '../windows/window.ts';

/**
 * Extends a batch by the padding of a window: `valid` windows of the result see what the window itself sees.
 *
 * @param x [n, height, width, channels]
 * @param value of padding cells that repeat no other
 */
export function padTensor(tf: TensorFlow, x: Tensor4D, window: LayerWindow, value = 0): Tensor4D {
  if (!paddingSource(window.padding)) {
    const [down, across] = [slide(x.shape[1], window, 0), slide(x.shape[2], window, 1)];
    if (down.before + down.after + across.before + across.after === 0) return x;
    const around: [number, number][] = [
      [0, 0],
      [down.before, down.after],
      [across.before, across.after],
      [0, 0],
    ];
    return tf.pad(x, around, value);
  }
  return ([0, 1] as const).reduce((input: Tensor4D, axis) => {
    const cells = extendedAxis(input.shape[axis + 1]!, window, axis);
    return cells ? (tf.gather(input, tf.tensor1d(cells, 'int32'), axis + 1) as Tensor4D) : input;
  }, x);
}

import type { Tensor4D, TensorFlow } from '../tensor.ts';
import type { Layer } from './stack.ts';

/**
 * The outputs of a layer that is prepared, most often one. The input stays the caller's; so are the outputs.
 *
 * @param x float32 [n, height, width, channels]
 * @param rest gives way where the layer takes long
 */
export async function applyLayer(
  tf: TensorFlow,
  { kind, options, prepared }: Layer,
  x: Tensor4D,
  rest?: () => Promise<void>,
): Promise<Tensor4D[]> {
  if (kind.compute) return kind.compute(tf, x, options, prepared, rest);
  return [tf.tidy(() => kind.apply(tf, x, options, prepared))];
}

import type { Tensor } from '../core/tensor.ts';
import { modelMistake } from './mistake.ts';
import type { ModelOutput } from './model.ts';
import { toFloat32, type Values } from './values.ts';

/**
 * Reads tensors of TensorFlow.js, and disposes of them.
 *
 * @param names of the outputs, for messages
 */
export async function readTensors(
  path: string,
  names: readonly string[],
  tensors: readonly Tensor[],
): Promise<ModelOutput[]> {
  try {
    const outputs: ModelOutput[] = [];
    for (const [i, tensor] of tensors.entries()) {
      const data = toFloat32((await tensor.data()) as Values, tensor.dtype);
      if (!data)
        throw modelMistake(
          path,
          `has values of the type ${tensor.dtype} in its output ${names[i]}; expected numbers`,
        );
      outputs.push({ data, shape: tensor.shape });
    }
    return outputs;
  } finally {
    for (const tensor of tensors) if (!tensor.isDisposed) tensor.dispose();
  }
}

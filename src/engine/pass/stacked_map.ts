import type { OutputMap, Shape } from '../../core/tensor.ts';

/** A batch of outputs as a map: one output below the other. */
export function stackedMap(data: Float32Array, shape: Shape, outputs: number): OutputMap {
  return {
    data,
    width: shape[1],
    dilation: [1, 1],
    shape,
    rows: Int32Array.from({ length: outputs }, (_, member) => member * shape[0]),
    columns: new Int32Array(outputs),
  };
}

import type { Image, Tensor4D, TensorFlow } from '../../core/tensor.ts';

/** Applies the loops of a layer to each image of a batch, for a layer that backends have no operation for. */
export function inLoops(tf: TensorFlow, x: Tensor4D, apply: (image: Image) => Image): Tensor4D {
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

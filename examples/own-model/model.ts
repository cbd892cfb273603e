import * as tf from '@tensorflow/tfjs';

/** What the model tells apart, in the order of its outputs. */
export const LABELS = ['upright', 'level'];

/**
 * A network that says how a bar stands, from its edges. Its weights are written out so that the example is complete;
 * yours come from `tf.loadLayersModel` or from training.
 *
 * @returns a model from [n, 32, 32, 1], values from 0 to 1, to [n, 2], a probability for each label
 */
export function barModel(): tf.LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        name: 'edges',
        inputShape: [32, 32, 1],
        filters: 2,
        kernelSize: 3,
        padding: 'same',
        activation: 'relu',
      }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.globalAveragePooling2d({}),
      tf.layers.dense({ name: 'decision', units: LABELS.length, activation: 'softmax' }),
    ],
  });
  // Sobel's kernels: the first filter answers where it gets brighter to the right, the second where downwards.
  const [right, down] = [
    [-1, 0, 1, -2, 0, 2, -1, 0, 1],
    [-1, -2, -1, 0, 0, 0, 1, 2, 1],
  ] as const;
  const kernel = right.flatMap((weight, i) => [weight, down[i]!]);
  model.getLayer('edges').setWeights([tf.tensor4d(kernel, [3, 3, 1, 2]), tf.zeros([2])]);
  model.getLayer('decision').setWeights([tf.tensor2d([4, -4, -4, 4], [2, 2]), tf.zeros([2])]);
  return model;
}

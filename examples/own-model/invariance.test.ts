import * as tf from '@tensorflow/tfjs';
import { measure } from 'coincide';
import 'coincide/vitest';
import { expect, test } from 'vitest';
import { barModel, LABELS } from './model.js';

const model = barModel();

/** A batch of images as coincide gives it, float32 of shape [n, height, width, channels]. */
interface Batch {
  data: Float32Array;
  shape: number[];
}

/** What is measured: the probabilities. tf.tidy frees what stands between; coincide frees what it is given. */
function probabilities({ data, shape }: Batch): tf.Tensor {
  return tf.tidy(
    () => model.predict(tf.tensor4d(data, shape as [number, number, number, number])) as tf.Tensor,
  );
}

function decision(batch: Batch): tf.Tensor {
  return tf.tidy(() => probabilities(batch).argMax(-1));
}

/** An upright bar, 3 pixels wide and 16 high, far enough from the border to move by 4. */
const size = 32;
const bar = {
  shape: [size, size, 1] as [number, number, number],
  data: Float32Array.from({ length: size * size }, (_, i) => {
    const [y, x] = [Math.floor(i / size), i % size];
    return y >= 8 && y < 24 && x >= 14 && x < 17 ? 1 : 0;
  }),
};

/** Every shift by up to 4 pixels, each once. */
const shifts = { shift: { max: 4 }, trials: 'all' } as const;

test('the model is right about the bar where it stands', () => {
  const [label] = decision({ data: bar.data, shape: [1, ...bar.shape] }).dataSync();
  expect(LABELS[label!]).toBe('upright');
});

test('its decision holds wherever the bar moves', async () => {
  const rows = await measure(decision, { image: bar, ...shifts });
  expect(rows).toBeInvariant();
});

test('its probabilities move by less than 0.25', async () => {
  // They do move: after a shift by an odd number of pixels, pooling sees other pairs. See the README.
  const rows = await measure(probabilities, { image: bar, ...shifts });
  const output = rows.at(-1)!;
  expect(output.trials).toBe(81);
  expect(output.max_abs).toBeLessThan(0.25);
});

test('nothing is left behind', async () => {
  const before = tf.memory().numTensors;
  await measure(decision, { image: bar, ...shifts });
  expect(tf.memory().numTensors).toBe(before);
});

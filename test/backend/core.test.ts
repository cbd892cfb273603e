import { expect, test } from 'vitest';
import type { Tensor } from '../../src/core/tensor.ts';
import { backendsThere, whichAreThere } from '../support/backends.ts';

test(`each backend computes on itself, whichever was active before, on ${whichAreThere}`, () => {
  for (const one of backendsThere) {
    for (const other of backendsThere) {
      one.activate();
      other.activate();
      expect(other.tf.getBackend()).toBe(other.name);
      const x = other.tf.tensor4d([-1, 2, 3, -4], [1, 2, 2, 1]);
      const y = other.tf.relu(x);
      one.activate();
      // What a backend computed stays readable while another is active.
      expect([...y.dataSync()].map((value) => value + 0)).toEqual([0, 2, 3, 0]);
      other.tf.dispose([x, y]);
    }
  }
});

test('a backend tells the version of the library behind it', () => {
  for (const { version } of backendsThere) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});

test('wasm and plain JavaScript are in every installation', () => {
  const names = backendsThere.map(({ name }) => name);
  expect(names).toContain('wasm');
  expect(names).toContain('cpu');
});

test('numbers become bool, and whole ones are cut off, as TensorFlow has it, on every backend', async () => {
  for (const { tf, activate } of backendsThere) {
    activate();
    const values = async (x: Tensor) => [...(await x.data())].map(Number);
    const floats = tf.tensor1d([0, -0, 0.7, -0.3, 1, 256, Number.NaN, Number.NEGATIVE_INFINITY]);
    expect(await values(tf.cast(floats, 'bool'))).toEqual([0, 0, 1, 1, 1, 1, 1, 1]);
    const whole = tf.tensor1d([0, 1, -1, 256, -256, 7, 2 ** 31 - 1], 'int32');
    expect(await values(tf.cast(whole, 'bool'))).toEqual([0, 1, 1, 1, 1, 1, 1]);
    expect(await values(tf.cast(tf.cast(whole, 'bool'), 'bool'))).toEqual([0, 1, 1, 1, 1, 1, 1]);
    const cut = tf.clipByValue(whole, -2, 200);
    expect([cut.dtype, await values(cut)]).toEqual(['int32', [0, 1, -1, 200, -2, 7, 200]]);
    expect(await values(tf.clipByValue(tf.tensor1d([-3, 0.5, 9]), -2, 2.5))).toEqual([-2, 0.5, 2.5]);
  }
});

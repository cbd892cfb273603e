import { expect, test } from 'vitest';
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

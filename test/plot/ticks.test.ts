import { expect, test } from 'vitest';
import { labelledTicks } from '../../src/plot/ticks.ts';

test('labels are thinned only where they would touch, and the first and the last stay', () => {
  const at = (places: readonly number[]) => places.map((place) => ({ at: place, label: ['00'] }));
  const extent = () => 10;
  expect([...labelledTicks(at([0, 20, 40]), 12, extent)]).toEqual([0, 1, 2]);
  expect([...labelledTicks(at([0, 12, 24, 40]), 12, extent)].sort()).toEqual([0, 2, 3]);
  expect([...labelledTicks(at([0, 39, 40]), 12, extent)].sort()).toEqual([0, 2]);
  expect([...labelledTicks(at([0]), 12, extent)]).toEqual([0]);
  expect([...labelledTicks([], 12, extent)]).toEqual([]);
  // Evenly spaced numbers are thinned to round ones.
  const numbers = (from: number, count: number, gap: number) =>
    Array.from({ length: count }, (_, i) => ({ at: i * gap, label: [String(from + i)] }));
  const labels = (from: number, count: number, gap: number) =>
    [...labelledTicks(numbers(from, count, gap), 12, extent)].map((i) => from + i);
  expect(labels(1, 31, 4)).toEqual([1, 5, 10, 15, 20, 25, 31]);
  expect(labels(3, 20, 8)).toEqual([3, 6, 8, 10, 12, 14, 16, 18, 20, 22]);
  expect(labels(0, 101, 1)).toEqual([0, 20, 40, 60, 80, 100]);
});

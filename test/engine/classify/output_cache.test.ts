import { expect, test } from 'vitest';
import type { OutputMap, Window } from '../../../src/core/tensor.ts';
import { createOutputCache, outputsOfMap } from '../../../src/engine/classify/output_cache.ts';

/** Single values, side by side. */
function line(...values: number[]): OutputMap {
  return {
    data: Float32Array.from(values),
    width: values.length,
    dilation: [1, 1],
    shape: [1, 1, 1],
    rows: new Int32Array(values.length),
    columns: Int32Array.from(values.keys()),
  };
}

const valueIn = (window: Window | undefined) => window?.data[window.offset];
const never = () => Promise.reject(new Error('Nothing is recomputed.'));

test('outputs of maps that last are read where they are, and take no room', async () => {
  const [one, other] = [line(1, 2), line(3)];
  const cache = createOutputCache(4, 0, never);
  cache.put(0, one, 0, true);
  cache.put(1, one, 1, true);
  cache.put(2, other, 0, true);
  expect([0, 1, 2, 3].map((shift) => valueIn(cache.cached(shift)))).toEqual([1, 2, 3, undefined]);
  expect(cache.cached(1)!.data).toBe(one.data);
  expect(valueIn(await cache.get(2))).toBe(3);
});

test('others are copied while there is room, and computed once more else', async () => {
  const map = line(1, 2, 3);
  const recomputed: number[] = [];
  const cache = createOutputCache(3, 8, async (shift) => {
    recomputed.push(shift);
    return { ...line(7), offset: 0, rowStep: 1, columnStep: 1 };
  });
  for (const shift of [0, 1, 2]) cache.put(shift, map, shift, false);
  map.data.fill(12345);
  expect([0, 1, 2].map((shift) => valueIn(cache.cached(shift)))).toEqual([1, 2, undefined]);
  expect([valueIn(await cache.get(1)), valueIn(await cache.get(2))]).toEqual([2, 7]);
  expect(recomputed).toEqual([2]);
});

test('of one map that has them all, each is where it is', async () => {
  const { cached, get } = outputsOfMap(line(5, 6));
  expect([valueIn(cached(0)), valueIn(await get(1))]).toEqual([5, 6]);
});

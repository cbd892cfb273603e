import { expect, test } from 'vitest';
import type { OutputMap, Window } from '../../../src/core/tensor.ts';
import { allOf, keepOutputs } from '../../../src/engine/classify/output_cache.ts';

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
const never = () => Promise.reject(new Error('Nothing is recalled.'));

test('outputs of maps that last are read where they are, and take no room', async () => {
  const [one, other] = [line(1, 2), line(3)];
  const kept = keepOutputs(4, 0, never);
  kept.put(0, one, 0, true);
  kept.put(1, one, 1, true);
  kept.put(2, other, 0, true);
  expect([0, 1, 2, 3].map((shift) => valueIn(kept.here(shift)))).toEqual([1, 2, 3, undefined]);
  expect(kept.here(1)!.data).toBe(one.data);
  expect(valueIn(await kept.get(2))).toBe(3);
});

test('others are copied while there is room, and computed once more else', async () => {
  const map = line(1, 2, 3);
  const recalled: number[] = [];
  const kept = keepOutputs(3, 8, async (shift) => {
    recalled.push(shift);
    return { ...line(7), offset: 0, rowStep: 1, columnStep: 1 };
  });
  for (const shift of [0, 1, 2]) kept.put(shift, map, shift, false);
  map.data.fill(12345);
  expect([0, 1, 2].map((shift) => valueIn(kept.here(shift)))).toEqual([1, 2, undefined]);
  expect([valueIn(await kept.get(1)), valueIn(await kept.get(2))]).toEqual([2, 7]);
  expect(recalled).toEqual([2]);
});

test('of one map that has them all, each is where it is', async () => {
  const { here, get } = allOf(line(5, 6));
  expect([valueIn(here(0)), valueIn(await get(1))]).toEqual([5, 6]);
});

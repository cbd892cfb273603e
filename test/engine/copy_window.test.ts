import fc from 'fast-check';
import { expect, test } from 'vitest';
import { windowOf, windowOfImage } from '../../src/core/tensor.ts';
import { copyWindow, copyWindows } from '../../src/engine/copy_window.ts';
import { openArena } from '../../src/simd/arena.ts';
import { outputMaps, valuesOf } from '../support/maps.ts';
import { fill } from '../support/simd/fill.ts';

test('a window holds every dilation-th cell of the map from its own origin on, wherever the map lies', () => {
  fc.assert(
    fc.property(outputMaps(), (random) => {
      const arena = openArena(2 ** 20);
      const inside = {
        ...random.map,
        data: arena.floats(arena.put(random.map.data), random.map.data.length),
      };
      const top = arena.top();
      const same = (map: typeof inside) => {
        for (const member of map.rows.keys()) {
          const copy = copyWindow(windowOf(map, member));
          expect(copy.shape).toEqual(map.shape);
          expect(Array.from(copy.data)).toEqual(valuesOf(random, member));
          expect(copyWindow(windowOfImage(copy)).data).toEqual(copy.data);
        }
        const some = Int32Array.from(map.rows.keys()).filter((member) => member % 3 !== 1);
        const batch = new Float32Array(some.length * valuesOf(random, 0).length);
        copyWindows(map, some, batch);
        expect(Array.from(batch)).toEqual([...some].flatMap((member) => valuesOf(random, member)));
      };
      same(random.map);
      same(inside);
      expect(arena.top()).toBe(top);
      fill(arena);
      same(inside);
      arena.release();
    }),
  );
});

test('a copy of a window shares no memory with it', () => {
  const arena = openArena(2 ** 20);
  for (const data of [Float32Array.of(1, 2), arena.floats(arena.put(Float32Array.of(1, 2)), 2)]) {
    copyWindow(windowOfImage({ shape: [1, 2, 1], data })).data[0] = 9;
    expect(data[0]).toBe(1);
  }
  arena.release();
});

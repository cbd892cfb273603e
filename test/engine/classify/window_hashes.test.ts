import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stream } from '../../../src/core/random.ts';
import type { OutputMap, Shape } from '../../../src/core/tensor.ts';
import { windowHashes } from '../../../src/engine/classify/window_hashes.ts';
import { arenaOf, openArena, paddedSize } from '../../../src/simd/arena.ts';
import { mostlyZero, outputMaps, valuesOf } from '../../support/maps.ts';
import { done } from '../../support/work.ts';

function hashes(map: OutputMap): number[] {
  return Array.from(done(windowHashes(map)));
}

/** Outputs one below the other, as copies are. */
function stacked(outputs: readonly (readonly number[])[], shape: Shape): OutputMap {
  return {
    data: Float32Array.from(outputs.flat()),
    width: shape[1],
    dilation: [1, 1],
    shape,
    rows: Int32Array.from(outputs, (_, i) => i * shape[0]),
    columns: new Int32Array(outputs.length),
  };
}

describe('the hash of a window', () => {
  test.each([
    ['any', undefined],
    ['mostly zero', mostlyZero],
  ])('is equal where the windows are, and only there: %s values', (_, value) => {
    fc.assert(
      fc.property(outputMaps(value), (random) => {
        const found = hashes(random.map);
        const texts = found.map((_, member) =>
          valuesOf(random, member)
            .map((value) => value + 0)
            .join(),
        );
        for (const [a, hash] of found.entries())
          for (const [b, other] of found.entries()) expect(hash === other).toBe(texts[a] === texts[b]);
      }),
    );
  });

  test('depends on its values alone: not on the map it is read from, its place there, or the dilation', () => {
    fc.assert(
      fc.property(outputMaps(), (random) => {
        const copies = [...random.map.rows.keys()].map((member) => valuesOf(random, member));
        expect(hashes(random.map)).toEqual(hashes(stacked(copies, random.map.shape)));
      }),
    );
  });

  test('is the same where windows begin side by side, from right to left, as those of a range of shifts', () => {
    fc.assert(
      fc.property(outputMaps(), fc.integer({ min: 2, max: 12 }), ({ map, grid }, missing) => {
        const [down, across] = [0, 1].map((axis) => (map.shape[axis]! - 1) * map.dilation[axis]!);
        const places: [number, number][] = [[0, 0]];
        for (let row = grid.length - 1 - down!; row >= 0; row--)
          for (let column = map.width - 1 - across!; column >= 0; column--)
            if ((row * map.width + column) % missing > 0) places.push([row, column]);
        const rows = Int32Array.from(places, ([row]) => row);
        const columns = Int32Array.from(places, ([, column]) => column);
        const range = { ...map, rows, columns };
        const copies = places.map((_, member) => valuesOf({ map: range, grid }, member));
        expect(hashes(range)).toEqual(hashes(stacked(copies, map.shape)));
      }),
    );
  });

  test('is the same where it stays in the arena of the map', () => {
    fc.assert(
      fc.property(outputMaps(), fc.boolean(), ({ map }, room) => {
        const arena = openArena(2 ** 20);
        const data = arena.floats(arena.put(map.data), map.data.length);
        for (let bytes = room ? 0 : 2 ** 26; bytes >= 16; bytes /= 2)
          while (arenaOf(data, paddedSize(bytes))) arena.allocate(bytes);
        const top = arena.top();
        const found = done(windowHashes({ ...map, data }, true));
        expect(found.buffer === data.buffer).toBe(room);
        // Nothing else may be written where they are.
        expect(arena.top() - top).toBe(room ? paddedSize(found.byteLength) : 0);
        expect([...found]).toEqual(hashes(map));
        arena.release();
      }),
    );
  });

  test('takes 0 and -0 for the same', () => {
    const [zero, negative] = hashes(
      stacked(
        [
          [0, 1, 0],
          [-0, 1, -0],
        ],
        [1, 3, 1],
      ),
    );
    expect(zero).toBe(negative);
  });

  test('is a whole number below 2^53', () => {
    fc.assert(
      fc.property(outputMaps(), ({ map }) => {
        for (const hash of hashes(map)) expect(Number.isSafeInteger(hash) && hash >= 0).toBe(true);
      }),
    );
  });

  test('tells all 4,096 black and white pictures of 3 by 4 pixels apart', () => {
    const pictures = Array.from({ length: 4096 }, (_, n) =>
      Array.from({ length: 12 }, (_, bit) => (n >> bit) & 1),
    );
    expect(new Set(hashes(stacked(pictures, [3, 4, 1]))).size).toBe(4096);
  });

  test('tells a dot in each place and channel apart', () => {
    const size = 16 * 16 * 3;
    const dots = Array.from({ length: size }, (_, place) =>
      Array.from({ length: size }, (_, i) => (i === place ? 1 : 0)),
    );
    expect(new Set(hashes(stacked(dots, [16, 16, 3]))).size).toBe(size);
  });

  test('tells values apart down to the last bit', () => {
    const bits = new Int32Array(60_000).map((_, i) => 0x3f800000 + i);
    const values = Array.from(new Float32Array(bits.buffer), (value) => [value]);
    expect(new Set(hashes(stacked(values, [1, 1, 1]))).size).toBe(60_000);
  });

  test('is computed in pieces, so that others have their turn', () => {
    const map = stacked([new Array(2000 * 1000).fill(1)], [2000, 1000, 1]);
    expect([...windowHashes(map)].length).toBeGreaterThanOrEqual(5);
  });

  test('is the same in one piece and in many, of every size', () => {
    const random = stream(0, 'test', []);
    for (const shape of [[700, 900, 1] as const, [300, 700, 3] as const, [2, 300_000, 1] as const]) {
      const values = Array.from({ length: 2 }, () =>
        Array.from({ length: shape[0] * shape[1] * shape[2] }, () => Math.round(random())),
      );
      const [one, other] = values.map((output) => hashes(stacked([output], shape)));
      expect(hashes(stacked(values, shape))).toEqual([...one!, ...other!]);
    }
  });
});

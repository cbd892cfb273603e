import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sameAsEarlier, windowHashes } from '../../src/measure/hash.ts';
import { stream } from '../../src/random.ts';
import { copyWindow, type OutputMap, type Shape, windowOf } from '../../src/tensor.ts';
import { mostlyZero, outputMaps, valuesOf } from '../maps.ts';
import { done } from '../work.ts';

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

/** All windows of a map of so many cells, in the order of the shifts that show them: from the last one back. */
const everyWindow = fc
  .record({
    shape: fc.tuple(upTo(4), upTo(4), upTo(3)) as fc.Arbitrary<Shape>,
    dilation: fc.tuple(upTo(5), upTo(5)),
    room: fc.tuple(upTo(6), upTo(6)),
  })
  .chain(({ shape, dilation, room }) => {
    const [height, width] = [0, 1].map((axis) => (shape[axis]! - 1) * dilation[axis]! + room[axis]!);
    return fc
      .array(mostlyZero, { minLength: height! * width! * shape[2], maxLength: height! * width! * shape[2] })
      .map((values): OutputMap => {
        const places = Array.from({ length: room[0] * room[1] }, (_, i) => room[0] * room[1] - 1 - i);
        return {
          data: Float32Array.from(values),
          width: width!,
          dilation,
          shape,
          rows: Int32Array.from(places, (place) => Math.floor(place / room[1])),
          columns: Int32Array.from(places, (place) => place % room[1]),
        };
      });
  });

describe('an earlier window that holds the same', () => {
  const cells = (map: OutputMap, member: number) =>
    Array.from(copyWindow(windowOf(map, member)).data, (value) => value + 0).join();
  const hashed = (map: OutputMap) => done(windowHashes(map));

  test.each([
    ['their own', (hashes: Uint32Array) => hashes],
    ['all the same', (hashes: Uint32Array) => hashes.fill(7)],
  ])('does so, whatever the hashes are: %s', (_, change) => {
    let told = 0;
    fc.assert(
      fc.property(everyWindow, (map) => {
        const same = done(sameAsEarlier(map, change(hashed(map))));
        for (const [member, earlier] of (same ?? []).entries()) {
          if (earlier === -1) continue;
          expect(earlier).toBeLessThan(member);
          expect(cells(map, earlier)).toBe(cells(map, member));
          told++;
        }
      }),
      { numRuns: 400 },
    );
    expect(told).toBeGreaterThan(1000);
  });

  test('is found for all of a blank map but the first', () => {
    const places = Array.from({ length: 64 }, (_, i) => 63 - i);
    const map: OutputMap = {
      data: new Float32Array(16 * 16),
      width: 16,
      dilation: [2, 2],
      shape: [4, 4, 1],
      rows: Int32Array.from(places, (place) => Math.floor(place / 8)),
      columns: Int32Array.from(places, (place) => place % 8),
    };
    const same = done(sameAsEarlier(map, hashed(map)))!;
    expect(same.filter((earlier) => earlier === -1).length).toBe(1);
  });

  test('is not looked for among outputs that lie one below the other', () => {
    expect(done(sameAsEarlier(stacked([[1], [1]], [1, 1, 1]), Uint32Array.of(5, 5)))).toBeUndefined();
  });
});

function upTo(max: number) {
  return fc.integer({ min: 1, max });
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { copyWindow } from '../../src/copy_window.ts';
import { windowHashes } from '../../src/measure/hash.ts';
import { sameAsEarlier } from '../../src/measure/same_as_earlier.ts';
import { type OutputMap, type Shape, windowOf } from '../../src/tensor.ts';
import { mostlyZero } from '../maps.ts';
import { done } from '../work.ts';

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
    const below: OutputMap = {
      data: Float32Array.of(1, 1),
      width: 1,
      dilation: [1, 1],
      shape: [1, 1, 1],
      rows: Int32Array.of(0, 1),
      columns: Int32Array.of(0, 0),
    };
    expect(done(sameAsEarlier(below, Uint32Array.of(5, 5)))).toBeUndefined();
  });
});

function upTo(max: number) {
  return fc.integer({ min: 1, max });
}

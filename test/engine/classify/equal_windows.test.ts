import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { everyMember, type OutputMap, type Shape, type Windows, windowOf } from '../../../src/core/tensor.ts';
import { allDistinct, findEqualWindows } from '../../../src/engine/classify/equal_windows.ts';
import { windowHashes } from '../../../src/engine/classify/window_hashes.ts';
import { copyWindow } from '../../../src/engine/copy_window.ts';
import { openArena } from '../../../src/simd/arena.ts';
import { mostlyZero, outputMaps } from '../../support/maps.ts';
import { done } from '../../support/work.ts';

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
        return {
          data: Float32Array.from(values),
          ...{ width: width!, dilation, shape },
          ...everyPlace(room),
        };
      });
  });

/** The same in rows of hundreds of values, of which a few are not 0. */
const wideWindows = fc
  .record({
    shape: fc.tuple(upTo(2), upTo(70), upTo(3)) as fc.Arbitrary<Shape>,
    dilation: fc.tuple(upTo(2), upTo(3)),
    room: fc.tuple(upTo(4), upTo(70)),
    ones: fc.array(fc.nat(), { maxLength: 3 }),
  })
  .map(({ shape, dilation, room, ones }): OutputMap => {
    const [height, width] = [0, 1].map((axis) => (shape[axis]! - 1) * dilation[axis]! + room[axis]!);
    const data = new Float32Array(height! * width! * shape[2]);
    for (const place of ones) data[place % data.length] = 1;
    return { data, ...{ width: width!, dilation, shape }, ...everyPlace(room) };
  });

/** The same windows, one of which comes first, as the unshifted one of a range of shifts does. */
const fromOneOn = fc.oneof({ weight: 3, arbitrary: everyWindow }, wideWindows).chain((map) =>
  fc.nat(map.rows.length - 1).map((first): OutputMap => {
    const order = [first, ...[...map.rows.keys()].filter((member) => member !== first)];
    const picked = (values: Int32Array) => Int32Array.from(order, (member) => values[member]!);
    return { ...map, rows: picked(map.rows), columns: picked(map.columns) };
  }),
);

/** The same once more after them, as of shifts that lead around a torus. */
const again = fromOneOn.map((map): OutputMap => {
  const twice = (values: Int32Array) => Int32Array.from([...values, ...values]);
  return { ...map, rows: twice(map.rows), columns: twice(map.columns) };
});

function everyPlace([down, across]: readonly number[]): Windows {
  const places = Array.from({ length: down! * across! }, (_, i) => down! * across! - 1 - i);
  return {
    rows: Int32Array.from(places, (place) => Math.floor(place / across!)),
    columns: Int32Array.from(places, (place) => place % across!),
  };
}

const anywhere = outputMaps().map(({ map }) => map);

function firstAlike(map: OutputMap): number[] {
  const texts = [...map.rows.keys()].map((member) =>
    Array.from(copyWindow(windowOf(map, member)).data, (value) => value + 0).join(),
  );
  return texts.map((text) => texts.indexOf(text));
}

const hashed = (map: OutputMap) => done(windowHashes(map));

describe('windows that hold the same', () => {
  test.each([
    ['of a range, in the order of its shifts', fromOneOn],
    ['of a range, each of them twice', again],
    ['anywhere', anywhere],
  ])('lead to the first of them, whatever their hashes are: %s', (_, maps) => {
    let told = 0;
    fc.assert(
      fc.property(
        maps,
        fc.boolean(),
        fc.boolean(),
        fc.infiniteStream(fc.nat(1)),
        (map, collide, lies, known) => {
          const home = openArena(2 ** 20);
          const data = home.floats(home.put(map.data), map.data.length);
          const hashes = collide ? hashed(map).fill(7) : hashed(map);
          const expected = firstAlike(map);
          // Of some that much is known before; of others nothing.
          const before = Int32Array.from(expected, (first, member) => (known.next().value ? first : member));
          const trials = Int16Array.from(expected, (_, member) => member % 3);
          const { links, complete, classes } = done(
            findEqualWindows(lies ? { ...map, data } : map, hashes, before, trials),
          );
          home.release();
          expect(complete).toBe(true);
          expect([...links]).toEqual(expected);
          const leaders = [...new Set(expected)];
          // Where all differ there may be none.
          if (classes || leaders.length < expected.length) {
            expect([...classes!.leaders]).toEqual(leaders);
            expect([...classes!.classOf]).toEqual(expected.map((first) => leaders.indexOf(first)));
            const trialsOf = leaders.map((first) =>
              trials.reduce((sum, n, member) => (expected[member] === first ? sum + n : sum), 0),
            );
            expect([...classes!.trialsOf]).toEqual(trialsOf);
          }
          told += expected.filter((first, member) => first !== member).length;
        },
      ),
      { numRuns: 400 },
    );
    expect(told).toBeGreaterThan(200);
  });

  test('lead to a neighbour at most where the map is too large to be copied', () => {
    const side = 2 ** 12 + 1;
    const map: OutputMap = {
      data: new Float32Array(side * side),
      width: side,
      dilation: [1, 1],
      shape: [side - 7, side - 7, 1],
      rows: Int32Array.from({ length: 64 }, (_, i) => 7 - Math.floor(i / 8)),
      columns: Int32Array.from({ length: 64 }, (_, i) => 7 - (i % 8)),
    };
    // Five windows of the first row show it, each at a place of its own.
    map.data[4] = 1;
    const { links, complete } = done(findEqualWindows(map, new Uint32Array(64), everyMember(64)));
    expect(complete).toBe(false);
    const right = (member: number) => (member % 8 === 0 ? member - 8 : member - 1);
    const alone = [0, 59, 60, 61, 62, 63];
    expect([...links]).toEqual([...links.keys()].map((i) => (alone.includes(i) ? i : right(i))));
  });

  test('are looked for in pieces, so that others have their turn', () => {
    const map: OutputMap = {
      data: new Float32Array(2048 * 1024).fill(1),
      width: 1024,
      dilation: [1, 1],
      shape: [512, 1024, 1],
      rows: Int32Array.of(0, 512, 1024, 1536),
      columns: new Int32Array(4),
    };
    const work = findEqualWindows(map, new Uint32Array(4), everyMember(4));
    let pieces = 0;
    for (let step = work.next(); !step.done; step = work.next()) pieces++;
    expect(pieces).toBeGreaterThanOrEqual(2);
  });
});

test('hashes all differ where no two are equal', () => {
  const map = { data: new Float32Array() } as OutputMap;
  const hashes = fc.array(fc.oneof(fc.nat(20), fc.integer({ min: 0, max: 2 ** 32 - 1 })), { maxLength: 40 });
  fc.assert(
    fc.property(hashes, (some) => {
      expect(allDistinct(map, Uint32Array.from(some))).toBe(new Set(some).size === some.length);
    }),
  );
});

function upTo(max: number) {
  return fc.integer({ min: 1, max });
}

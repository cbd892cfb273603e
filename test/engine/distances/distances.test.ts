import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Work } from '../../../src/core/scheduler.ts';
import { type Image, type OutputMap, type Shape, windowImage, windowOf } from '../../../src/core/tensor.ts';
import { byBox } from '../../../src/engine/distances/boxes.ts';
import type { Method } from '../../../src/engine/distances/choose_method.ts';
import { distancesFrom } from '../../../src/engine/distances/distances.ts';
import { largestDifferenceOf, maxAbsOf } from '../../../src/engine/distances/max_abs.ts';
import { largestByBounds } from '../../../src/engine/distances/running_extremes.ts';
import { stackedMap } from '../../../src/engine/pass/stacked_map.ts';
import { runFile } from '../../support/running.ts';

const METHODS: readonly (Method | undefined)[] = ['direct', 'gathered', 'transformed', undefined];

function done<Result>(work: Work<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** The textbook formulas, in double precision and from the first value to the last. */
function naive(x: Float32Array, r: Float32Array) {
  let [xx, rr, xr, dd, maxAbs] = [0, 0, 0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const d = x[i]! - r[i]!;
    xx += x[i]! * x[i]!;
    rr += r[i]! * r[i]!;
    xr += x[i]! * r[i]!;
    dd += d * d;
    maxAbs = Math.max(maxAbs, Math.abs(d));
  }
  return {
    cosine: xx === 0 || rr === 0 ? Number.NaN : xr / Math.sqrt(xx * rr),
    relativeL2: rr === 0 ? Number.NaN : Math.sqrt(dd / rr),
    maxAbs,
    /** ‖x‖ ‖r‖, of which the rounding of x·r is a part. */
    scale: Math.sqrt(xx * rr),
  };
}

/** A map with windows that begin in a box of cells, in the order of shifts. Cells that no window reads hold NaN, or infinity. */
interface Case {
  shape: Shape;
  dilation: readonly [number, number];
  box: readonly [number, number];
  /** The share of the box's cells in which windows begin. */
  share: number;
  /** Maps one below the other, as for parts of a pixel. */
  parts: number;
  seed: number;
}

const upTo = (max: number, min = 1) => fc.integer({ min, max });
const cases: fc.Arbitrary<Case> = fc.record({
  shape: fc.tuple(upTo(9), upTo(9), upTo(3)) as fc.Arbitrary<Shape>,
  dilation: fc.tuple(upTo(5), upTo(5)),
  box: fc.tuple(upTo(8), upTo(40)),
  share: fc.constantFrom(1, 1, 0.5, 0.05),
  parts: fc.constantFrom(1, 1, 3),
  seed: fc.nat(),
});

function mapOf(
  { shape, dilation, box, share, parts, seed }: Case,
  value: (random: () => number) => number,
): OutputMap {
  let state = seed + 1;
  const random = () => {
    state = (Math.imul(state, 48271) >>> 0) % 2147483647;
    return state / 2147483647;
  };
  const [height, cells, channels] = shape;
  const high = (height - 1) * dilation[0] + box[0];
  const width = (cells - 1) * dilation[1] + box[1];
  const data = new Float32Array(parts * high * width * channels).fill(Number.NaN);
  const origins: [number, number][] = [];
  for (let part = 0; part < parts; part++) {
    for (let row = box[0] - 1; row >= 0; row--) {
      for (let column = box[1] - 1; column >= 0; column--)
        if (random() < share || (row === 0 && column === 0)) origins.push([part * high + row, column]);
    }
  }
  for (const [row, column] of origins) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < cells; x++) {
        const at = ((row + y * dilation[0]) * width + column + x * dilation[1]) * channels;
        for (let c = 0; c < channels; c++) if (Number.isNaN(data[at + c])) data[at + c] = value(random);
      }
    }
  }
  if (seed % 2 === 1)
    for (const [i, one] of data.entries()) if (Number.isNaN(one)) data[i] = Number.POSITIVE_INFINITY;
  const rows = Int32Array.from(origins, ([row]) => row);
  return { data, shape, dilation, width, rows, columns: Int32Array.from(origins, ([, column]) => column) };
}

const outputOf = (map: OutputMap, member: number) => windowImage(windowOf(map, member)).data;
const everyone = ({ rows }: OutputMap) => Int32Array.from(rows.keys());

/** Values by name: whole numbers, mostly zeros, noise, noise around zero, and one that is far larger than all others. */
const values: Record<string, (random: () => number) => number> = {
  'whole numbers': (random) => Math.floor(3 * random()) - (random() < 0.3 ? 1 : 0),
  'mostly zeros': (random) => (random() < 0.9 ? 0 : random()),
  noise: (random) => random(),
  'noise around zero': (random) => random() - 0.5,
  'small and large values': (random) => (random() < 0.03 ? 1e8 : random()),
};

describe.each(Object.entries(values))('of %s', (name, value) => {
  test.each(METHODS)('summed %s are those of every output by itself', (method) => {
    fc.assert(
      fc.property(cases, (one) => {
        const map = mapOf(one, value);
        const members = everyone(map);
        const reference: Image = { shape: map.shape, data: outputOf(map, members.length >> 1) };
        const { cosine, relativeL2 } = done(distancesFrom(map, members, reference, method));
        for (const member of members) {
          const expected = naive(outputOf(map, member), reference.data);
          const label = `member ${member}`;
          if (Number.isNaN(expected.cosine)) expect(cosine[member], label).toBeNaN();
          else {
            expect(Math.abs(cosine[member]! - expected.cosine), label).toBeLessThanOrEqual(
              1e-7 * Math.abs(expected.cosine),
            );
            if (expected.cosine === 0) expect(cosine[member]! + 0).toBe(0);
          }
          if (Number.isNaN(expected.relativeL2)) expect(relativeL2[member], label).toBeNaN();
          else
            expect(Math.abs(relativeL2[member]! - expected.relativeL2), label).toBeLessThanOrEqual(
              1e-7 * expected.relativeL2,
            );
        }
      }),
      { numRuns: name === 'noise' ? 200 : 60 },
    );
  });

  test('the largest difference of each, and of any of them', () => {
    fc.assert(
      fc.property(cases, fc.boolean(), (one, each) => {
        const map = mapOf(one, value);
        const members = everyone(map).filter((member) => each || member % 3 !== 1);
        const reference: Image = { shape: map.shape, data: outputOf(map, members.length >> 1) };
        const expected = Array.from(members, (member) => naive(outputOf(map, member), reference.data).maxAbs);
        expect([...done(maxAbsOf(map, members, reference))]).toEqual(expected);
        const largest = Math.max(...expected);
        expect(done(largestDifferenceOf(map, members, reference, each))).toBe(largest);
        expect(done(largestDifferenceOf(map, members, reference, false))).toBe(largest);
        for (const { box, at = members.map((_, i) => i) } of byBox(map, members)) {
          const some = at.map((i) => members[i]!);
          const within = Array.from(at, (i) => expected[i]!);
          const byBounds = (which: 'each' | 'together', length: number) =>
            done(largestByBounds(map, box, some, reference, which, new Float64Array(length)));
          expect([...byBounds('each', some.length)]).toEqual(within);
          expect([...byBounds('together', 1)]).toEqual([Math.max(...within)]);
        }
      }),
    );
  });
});

test('all outputs but the reference, whose windows begin anywhere, have their own distances', () => {
  const orders = fc.uniqueArray(fc.nat({ max: 23 }), { minLength: 2, maxLength: 8 });
  fc.assert(
    fc.property(orders, upTo(3), fc.nat(), (order, height, seed) => {
      const whole: Case = {
        ...{ shape: [height, 3, 1], dilation: [1, 1], box: [12, 2], share: 1, parts: 1 },
        seed,
      };
      const all = mapOf(whole, (random) => random());
      const rows = Int32Array.from(order, (at) => all.rows[at]!);
      const map = { ...all, rows, columns: Int32Array.from(order, (at) => all.columns[at]!) };
      const others = everyone(map).subarray(1);
      const reference: Image = { shape: map.shape, data: outputOf(map, 0) };
      const expected = Array.from(others, (member) => naive(outputOf(map, member), reference.data));
      // What is known of the windows since the first time serves the second, which splits them into boxes.
      for (const method of ['direct', undefined] as const) {
        const { cosine, relativeL2 } = done(distancesFrom(map, others, reference, method));
        expect([...cosine]).toEqual(expected.map((one) => one.cosine));
        expect([...relativeL2]).toEqual(expected.map((one) => one.relativeL2));
      }
    }),
    { numRuns: 2000 },
  );
});

test('outputs one below the other have the bits of each alone', () => {
  const stacks = fc.record({
    shape: fc.tuple(upTo(5), upTo(5), upTo(3)) as fc.Arbitrary<Shape>,
    outputs: upTo(11),
    left: fc.constantFrom(1, 2, 5),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(stacks, ({ shape, outputs, left, seed }) => {
      const one: Case = {
        shape,
        dilation: [1, 1],
        box: [1 + shape[0] * (outputs - 1), 1],
        share: 1,
        parts: 1,
        seed,
      };
      const { data } = mapOf(one, (random) => random() - 0.5);
      const map = stackedMap(data, shape, outputs);
      const members = everyone(map).filter((member) => member % left === 0);
      const reference: Image = { shape, data: outputOf(map, outputs - 1) };
      const found = done(distancesFrom(map, members, reference, 'direct'));
      for (const [i, member] of members.entries()) {
        const expected = naive(outputOf(map, member), reference.data);
        expect(found.cosine[i]).toBe(expected.cosine);
        expect(found.relativeL2[i]).toBe(expected.relativeL2);
        expect(found.maxAbs![i]).toBe(expected.maxAbs);
      }
    }),
  );
});

test('windows that were grouped for some members are grouped anew for others', () => {
  const map = mapOf(
    { shape: [3, 4, 1], dilation: [2, 2], box: [3, 7], share: 1, parts: 1, seed: 5 },
    (random) => random() - 0.5,
  );
  const reference: Image = { shape: map.shape, data: outputOf(map, 0) };
  const all = everyone(map);
  // All but the first, which are grouped once, as many others, and the first again.
  for (const left of [0, all.length - 1, 6, 0]) {
    const members = all.filter((member) => member !== left);
    const found = done(distancesFrom(map, members, reference, 'direct'));
    for (const [i, member] of members.entries())
      expect(found.relativeL2[i]).toBe(naive(outputOf(map, member), reference.data).relativeL2);
  }
});

test('one pixel of 1e8 changes nothing in windows that it has left', () => {
  const [size, reach] = [24, 5];
  const width = size + 2 * reach;
  const data = Float32Array.from({ length: width * width }, (_, i) => ((i * 7919) % 1000) / 1000);
  // It is in the first row of the map: only windows that begin there read it.
  data[reach + 3] = 1e8;
  const origins = Array.from(
    { length: (2 * reach + 1) ** 2 },
    (_, i) => [Math.floor(i / 11), i % 11] as const,
  );
  const map: OutputMap = {
    ...{ data, width, dilation: [1, 1], shape: [size, size, 1] },
    rows: Int32Array.from(origins, ([row]) => row),
    columns: Int32Array.from(origins, ([, column]) => column),
  };
  const reference: Image = { shape: map.shape, data: outputOf(map, 60) };
  for (const method of METHODS) {
    const { cosine, relativeL2 } = done(distancesFrom(map, everyone(map), reference, method));
    for (const member of everyone(map)) {
      const expected = naive(outputOf(map, member), reference.data);
      expect(cosine[member]! / expected.cosine).toBeCloseTo(1, 9);
      if (member === 60) expect([cosine[60], relativeL2[60]]).toEqual([1, 0]);
      else expect(relativeL2[member]! / expected.relativeL2).toBeCloseTo(1, 7);
    }
  }
});

test('outputs with nothing in common have cosine 0 exactly, by each method', () => {
  const data = new Float32Array(40);
  data.set([1, 2, 3, 4], 0);
  data.set([0.1, 0.7, 0.3, 0.9], 20);
  const map: OutputMap = {
    ...{ data, width: 40, dilation: [1, 1], shape: [1, 8, 1] },
    rows: new Int32Array(33),
    columns: Int32Array.from({ length: 33 }, (_, i) => i),
  };
  const reference: Image = { shape: [1, 8, 1], data: Float32Array.of(0, 0, 0, 0, 0.3, 0.1, 0.7, 0.2) };
  for (const method of METHODS) {
    const { cosine } = done(distancesFrom(map, everyone(map), reference, method));
    expect(cosine[0]! + 0).toBe(0);
  }
});

test('are given for the members asked for, in their order', () => {
  const map = lineOf(1, 2, 3);
  const reference: Image = { shape: [1, 1, 1], data: Float32Array.of(1) };
  const members = Int32Array.of(2, 0);
  expect([...done(distancesFrom(map, members, reference)).relativeL2]).toEqual([2, 0]);
  expect([...done(maxAbsOf(map, members, reference))]).toEqual([2, 0]);
});

test('of an output from itself are 1, 0 and 0 exactly', () => {
  const value = fc.float({ noNaN: true, min: Math.fround(1e-3), max: Math.fround(1e3) });
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 50 }),
      fc.constantFrom(...METHODS),
      (values, method) => {
        const map = { ...lineOf(...values), shape: [1, values.length, 1] as const, rows: Int32Array.of(0) };
        const members = Int32Array.of(0);
        const reference: Image = { shape: map.shape, data: map.data };
        const { cosine, relativeL2 } = done(distancesFrom(map, members, reference, method));
        expect([cosine[0], relativeL2[0]]).toEqual([1, 0]);
        expect([...done(maxAbsOf({ ...map, columns: Int32Array.of(0) }, members, reference))]).toEqual([0]);
      },
    ),
  );
});

test('of a known angle and length', () => {
  const map = { ...lineOf(-4, 3, 0, 0, 6, 8), shape: [1, 2, 1] as const, rows: new Int32Array(3) };
  const windows = { ...map, columns: Int32Array.of(0, 2, 4) };
  const reference: Image = { shape: [1, 2, 1], data: Float32Array.of(3, 4) };
  for (const method of METHODS) {
    const found = done(distancesFrom(windows, Int32Array.of(0, 1, 2), reference, method));
    expect([...found.cosine].map((cosine) => cosine + 0)).toEqual([0, Number.NaN, 1]);
    expect([...found.relativeL2]).toEqual([Math.SQRT2, 1, 1]);
  }
  expect([...done(maxAbsOf(windows, Int32Array.of(0, 1, 2), reference))]).toEqual([7, 4, 4]);
});

test('of equally far outputs of a symmetric image, every method finds the same first one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.1, max: 1, noNaN: true }), { minLength: 60, maxLength: 60 }),
      (half) => {
        // A row of symmetric values: outputs as far to the left as to the right of the middle are equally far from it.
        const data = Float32Array.from([...half, ...half.toReversed()]);
        const map: OutputMap = {
          ...{ data, width: 120, dilation: [1, 1], shape: [1, 100, 1], rows: new Int32Array(21) },
          columns: Int32Array.from({ length: 21 }, (_, i) => i),
        };
        const reference: Image = { shape: map.shape, data: outputOf(map, 10) };
        const first = METHODS.map((method) => {
          const { relativeL2, rounding } = done(distancesFrom(map, everyone(map), reference, method));
          const most = Math.max(...relativeL2) ** 2;
          return relativeL2.findIndex((distance) => distance ** 2 >= most - 2 * rounding - 1e-12 * most);
        });
        expect(new Set(first).size).toBe(1);
        expect(first[0]).toBeLessThan(10);
      },
    ),
  );
});

/** Single values, side by side: an output for each. */
function lineOf(...values: number[]): OutputMap {
  return {
    ...{ data: Float32Array.from(values), width: values.length, dilation: [1, 1], shape: [1, 1, 1] },
    rows: new Int32Array(values.length),
    columns: Int32Array.from(values.keys()),
  };
}

test('has room for a reference that the arena of its map does not hold', async () => {
  // Sizes at which the arena of the map has just no room left, so that the map moves to another.
  for (const [size, max] of [
    [180, 16],
    [362, 8],
  ]) {
    const { rows } = (
      await runFile({ image: { type: 'noise', size }, shift: { max }, trials: 'all', pool: 'max_pool' })
    ).table;
    expect(rows).toHaveLength(2);
  }
});

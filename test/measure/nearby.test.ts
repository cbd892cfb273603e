import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearbyLeaders } from '../../src/measure/nearby.ts';
import { windowOfImage } from '../../src/tensor.ts';

const windowOf = (values: readonly number[]) =>
  windowOfImage({ shape: [1, values.length, 1], data: Float32Array.from(values) });

/** The outputs within the tolerance of one, by looking at all. */
function allWithin(
  outputs: readonly (readonly number[])[],
  one: readonly number[],
  tolerance: number,
): number[] {
  return [...outputs.keys()].filter((i) =>
    outputs[i]!.every((value, at) => Math.abs(Math.fround(value) - Math.fround(one[at]!)) <= tolerance),
  );
}

function expectNoneMissed(outputs: readonly (readonly number[])[], tolerance: number): void {
  const nearby = nearbyLeaders([1, outputs[0]!.length, 1], tolerance);
  for (const [i, output] of outputs.entries()) nearby.add(i, nearby.place(windowOf(output)));
  for (const output of outputs) {
    const near = nearby.near(nearby.place(windowOf(output)));
    expect(near).toEqual(near.toSorted((a, b) => a - b));
    expect(near).toEqual(expect.arrayContaining(allWithin(outputs, output, tolerance)));
  }
}

const rows = (value: fc.Arbitrary<number>) =>
  fc
    .integer({ min: 1, max: 6 })
    .chain((length) =>
      fc.array(fc.array(value, { minLength: length, maxLength: length }), { minLength: 1, maxLength: 20 }),
    );

describe('the leaders near an output', () => {
  test('are all that lie within the tolerance, and come in order', () => {
    fc.assert(
      fc.property(rows(fc.integer({ min: -20, max: 20 })), fc.constantFrom(1e-5, 1, 2, 5), expectNoneMissed),
    );
  });

  test('are all of them also where large values cancel, and the sums have lost their last digits', () => {
    // An output's place is its sum by some weights; those of single ones are the weights.
    const { place } = nearbyLeaders([1, 4, 1], 1);
    const unit = (at: number) => place(windowOf([0, 1, 2, 3].map((i) => (i === at ? 1 : 0))));
    // Doubles from 2^66 on are 2^14 apart: beside such a number, what comes to 2^13 is rounded up or down by the
    // small value that is added to it.
    const middle = 2 ** 13 / unit(1);
    const large = Math.fround((1.5 * 2 ** 66) / unit(2));
    const opposite = (-unit(2) * large) / unit(3);
    expectNoneMissed(
      [-0.5, 0, 0.5].map((small) => [small, middle, large, opposite]),
      1,
    );
  });

  test('are few among many', () => {
    let state = 1;
    const next = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    const outputs = Array.from({ length: 1000 }, () => Array.from({ length: 16 }, next));
    const nearby = nearbyLeaders([1, 16, 1], 1e-5);
    const places = outputs.map((output) => nearby.place(windowOf(output)));
    for (const [i, place] of places.entries()) nearby.add(i, place);
    const found = places.reduce((sum, place) => sum + nearby.near(place).length, 0);
    expect(found).toBeGreaterThanOrEqual(1000);
    expect(found).toBeLessThan(1500);
  });
});

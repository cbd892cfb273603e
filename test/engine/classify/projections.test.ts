import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OutputMap } from '../../../src/core/tensor.ts';
import { windowProjections } from '../../../src/engine/classify/projections.ts';
import { outputMaps, valuesOf } from '../../support/maps.ts';

function places(map: OutputMap, alike = false) {
  const work = windowProjections(map, alike);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

describe('the place of a window', () => {
  test('is its weighted sum, within the rounding that is stated', () => {
    fc.assert(
      fc.property(outputMaps(), (random) => {
        const { x, y, rounding } = places(random.map);
        const [, columns, channels] = random.map.shape;
        for (const member of x.keys()) {
          const sum = { x: 0, y: 0 };
          for (const [i, value] of valuesOf(random, member).entries()) {
            const cell = Math.floor(i / channels);
            const [row, column] = [Math.floor(cell / columns), cell % columns];
            const angle =
              row * 2.399963229728653 + column * 1.618033988749895 + (i % channels) * 0.7548776662466927;
            sum.x += value * Math.cos(angle);
            sum.y += value * Math.sin(angle);
          }
          expect(Math.abs(x[member]! - sum.x)).toBeLessThanOrEqual(rounding);
          expect(Math.abs(y[member]! - sum.y)).toBeLessThanOrEqual(rounding);
        }
      }),
    );
  });

  test('is its plain sum, where values may stand anywhere', () => {
    fc.assert(
      fc.property(outputMaps(), (random) => {
        const { x, y, rounding } = places(random.map, true);
        for (const [member, place] of x.entries()) {
          const sum = valuesOf(random, member).reduce((sum, value) => sum + value, 0);
          expect(Math.abs(place - sum)).toBeLessThanOrEqual(rounding);
          expect(y[member]).toBe(0);
        }
      }),
    );
  });

  test('tells many outputs apart, and is computed in pieces', () => {
    let state = 1;
    const data = Float32Array.from({ length: 1000 }, () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    });
    const rows = Int32Array.from({ length: 900 }, (_, i) => i);
    const map: OutputMap = {
      data,
      width: 1,
      dilation: [1, 1],
      shape: [16, 1, 1],
      rows,
      columns: new Int32Array(900),
    };
    const { x, rounding } = places(map);
    const sorted = [...x].sort((a, b) => a - b);
    const close = sorted.filter((place, i) => i > 0 && place - sorted[i - 1]! < 16 * 1e-5);
    expect(rounding).toBeLessThan(1e-8);
    expect(close.length).toBeLessThan(50);
    expect([...windowProjections(map, false)].length).toBeGreaterThanOrEqual(1000);
  });
});

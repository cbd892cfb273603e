import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Pair } from '../../../src/core/tensor.ts';
import { splitShifts } from '../../../src/engine/pass/subpixel.ts';
import { planOutputs } from '../../../src/engine/plan/plan.ts';
import type { FillMode } from '../../../src/shift/fill.ts';
import { outputsOf, readFile } from '../../support/running.ts';

const shiftsAt = (list: readonly Pair[]) => ({
  dy: Float64Array.from(list, ([y]) => y),
  dx: Float64Array.from(list, ([, x]) => x),
});

describe('shifts by parts of a pixel', () => {
  const quarters = fc.integer({ min: -20, max: 20 }).map((n) => n / 4);

  test('are whole pixels and a part, which those share that differ by whole pixels', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(quarters, quarters), { minLength: 1, maxLength: 40 }), (list) => {
        const { fractions, fractionOf, down, right } = splitShifts(shiftsAt(list));
        for (const [s, [y, x]] of list.entries()) {
          expect([
            down[s]! + fractions[fractionOf[s]!]![0],
            right[s]! + fractions[fractionOf[s]!]![1],
          ]).toEqual([y, x]);
          expect(Number.isInteger(down[s]) && Number.isInteger(right[s])).toBe(true);
        }
        const distinct = list.map(([y, x]) => `${y - Math.floor(y)} ${x - Math.floor(x)}`);
        expect(fractions).toHaveLength(new Set(distinct).size);
      }),
    );
  });

  test('are one picture where all are whole', () => {
    const { fractions, fractionOf } = splitShifts(
      shiftsAt([
        [0, 0],
        [3, -2],
        [-7, 1],
      ]),
    );
    expect([fractions, [...fractionOf]]).toEqual([[[0, 0]], [0, 0, 0]]);
  });

  test('reach as far as their whole pixels do', () => {
    expect(
      splitShifts(
        shiftsAt([
          [0, 0],
          [-1.5, 0.25],
          [2.75, 3],
        ]),
      ).reach,
    ).toEqual({ y: [-2, 2], x: [-3, 0] });
  });

  test('that end in 5 at the tenth decimal are rounded alike in one pass and in copies', async () => {
    const part = 0.0000158385;
    const list = [0, 1, 2, 3, 4, 5].map((down) => [down + part, 0]);
    const file = { image: { type: 'noise', size: 12 }, shift: { list }, trials: 'all', layers: ['max_pool'] };
    const [one] = await outputsOf(file);
    const [other] = await outputsOf(file, { copies: true });
    expect(one!.outputs).toEqual(other!.outputs);
  });
});

describe('the plan for them', () => {
  /** 100 parts, and each of them for 25 shifts and more. */
  function plan(size: number, padding: string, mode: FillMode) {
    const layers = [{ type: 'max_pool', padding }];
    const { steps } = readFile({ image: { type: 'noise', size }, shift: { max: 0 }, layers }).variants[0]!;
    const list: Pair[] = [];
    for (let y = -25; y <= 25; y++) for (let x = -25; x <= 25; x++) list.push([y / 10, x / 10]);
    return planOutputs(steps, shiftsAt(list), { mode, value: 0 });
  }

  test('is one pass over an image for each part, while they fit', () => {
    expect(plan(128, 'same', 'constant')).toMatchObject({ shared: 1, torus: false, why: '' });
    expect(plan(128, 'circular', 'wrap')).toMatchObject({ shared: 1, torus: true, why: '' });
  });

  test.each([
    ['same', 'constant', false],
    ['circular', 'wrap', true],
  ] as const)('is copies where all those images are too large: %s, %s', (padding, mode, torus) => {
    const why = 'the images for all parts of a pixel are too large together';
    expect(plan(512, padding, mode)).toMatchObject({ shared: -1, torus, why });
  });
});

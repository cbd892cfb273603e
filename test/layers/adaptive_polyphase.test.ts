import { describe, expect, test } from 'vitest';
import type { Image, Shape } from '../../src/core/tensor.ts';
import { adaptivePolyphase } from '../../src/layers/adaptive_polyphase.ts';
import { backendsThere } from '../support/backends.ts';
import { gridOf } from '../support/engine/oracle.ts';
import { layerOracles } from '../support/layers/oracles.ts';
import { complaints, noise, outputOf, picture, rolled, rowsOf, stepOf } from '../support/layers/output.ts';
import { sameUpToRoll } from '../support/layers/polyphase.ts';

const every = ['l1', 'l2', 'max'].flatMap((norm) =>
  ['sample', 'channel'].flatMap((select) => ['first', 'canonical'].map((tie) => ({ norm, select, tie }))),
);
const whole = (random: number) => Math.floor(5 * random) - 2;
const binary = (random: number) => (random < 0.3 ? 1 : 0);

describe.each(backendsThere)('adaptive_polyphase on $name', (backend) => {
  const kept = (image: Image, given = {}) => outputOf(backend, adaptivePolyphase, image, given);

  test.each(every)('keeps the phase that lists of phases keep, with %j', (given) => {
    for (const strides of [
      [1, 1],
      [2, 2],
      [2, 3],
      [3, 1],
      [1, 4],
    ] as const)
      for (const [i, value] of [undefined, whole, binary].entries()) {
        const shape: Shape = [2 * strides[0], 3 * strides[1], 3];
        const image = noise(shape, `${strides} ${i}`, value);
        const options = { ...given, strides };
        const found = kept(image, options);
        expect(found).toEqual(layerOracles.adaptive_polyphase(gridOf(image), options));
        expect(stepOf(adaptivePolyphase, shape, options)).toMatchObject({ shape: [2, 3, 3], depth: 1 });
      }
  });

  test.each(every)('gives for an image that is rolled the same, but rolled, with %j', (given) => {
    for (const strides of [
      [2, 2],
      [3, 2],
    ] as const) {
      const image = noise([2 * strides[0], 3 * strides[1], 2], `${strides}`);
      const reference = kept(image, { ...given, strides });
      for (let dy = -2; dy <= 3; dy++)
        for (let dx = -2; dx <= 3; dx++) {
          const found = kept(rolled(image, dy, dx), { ...given, strides });
          expect(sameUpToRoll(found, reference, given.select), `${dy} ${dx}`).toBe(true);
        }
    }
  });

  test('has its phases in the order (0, 0), (1, 0), (0, 1), (1, 1), of which a tie takes the first', () => {
    const phases = (a: number, b: number, c: number, d: number) =>
      kept(
        picture([
          [a, c],
          [b, d],
        ]),
      );
    expect(phases(1, -1, 1, -1)).toEqual([[[1]]]);
    expect(phases(0, 2, -2, 2)).toEqual([[[2]]]);
    expect(phases(0, -2, 2, 2)).toEqual([[[-2]]]);
    expect(phases(0, 1, -2, 2)).toEqual([[[-2]]]);
    expect(phases(0, 1, -2, 3)).toEqual([[[3]]]);
  });

  test('measures a phase by the sum of sizes, of squares, or by the largest size', () => {
    // Two cells of 3 in one phase, four of 2 in another, one of -5 in a third.
    const image = picture([
      [3, 2, 0, 2],
      [0, 0, -5, 0],
      [3, 2, 0, 2],
      [0, 0, 0, 0],
    ]);
    expect(rowsOf(kept(image, { norm: 'l1' }))).toEqual([
      [2, 2],
      [2, 2],
    ]);
    expect(rowsOf(kept(image))).toEqual([
      [0, -5],
      [0, 0],
    ]);
    expect(rowsOf(kept(image, { norm: 'max' }))).toEqual([
      [0, -5],
      [0, 0],
    ]);
    expect(
      rowsOf(
        kept(
          picture([
            [3, 4],
            [-3, 0],
            [3, 0],
            [3, 0],
          ]),
        ),
      ),
    ).toEqual([[3], [3]]);
  });

  test('chooses for all channels together, or for each of them', () => {
    const image = picture([
      [
        [5, 1],
        [1, 4],
      ],
    ]);
    expect(kept(image, { strides: [1, 2] })).toEqual([[[5, 1]]]);
    expect(kept(image, { strides: [1, 2], select: 'channel' })).toEqual([[[5, 4]]]);
  });
});

describe('adaptive_polyphase', () => {
  test('is refused where its strides do not divide both sides', () => {
    const refused = (shape: Shape, given: object) => stepOf(adaptivePolyphase, shape, given);
    expect(refused([7, 8, 1], {})).toBe('needs a height and width that 2×2 divides, not 7×8');
    expect(refused([8, 7, 1], {})).toBe('needs a height and width that 2×2 divides, not 8×7');
    expect(refused([9, 8, 1], { strides: [3, 5] })).toBe(
      'needs a height and width that 3×5 divides, not 9×8',
    );
    expect(refused([9, 10, 1], { strides: [3, 5] })).toMatchObject({ shape: [3, 2, 1] });
  });

  test.each([
    [{ norm: 'l3' }, 'norm', 'unknown value "l3"; did you mean "l1"?'],
    [{ select: 'all' }, 'select', 'unknown value "all"; allowed: channel, sample'],
    [{ tie: 'last' }, 'tie', 'unknown value "last"; allowed: canonical, first'],
    [{ padding: 'same' }, 'padding', 'unknown key "padding"; allowed: norm, select, strides, tie'],
  ])('refuses %j at %s', (given, path, message) => {
    expect(complaints(adaptivePolyphase, given)).toEqual([[path, message]]);
  });
});

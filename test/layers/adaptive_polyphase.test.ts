import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { circle } from '../../src/image/circle.ts';
import { adaptivePolyphase } from '../../src/layers/adaptive_polyphase.ts';
import type { Image, Shape } from '../../src/tensor.ts';
import { backendsThere } from '../backends.ts';
import { type Grid, gridOf } from '../outputs/oracle.ts';
import { layerOracles } from './oracles.ts';
import { complaints, noise, outputOf, picture, rolled, rowsOf, stepOf } from './output.ts';
import { rotations } from './polyphase.ts';

const every = ['l1', 'l2', 'max'].flatMap((norm) =>
  ['sample', 'channel'].flatMap((select) => ['first', 'canonical'].map((tie) => ({ norm, select, tie }))),
);
const whole = (random: number) => Math.floor(5 * random) - 2;
const binary = (random: number) => (random < 0.3 ? 1 : 0);

/** Whether each channel, or all of them together, are the same up to a roll. */
function sameUpToRoll(one: Grid, other: Grid, select: string): boolean {
  const parts = (grid: Grid) =>
    select === 'sample'
      ? [grid]
      : grid[0]![0]!.map((_, c) => grid.map((row) => row.map((cell) => [cell[c]!])));
  const first = (grid: Grid) => JSON.stringify(parts(grid).map((part) => rotations(part)[0]));
  return first(one) === first(other);
}

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

  test('where norms tie, gives the same but rolled if the tie is canonical, and often not if the first is taken', () => {
    for (const select of ['sample', 'channel']) {
      const same = { first: 0, canonical: 0 };
      let tied = 0;
      for (let i = 0; i < 40; i++) {
        const image = noise([4, 6, 2], `tie ${i}`, binary);
        const options = v.parse(adaptivePolyphase.options, { select });
        if (adaptivePolyphase.ties!(image, options) > 0) tied++;
        for (const tie of ['first', 'canonical'] as const) {
          const moved = rolled(image, 1, 1);
          if (sameUpToRoll(kept(moved, { select, tie }), kept(image, { select, tie }), select)) same[tie]++;
        }
      }
      expect(tied).toBeGreaterThan(8);
      expect(same.canonical).toBe(40);
      expect(same.first).toBeLessThan(38);
      expect(same.first).toBeGreaterThanOrEqual(40 - tied);
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

  test.each([
    ['first', [9, 9, 9, 49]],
    ['canonical', [49, 49, 49, 49]],
  ])('restores the circle of the course up to a roll, tie %s, for %j of 49 shifts', (tie, matches) => {
    const image = circle.draw(v.parse(circle.options, {}), () => () => Number.NaN);
    const depths = (one: Image) => {
      const outputs = [kept(one, { tie })];
      while (outputs.length < 4) outputs.push(kept(picture(outputs.at(-1)!), { tie }));
      return outputs;
    };
    const reference = depths(image);
    const counts = [0, 0, 0, 0];
    for (let dy = -3; dy <= 3; dy++)
      for (let dx = -3; dx <= 3; dx++)
        for (const [depth, output] of depths(rolled(image, dy, dx)).entries())
          if (isRoll(output, reference[depth]!)) counts[depth]!++;
    expect(counts).toEqual(matches);
  });
});

/** Whether a grid of one channel is another one, rolled: some roll puts the same ones in the same places. */
function isRoll(one: Grid, other: Grid): boolean {
  const wanted = rowsOf(one).map((row) => row.join(''));
  const rows = rowsOf(other).map((row) => row.join(''));
  return rows.some((_, dy) =>
    rows.some((_, dx) =>
      wanted.every((row, y) => {
        const from = rows[(y + dy) % rows.length]!;
        return row === from.slice(dx) + from.slice(0, dx);
      }),
    ),
  );
}

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

  test('counts its choices among equals, and says by how much the closest was made', () => {
    const image = picture([
      [
        [2, 1],
        [0, 1],
        [1, -3],
      ],
    ]);
    const chosen = (given: object) => {
      const options = v.parse(adaptivePolyphase.options, { strides: [1, 3], ...given });
      return [adaptivePolyphase.ties!(image, options), adaptivePolyphase.margin!(image, options)];
    };
    // The phases' sums of squares are 5, 1 and 10; of sizes 3, 1 and 4; the largest sizes 2, 1 and 3.
    expect(chosen({})).toEqual([0, (10 - 5) / 10]);
    expect(chosen({ norm: 'l1' })).toEqual([0, (4 - 3) / 4]);
    expect(chosen({ norm: 'max' })).toEqual([0, (3 - 2) / 3]);
    expect(chosen({ select: 'channel' })).toEqual([0, (4 - 1) / 4]);
    expect(chosen({ strides: [1, 1] })).toEqual([0, 1]);
    const blank = { shape: image.shape, data: new Float32Array(6) };
    const options = v.parse(adaptivePolyphase.options, { strides: [1, 3], select: 'channel' });
    expect(adaptivePolyphase.ties!(blank, options)).toBe(2);
    expect(adaptivePolyphase.margin!(blank, options)).toBe(0);
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

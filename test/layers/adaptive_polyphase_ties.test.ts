import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { Image } from '../../src/core/tensor.ts';
import { circle } from '../../src/image/circle.ts';
import { adaptivePolyphase } from '../../src/layers/adaptive_polyphase.ts';
import { backendsThere } from '../support/backends.ts';
import type { Grid } from '../support/engine/oracle.ts';
import { noise, outputOf, picture, rolled, rowsOf } from '../support/layers/output.ts';
import { sameUpToRoll } from '../support/layers/polyphase.ts';

const binary = (random: number) => (random < 0.3 ? 1 : 0);

describe.each(backendsThere)('adaptive_polyphase, where norms tie, on $name', (backend) => {
  const kept = (image: Image, given = {}) => outputOf(backend, adaptivePolyphase, image, given);

  test('gives the same but rolled if the tie is canonical, and often not if the first is taken', () => {
    for (const select of ['sample', 'channel']) {
      const same = { first: 0, canonical: 0 };
      let tied = 0;
      for (let i = 0; i < 40; i++) {
        const image = noise([4, 6, 2], `tie ${i}`, binary);
        const options = v.parse(adaptivePolyphase.options, { select });
        if (adaptivePolyphase.choices!(image, options).ties > 0) tied++;
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

  test('knows the greatest rotation of a phase that repeats itself, along either axis', () => {
    // 0, 2, 0, 2 and 1, 1, 1, 1: rotated to begin with 2, the first is the greater.
    const line = [0, 1, 2, 1, 0, 1, 2, 1];
    const given = { norm: 'l1', tie: 'canonical' };
    for (let by = 0; by < 8; by++) {
      const moved = [...line.slice(by), ...line.slice(0, by)];
      const across = kept(picture([moved]), { ...given, strides: [1, 2] }).flat(2);
      const down = kept(picture(moved.map((value) => [value])), { ...given, strides: [2, 1] }).flat(2);
      expect(across.toSorted()).toEqual([0, 0, 2, 2]);
      expect(down).toEqual(across);
    }
  });

  test('takes norms for equal that differ only by the order in which values are added', () => {
    const values = [1, 2 ** -53, 2 ** -53];
    const sum = (list: number[]) => list.reduce((a, b) => a + b, 0);
    expect(sum(values)).not.toBe(sum(values.toReversed()));
    for (const [first, second] of [
      [values, values.toReversed()],
      [values.toReversed(), values],
    ] as const) {
      const image = picture([first.flatMap((value, i) => [value, second[i]!])]);
      const options = v.parse(adaptivePolyphase.options, { strides: [1, 2], norm: 'l1' });
      expect(adaptivePolyphase.choices!(image, options).ties).toBe(1);
      expect(kept(image, { strides: [1, 2], norm: 'l1' }).flat(2)).toEqual(first);
    }
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

test('adaptive_polyphase counts its choices among equals, and says by how much the closest was made', () => {
  const image = picture([
    [
      [2, 1],
      [0, 1],
      [1, -3],
    ],
  ]);
  const chosen = (given: object) => {
    const options = v.parse(adaptivePolyphase.options, { strides: [1, 3], ...given });
    const { ties, margin } = adaptivePolyphase.choices!(image, options);
    return [ties, margin];
  };
  // The phases' sums of squares are 5, 1 and 10; of sizes 3, 1 and 4; the largest sizes 2, 1 and 3.
  expect(chosen({})).toEqual([0, (10 - 5) / 10]);
  expect(chosen({ norm: 'l1' })).toEqual([0, (4 - 3) / 4]);
  expect(chosen({ norm: 'max' })).toEqual([0, (3 - 2) / 3]);
  expect(chosen({ select: 'channel' })).toEqual([0, (4 - 1) / 4]);
  expect(chosen({ strides: [1, 1] })).toEqual([0, 1]);
  const blank = { shape: image.shape, data: new Float32Array(6) };
  const options = v.parse(adaptivePolyphase.options, { strides: [1, 3], select: 'channel' });
  expect(adaptivePolyphase.choices!(blank, options)).toEqual({ ties: 2, margin: 0 });
});

import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { ImageKind } from '../../src/image/kind.ts';
import { images } from '../../src/image/registry.ts';
import { stream } from '../../src/random.ts';
import { strictWorld } from '../strict.ts';

/** Options that some kind takes; each kind is drawn with all that it takes. */
const candidates = [
  {},
  { size: 5 },
  { size: [3, 7] },
  { size: [1, 1] },
  { size: [2, 3], channels: 3 },
  { size: 9, value: 'random' },
  { size: 9, radius: 2.5, filled: true },
  { size: 3, at: [[0, 2]] },
  {
    rows: [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
  },
  { rows: [[[1, 2, 3]]] },
];

describe.each(Object.entries<ImageKind>(images))('the image kind %s', (_, kind) => {
  const accepted = candidates
    .map((given) => v.safeParse(kind.options, given))
    .filter(({ success }) => success);
  const draw = (options: unknown, seed = 0) =>
    kind.draw(options, (purpose, key) => stream(seed, purpose, key));

  test('says in a line what it is', () => {
    expect(kind.title).toMatch(/^\S.*\.$/);
  });

  test('takes some of the options that are tried here', () => {
    expect(accepted.length).toBeGreaterThan(0);
  });

  test.each(accepted.map(({ output }) => [output]))(
    'with %j draws finite float32 values of the shape it states',
    async (options) => {
      const { shape, data } = await draw(options);
      expect(shape).toEqual(kind.shape(options));
      expect(data).toBeInstanceOf(Float32Array);
      expect(data).toHaveLength(shape[0] * shape[1] * shape[2]);
      expect(data.every(Number.isFinite)).toBe(true);
    },
  );

  test.each(accepted.map(({ output }) => [output]))(
    'with %j draws the same picture from the same seed',
    async (options) => {
      strictWorld();
      expect(await draw(options, 7)).toEqual(await draw(options, 7));
    },
  );
});

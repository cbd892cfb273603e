import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { stream } from '../../src/core/random.ts';
import type { ImageKind } from '../../src/image/kind.ts';
import { images } from '../../src/image/registry.ts';
import { filesOf, jpegNamed, pngNamed } from '../support/image/pictures.ts';
import { strictWorld } from '../support/strict.ts';

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
  { path: 'a/1.png' },
  { path: 'a/2.png', channels: 'rgb', size: [3, 7], range: [-1, 1], embed: { size: 9, background: -1 } },
  { path: '.', limit: 1 },
  { path: '.', labels: 'none', channels: 'rgb', order: 'random' },
  { path: 'a/1.png', tile: [12, 20] },
  { path: 'a/1.png', tile: 8, labels: 'none', limit: 3, size: 5 },
  { images: 'a/digits.idx' },
  { images: 'a/digits.idx', labels: 'a/labels.idx', embed: { size: [4, 5] } },
];

const digits = Uint8Array.from([
  0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255,
]);

/** What they name. */
const files = {
  'a/1.png': pngNamed('filtered'),
  'a/2.png': jpegNamed('baseline'),
  'a/digits.idx': digits,
  'a/labels.idx': Uint8Array.from([0, 0, 8, 1, 0, 0, 0, 2, 7, 2]),
};

const kinds = await Promise.all(
  Object.entries<ImageKind>(images).map(async ([name, kind]) => {
    const accepted = [];
    for (const given of candidates) {
      const { success, output } = v.safeParse(kind.options, given);
      // What names a folder for a file, and the other way round, is no candidate.
      const loads = success && (await kind.load?.(output, filesOf(files)).catch(() => 'fails'));
      if (success && loads !== 'fails') accepted.push({ output });
    }
    return [name, kind, accepted] as const;
  }),
);

describe.each(kinds)('the image kind %s', (_, kind, accepted) => {
  const load = (options: unknown) => kind.load?.(options, filesOf(files));
  const draw = (options: unknown, loaded: unknown, seed = 0) =>
    kind.draw(options, (purpose, key) => stream(seed, purpose, key), { loaded, picture: 0 });

  test('says in a line what it is', () => {
    expect(kind.title).toMatch(/^\S.*\.$/);
  });

  test('takes some of the options that are tried here', () => {
    expect(accepted.length).toBeGreaterThan(0);
  });

  test.each(accepted.map(({ output }) => [output]))(
    'with %j draws finite float32 values of the shape it states',
    async (options) => {
      const loaded = await load(options);
      const { shape, data } = await draw(options, loaded);
      expect(shape).toEqual(kind.shape(options, loaded));
      expect(data).toBeInstanceOf(Float32Array);
      expect(data).toHaveLength(shape[0] * shape[1] * shape[2]);
      expect(data.every(Number.isFinite)).toBe(true);
    },
  );

  test.each(accepted.map(({ output }) => [output]))(
    'with %j draws the same picture from the same seed',
    async (options) => {
      const [loaded, again] = [await load(options), await load(options)];
      strictWorld();
      expect(await draw(options, loaded, 7)).toEqual(await draw(options, again, 7));
    },
  );

  test.each(accepted.map(({ output }) => [output]))(
    'with %j, where it is a set, has names that differ and labels that are classes',
    async (options) => {
      const set = kind.pictures?.(options, await load(options));
      const names = set?.list.map(({ name }) => name) ?? [];
      expect(new Set(names).size).toBe(names.length);
      for (const { label } of set?.list ?? []) {
        expect(label === undefined).toBe(set!.classes === undefined);
        if (label !== undefined) expect(set!.classes![label]).toMatch(/./);
      }
    },
  );
});

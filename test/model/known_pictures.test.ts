import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKnownPictures } from '../../src/model/known_pictures.ts';
import { pictureDigests } from '../../src/model/picture_digests.ts';

/** Two outputs of a picture of three values, of one and of two values; notes how many pictures go through. */
function network() {
  const ran: number[] = [];
  return {
    ran,
    async compute(pictures: Float32Array) {
      ran.push(pictures.length / 3);
      const sums = Float32Array.from({ length: pictures.length / 3 }, (_, i) =>
        pictures.subarray(3 * i, 3 * i + 3).reduce((sum, value) => sum + value, 0),
      );
      return [sums, Float32Array.from({ length: 2 * sums.length }, (_, i) => sums[i >> 1]! * (1 + (i % 2)))];
    },
  };
}

const value = fc.constantFrom(0, 1, 0.5);
const picture = fc.tuple(value, value, value);
const batches = fc.array(fc.array(picture, { minLength: 1, maxLength: 6 }), { maxLength: 8 });

test('what is known changes no value, and none but the first go through, whatever has room', async () => {
  await fc.assert(
    fc.asyncProperty(
      batches,
      fc.constantFrom(1, 2),
      fc.constantFrom(0, 500, 2 ** 20),
      async (all, least, most) => {
        const known = createKnownPictures({ used: 0, most });
        const { ran, compute } = network();
        const seen = new Set<string>();
        for (const pictures of all) {
          const batch = Float32Array.from(pictures.flat());
          ran.length = 0;
          expect(await known.complete(batch, pictures.length, least, compute)).toEqual(
            await network().compute(batch),
          );
          const news = pictures.filter((one) => !seen.has(String(one))).length;
          const wanted = pictures.length < least ? pictures.length : news === 0 ? 0 : Math.max(least, news);
          if (most === 2 ** 20) expect(ran).toEqual(wanted === 0 ? [] : [wanted]);
          else expect(ran.every((count) => count >= Math.min(least, pictures.length))).toBe(true);
          if (pictures.length >= least) for (const one of pictures) seen.add(String(one));
        }
        known.clear();
      },
    ),
  );
});

test('after they are forgotten, and where other models have the room, pictures go through again', async () => {
  const batch = Float32Array.of(1, 2, 3, 4, 5, 6);
  const room = { used: 0, most: 200 };
  const [first, second] = [createKnownPictures(room), createKnownPictures(room)];
  const times = async (known: typeof first) => {
    const { ran, compute } = network();
    for (let i = 0; i < 2; i++) await known.complete(batch, 2, 2, compute);
    return ran;
  };
  expect(await times(first)).toEqual([2]);
  expect(await times(second)).toEqual([2, 2]);
  first.clear();
  expect(await times(second)).toEqual([2]);
  expect(await times(first)).toEqual([2, 2]);
  second.clear();
  expect(room.used).toBe(0);
});

test('each word of a digest tells pictures of one value from each other, and 0 from -0', () => {
  const values = Float32Array.from({ length: 4096 }, (_, i) => (i < 2048 ? 1 : -1) * (i % 2048));
  const digests = pictureDigests(values, values.length);
  for (let word = 0; word < 4; word++)
    expect(new Set(digests.filter((_, i) => i % 4 === word)).size).toBe(values.length);
});

import { expect, test } from 'vitest';
import { stream } from '../../src/core/random.ts';
import { folder } from '../../src/image/folder.ts';
import { choosePictures } from '../../src/image/selection.ts';
import { bytesOf, jpegNamed, known, opened, pngNamed } from '../support/image/pictures.ts';

const small = bytesOf(known.pngs[0]!.file);
const files = {
  'p/dogs/10.png': pngNamed('filtered'),
  'p/dogs/2.JPG': jpegNamed('baseline'),
  'p/cats/x/deep.jpeg': jpegNamed('grey'),
  'p/cats/notes.txt': 'not a picture',
  'p/Zebras/a.png': pngNamed('filtered'),
};

test('a folder holds the pictures below it by name, classes numbered by the names of their folders', async () => {
  const { pictures, shape } = await opened(folder, { path: 'p' }, files);
  expect(shape).toEqual([24, 40, 1]);
  expect(pictures).toMatchObject({
    byPosition: true,
    list: [
      { name: 'Zebras/a.png', label: 0 },
      { name: 'cats/x/deep.jpeg', label: 1 },
      { name: 'dogs/10.png', label: 2 },
      { name: 'dogs/2.JPG', label: 2 },
    ],
    classes: ['Zebras', 'cats', 'dogs'],
    order: 'name',
    skipsBad: false,
  });
});

test('a picture of a folder is what a file of it alone is', async () => {
  const { draw } = await opened(folder, { path: 'p' }, files);
  const { draw: alone } = await opened(folder, { path: 'p/dogs', labels: 'none' }, files);
  expect(await draw(2)).toEqual(await alone(0));
  expect(await draw(2)).not.toEqual(await draw(1));
});

test('a limit takes the first, which are all that are read, and leaves the classes as they are', async () => {
  const broken = { ...files, 'p/dogs/10.png': 'broken' };
  const { pictures } = await opened(folder, { path: 'p', limit: 2 }, broken);
  expect(pictures!.list.map(({ label }) => label)).toEqual([0, 1]);
  expect(pictures!.classes).toHaveLength(3);
});

test('random order is a shuffle by the seed, so that a limit takes of all', () => {
  const list = Array.from({ length: 60 }, (_, i) => ({ name: String(i) }));
  const places = (seed: number, limit?: number) =>
    choosePictures({ list, order: 'random', limit }, (key) => stream(seed, 'order', key));
  expect(places(1).toSorted((a, b) => a - b)).toEqual([...list.keys()]);
  expect(places(1)).not.toEqual(places(2));
  expect(places(1, 10)).toEqual(places(1).slice(0, 10));
  expect(choosePictures({ list, limit: 3 }, () => expect.unreachable())).toEqual([0, 1, 2]);
  // Each place comes first about as often.
  const first = new Array(60).fill(0);
  for (let seed = 0; seed < 6000; seed++) first[places(seed, 1)[0]!]++;
  expect(Math.max(...first)).toBeLessThan(160);
  expect(Math.min(...first)).toBeGreaterThan(50);
});

test.each([
  [
    { path: 'p' },
    { ...files, 'p/loose.png': small },
    '"loose.png" is in no class folder; move it into one, or write labels: none',
  ],
  [
    { path: 'q', labels: 'none' },
    { 'q/a.txt': '' },
    '"q" holds no pictures; expected files that end in .png, .jpg, .jpeg, .jpe, .jfif',
  ],
  [{ path: 'p' }, { ...files, 'p/dogs/3.png': 'no' }, '"p/dogs/3.png" is no PNG or JPEG picture'],
  [{ path: 'p', embed: { size: 30 } }, files, 'a picture of 24×40 does not fit on a canvas of 30×30'],
  [{ path: 'p', on_error: 'skip' }, { 'p/a/1.png': 'no' }, 'none of the files below "p" is a picture'],
  [
    { path: 'p', on_error: 'skip', limit: 2 },
    { 'p/a/1.png': 'no', 'p/a/2.png': 'no', 'p/b/3.png': small },
    'none of the first 2 files below "p" is a picture',
  ],
])('%j is refused', async (given, all, message) => {
  await expect(opened(folder, given, all)).rejects.toThrow(message);
});

test('pictures of other formats are told, whether or not there are some to read', async () => {
  const others = { 'p/dogs/3.webp': 'x', 'p/cats/b.GIF': 'x', 'p/c/1.heic': 'x', 'p/c/2.tiff': 'x' };
  const warningsOf = async (all: Record<string, string | Uint8Array>) =>
    (await opened(folder, { path: 'p' }, all)).warnings;
  expect(await warningsOf(files)).toEqual([]);
  expect(await warningsOf({ ...files, 'p/dogs/3.webp': 'x' })).toEqual([
    '1 picture below "p" is no PNG or JPEG (dogs/3.webp) and is left out; convert it to PNG: magick mogrify -format png p/*/*.webp',
  ]);
  const [some] = await warningsOf({ ...files, ...others });
  expect(some).toMatch(
    /^4 pictures below "p" are no PNG or JPEG \(.+, .+, .+, …\) and are left out; convert them/,
  );
  await expect(opened(folder, { path: 'p' }, others)).rejects.toThrow(
    /^4 pictures below "p" are no PNG or JPEG \(.+, …\); convert them to PNG: magick mogrify -format png p\/\*\/\*\.heic p\/\*\/\*\.tiff p\/\*\/\*\.GIF p\/\*\/\*\.webp$/,
  );
});

test('a JPEG is read under each name that it has', async () => {
  const all = Object.fromEntries(
    ['a.jpg', 'b.jpeg', 'c.jpe', 'd.JFIF'].map((name) => [`p/${name}`, jpegNamed('grey')]),
  );
  const { pictures, warnings } = await opened(folder, { path: 'p', labels: 'none' }, all);
  expect(pictures!.list.map(({ name }) => name)).toEqual(['a.jpg', 'b.jpeg', 'c.jpe', 'd.JFIF']);
  expect(warnings).toEqual([]);
});

test('pictures may differ in size; the shape of a set is the smallest height and width', async () => {
  const { shape, draw } = await opened(folder, { path: 'p' }, { ...files, 'p/dogs/3.png': small });
  expect(shape).toEqual([7, 11, 1]);
  expect((await draw(3)).shape).toEqual([24, 40, 1]);
  expect((await draw(4)).shape).toEqual([7, 11, 1]);
});

test('size makes pictures alike', async () => {
  const { shape, draw } = await opened(folder, { path: 'p', size: 8 }, { ...files, 'p/dogs/3.png': small });
  expect(shape).toEqual([8, 8, 1]);
  for (let picture = 0; picture < 5; picture++) expect((await draw(picture)).data).toHaveLength(64);
});

test('with on_error: skip a bad file keeps its place, and is told when it is drawn', async () => {
  const given = { path: 'p', on_error: 'skip' };
  const { pictures, draw } = await opened(folder, given, { ...files, 'p/cats/0.png': 'no' });
  expect(pictures!.skipsBad).toBe(true);
  expect(pictures!.list[1]).toEqual({ name: 'cats/0.png', label: 1 });
  await expect(draw(1)).rejects.toThrow('"p/cats/0.png" is no PNG or JPEG picture');
  expect((await draw(2)).shape).toEqual([24, 40, 1]);
});

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { options } from '../../src/core/options.ts';
import { FileProblem, image, readExperiment, run } from '../../src/index.ts';
import { folder } from '../support/files.ts';
import { pngNamed } from '../support/image/pictures.ts';

const object = {
  image: { type: 'sprite', path: 'a/s.png', tile: 8 },
  shift: { max: 1 },
  trials: 'all',
  pool: 'max_pool',
} as const;

test('an object names files below base, a file those beside it, and both give the same', async () => {
  const home = folder({ 'a/s.png': pngNamed('filtered'), 'e.json': JSON.stringify(object) });
  const one = await run(object, { base: home, name: 'e' });
  const other = await run(await readExperiment(join(home, 'e.json')));
  expect(one.table.rows[0]!.images).toBe(15);
  expect(one).toEqual(other);
  expect(one.files.map(({ path }) => path)).toEqual(['a/s.png']);
});

test('below the current folder, if nothing is said', async () => {
  const here = process.cwd();
  process.chdir(folder({ 'a/s.png': pngNamed('filtered') }));
  try {
    expect((await run(object)).table.rows[0]!.images).toBe(15);
  } finally {
    process.chdir(here);
  }
  await expect(run(object, { base: folder() })).rejects.toThrow('image.path: there is no "a/s.png".');
});

test("an image of one's own reads files, and says what is wrong with them", async () => {
  const bytes = image({
    title: 'The bytes of a file, in a row.',
    options: options({}),
    async load(_, files) {
      const found = await files.read('bytes');
      if (found.length === 0) throw new FileProblem('bytes', '"bytes" is empty');
      return found;
    },
    shape: (_, loaded: Uint8Array) => [1, loaded.length, 1],
    draw: (_, __, source) => {
      const data = Float32Array.from(source!.loaded as Uint8Array);
      return { shape: [1, data.length, 1], data };
    },
  });
  const given = { image: 'bytes', shift: { max: 1 }, layers: ['relu'] } as const;
  const { table } = await run(given, { images: { bytes }, base: folder({ bytes: 'abcd' }) });
  expect(table.rows[0]).toMatchObject({ height: 1, width: 4, channels: 1 });
  const empty = run(given, { images: { bytes }, base: folder({ bytes: '' }) });
  await expect(empty).rejects.toThrow('image: "bytes" is empty.');
});

import { describe, expect, test } from 'vitest';
import { readSource } from '../../../src/experiment/parse.ts';
import { objectSource } from '../../../src/experiment/text/source.ts';
import { presets } from '../../../src/image/preprocess/presets.ts';
import { filesOf, pngNamed } from '../../support/image/pictures.ts';

const rest = { shift: { max: 1 }, layers: ['relu'] };
const read = (file: object) =>
  readSource(
    objectSource({ ...rest, ...file }),
    { name: 'test' },
    {
      ...filesOf({ 'a.png': pngNamed('filtered') }),
      named: () => [],
    },
  );

describe('preprocess', () => {
  test.each(Object.entries(presets))('%s is short for options of the image', async (name, options) => {
    const image = { type: 'file', path: 'a.png' };
    const short = await read({ preprocess: name, image });
    const long = await read({ image: { ...image, ...options } });
    expect(short.resolved.image).toEqual(long.resolved.image);
    const again = await read(short.resolved as object);
    expect(again.resolved).toEqual(short.resolved);
  });

  test('gives way to what is written, in the file and in the sweep', async () => {
    const image = { type: 'file', path: 'a.png', crop: 20, resize: { shorter: 24 } };
    const { variants } = await read({
      preprocess: 'torchvision',
      image,
      sweep: { 'image.crop': [10, 12], preprocess: ['torchvision', 'keras_caffe'] },
    });
    expect(variants.map(({ steps }) => steps[0]!.shape)).toEqual([
      [10, 10, 3],
      [10, 10, 3],
      [12, 12, 3],
      [12, 12, 3],
    ]);
    const orders = variants.map(({ image }) => image.options.channels);
    expect(orders).toEqual(['rgb', 'bgr', 'rgb', 'bgr']);
  });

  test('is refused for an image that is no picture', async () => {
    await expect(read({ preprocess: 'keras_tf', image: 'circle' })).rejects.toThrow(
      'preprocess: is for pictures (file, folder, sprite, idx), not for circle; leave it out.',
    );
  });
});

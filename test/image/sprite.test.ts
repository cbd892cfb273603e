import { expect, test } from 'vitest';
import { file } from '../../src/image/file.ts';
import { sprite } from '../../src/image/sprite.ts';
import { opened, pngNamed } from '../support/image/pictures.ts';

const files = { s: pngNamed('filtered') };

test('a sprite is cut into tiles, row by row, a class for each row', async () => {
  const { pictures, shape, draw } = await opened(
    sprite,
    { path: 's', tile: [12, 10], channels: 'rgb' },
    files,
  );
  const whole = await (await opened(file, { path: 's', channels: 'rgb' }, files)).draw();
  expect(shape).toEqual([12, 10, 3]);
  expect(pictures!.list).toHaveLength(8);
  expect(pictures!.list[6]).toEqual({ name: 'r1c2', label: 1 });
  expect(pictures!.classes).toEqual(['0', '1']);
  for (let picture = 0; picture < 8; picture++) {
    const { data } = await draw(picture);
    const [top, left] = [12 * Math.floor(picture / 4), 10 * (picture % 4)];
    for (let y = 0; y < 12; y++) {
      for (let i = 0; i < 30; i++) expect(data[y * 30 + i]).toBe(whole.data[((top + y) * 40 + left) * 3 + i]);
    }
  }
});

test('without labels it has no classes', async () => {
  const { pictures } = await opened(sprite, { path: 's', tile: 8, labels: 'none', limit: 3 }, files);
  expect(pictures!.classes).toBeUndefined();
  expect(pictures!.list[3]).toEqual({ name: 'r0c3', label: undefined });
  expect(pictures!.limit).toBe(3);
});

test('of a tile that does not divide the sheet it is refused', async () => {
  await expect(opened(sprite, { path: 's', tile: [12, 9] }, files)).rejects.toThrow(
    '"s" is 24×40, which is not a whole number of tiles of 12×9',
  );
});

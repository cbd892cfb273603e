import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { file } from '../../../src/image/file.ts';
import { bytesOf, opened } from '../../support/image/pictures.ts';

/** What test/fixtures/orientations.py made. */
const known = JSON.parse(
  readFileSync(new URL('../../fixtures/orientations.json', import.meta.url), 'utf8'),
) as { name: string; file: string; shape: [number, number]; rgb: number[] }[];

test.each(known.map((one) => [one.name, one] as const))(
  'orient: true turns a picture as Pillow does: %s',
  async (_, { file: base64, shape, rgb }) => {
    const options = { path: 'a', channels: 'rgb', range: [0, 255], orient: true };
    const turned = await opened(file, options, { a: bytesOf(base64) });
    expect(turned.shape).toEqual([...shape, 3]);
    expect([...(await turned.draw()).data]).toEqual(rgb);
  },
);

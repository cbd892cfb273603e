import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { file } from '../../src/image/file.ts';
import { jpegNamed, opened, pngNamed } from '../support/image/pictures.ts';

const filtered = { 'a.png': pngNamed('filtered') };

describe('file', () => {
  test('is told by its first bytes, whatever its name', async () => {
    const names = { 'a.png': jpegNamed('grey'), b: pngNamed('filtered'), 'c.jpg': 'no picture' };
    expect((await opened(file, { path: 'a.png' }, names)).shape).toEqual([24, 40, 1]);
    expect((await opened(file, { path: 'b' }, names)).shape).toEqual([24, 40, 1]);
    await expect(opened(file, { path: 'c.jpg' }, names)).rejects.toThrow('"c.jpg" is no PNG or JPEG picture');
    await expect(opened(file, { path: 'd' }, { d: '' })).rejects.toThrow('"d" is no PNG or JPEG picture');
  });

  test.each([
    ['RIFF0000WEBPVP8 ', 'has the format WebP; convert it to PNG'],
    ['GIF89a', 'has the format GIF; convert it to PNG'],
    ['II*\0', 'has the format TIFF; convert it to PNG'],
    ['\0\0\0 ftypavif', 'has the format AVIF; convert it to PNG'],
    ['\0\0\0 ftypheic', 'has the format HEIC; convert it to PNG'],
    ['P6\n2 2\n255\n', 'has the format NetPBM; convert it to PNG'],
    [`${'\0'.repeat(128)}DICM`, 'has the format DICOM; convert it to PNG'],
    ['<?xml version="1.0"?>\n<!-- a -->\n<svg xmlns="">', 'has the format SVG; convert it to PNG'],
    [
      '\n<!DOCTYPE html>\n<html>',
      'is a page of the web, as a download leaves that failed; download the picture itself',
    ],
    ['', 'is empty'],
  ])('of another format is refused by what it is: %j', async (content, what) => {
    await expect(opened(file, { path: 'a.png' }, { 'a.png': content })).rejects.toThrow(
      `"a.png" is no PNG or JPEG picture: it ${what}`,
    );
  });

  test('of more pixels than allowed is refused by its header alone', async () => {
    const large = pngNamed('filtered').slice(0, 33);
    new DataView(large.buffer).setUint32(16, 4001);
    new DataView(large.buffer).setUint32(20, 4000);
    await expect(opened(file, { path: 'a' }, { a: large })).rejects.toThrow(
      '"a": 4000×4001 are 16,004,000 pixels, more than the 16,000,000 of max_pixels',
    );
    await expect(opened(file, { path: 'a.png', max_pixels: 959 }, filtered)).rejects.toThrow(
      '"a.png": 24×40 are 960 pixels, more than the 959 of max_pixels',
    );
    expect((await opened(file, { path: 'a.png', max_pixels: 960 }, filtered)).shape).toEqual([24, 40, 1]);
  });

  test('has black and white where range puts them', async () => {
    const draw = async (range: [number, number]) =>
      (await (await opened(file, { path: 'a.png', range, channels: 'rgb' }, filtered)).draw()).data;
    const plain = await draw([0, 255]);
    expect(plain.every((value) => Number.isInteger(value))).toBe(true);
    expect([plain[0], plain[3], plain[4]]).toEqual([0, 6, 0]);
    const turned = await draw([1, -1]);
    for (const [i, value] of plain.entries()) expect(turned[i]).toBe(Math.fround(1 - 2 * (value / 255)));
  });

  test('is stretched to size, then put into the middle of its canvas', async () => {
    const given = { path: 'a.png', size: [2, 3], embed: { size: [5, 6], background: 9 } };
    const { shape, draw } = await opened(file, given, filtered);
    const small = await (await opened(file, { path: 'a.png', size: [2, 3] }, filtered)).draw();
    const { data } = await draw();
    expect(shape).toEqual([5, 6, 1]);
    const [a, b, c, d, e, f] = small.data;
    const canvas = [
      [9, 9, 9, 9, 9, 9],
      [9, a, b, c, 9, 9],
      [9, d, e, f, 9, 9],
      [9, 9, 9, 9, 9, 9],
      [9, 9, 9, 9, 9, 9],
    ];
    expect([...data]).toEqual(canvas.flat());
  });

  test('does not fit on a smaller canvas', async () => {
    await expect(opened(file, { path: 'a.png', embed: { size: [24, 39] } }, filtered)).rejects.toThrow(
      'a picture of 24×40 does not fit on a canvas of 24×39',
    );
  });

  test.each([
    [{}, 'is missing'],
    [{ path: '' }, 'expected the path of a file'],
    [{ path: 'a', channels: 'gray' }, 'unknown value "gray"; did you mean "grey"?'],
    [{ path: 'a', range: [0] }, 'expected a finite number'],
    [{ path: 'a', embed: 36 }, 'expected an object with size, background'],
    [{ path: 'a', max_pixels: 0 }, 'expected a whole number from 1 to 67,108,864'],
  ])('%j is refused: %s', (given, message) => {
    const result = v.safeParse(file.options, given);
    expect(result.issues?.map((issue) => issue.message)).toContain(message);
  });
});

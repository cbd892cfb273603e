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
    ['RIFF0000WEBPVP8 ', 'WebP'],
    ['GIF89a', 'GIF'],
    ['II*\0', 'TIFF'],
    ['II+\0', 'TIFF'],
    ['MM\0*', 'TIFF'],
    ['MM\0+', 'TIFF'],
    ['\0\0\0 ftypavif', 'AVIF'],
    ['\0\0\0 ftypheic', 'HEIC'],
    ['\0\0\0\x0cjP  \r\n', 'JPEG 2000'],
    ['\xff\x4f\xff\x51', 'JPEG 2000'],
    ['\xff\x0a\x10', 'JPEG XL'],
    ['BMf\0\0\0', 'Windows bitmap'],
    ['\0\0\x01\0\x01\0', 'Windows icon'],
    ['8BPS\0\x01', 'Photoshop'],
    ['P6\n2 2\n255\n', 'NetPBM'],
    ['P5 2 2 255 ', 'NetPBM'],
    ['Pf\n4 4\n-1.0\n', 'NetPBM'],
    ['qoif\0\0\0\x04', 'QOI'],
    ['v/1\x01', 'OpenEXR'],
    ['#?RADIANCE\n', 'Radiance HDR'],
    ['\x0a\x05\x01\x08', 'PCX'],
    ['\0\0\x02\0\0\0\0\0\0\0\0\0\x04\0\x04\0\x18\0\0', 'Targa'],
    ['\x10\x01\x09\0\0\0\x01\x18\0\0\0\0\x04\0\x04\0\x08\0\0', 'Targa'],
    [`${'\0'.repeat(128)}DICM`, 'DICOM'],
    ['%PDF-1.4\n', 'PDF'],
    ['<?xml version="1.0"?>\n<!-- a -->\n<svg xmlns="">', 'SVG'],
  ])(
    'of another format is refused by its name, with the command that converts it: %j',
    async (content, format) => {
      const bytes = Uint8Array.from(content, (letter) => letter.charCodeAt(0));
      await expect(opened(file, { path: 'my a.img' }, { 'my a.img': bytes })).rejects.toThrow(
        `"my a.img" is no PNG or JPEG picture: it has the format ${format}; convert it to PNG: magick "my a.img[0]" "my a.png"`,
      );
    },
  );

  test.each([
    [
      '\n<!DOCTYPE html>\n<html>',
      'is a page of the web, as a download leaves that failed; download the picture itself',
    ],
    ['', 'is empty'],
    [
      '\x93NUMPY\x01\0',
      `has the format NumPy; convert it to PNG: python -c "import numpy, PIL.Image as I; I.fromarray(numpy.load('a.img')).save('a.img.png')"`,
    ],
    [
      `${'\0'.repeat(344)}n+1\0`,
      `has the format NIfTI; convert a slice of it to PNG: python -c "import nibabel, PIL.Image as I; I.fromarray(nibabel.load('a.img').get_fdata()[:, :, 0].astype('uint8')).save('a.img.png')"`,
    ],
    ['PK\x03\x04', 'is an archive; unpack it, and take a picture'],
    ['\x1f\x8b\x08', 'is packed by gzip; unpack it: gunzip -k a.img'],
    ['\0\0\x08\x03', 'is an idx file of pictures; write type: idx'],
    ['\0\0\0 ftypisom', 'is a film; save a frame of it: ffmpeg -i a.img -frames:v 1 a.png'],
    ['\x89PNG\n\x1a\n', 'is a PNG picture that was changed as if it were a text; copy it again, as binary'],
    ['iVBORw0KGgoAAAA', 'is a picture in base64; decode it: base64 -d a.img > a.png'],
  ])('that is no picture is refused by what it is: %j', async (content, what) => {
    const bytes = Uint8Array.from(content, (letter) => letter.charCodeAt(0));
    await expect(opened(file, { path: 'a.img' }, { 'a.img': bytes })).rejects.toThrow(
      `"a.img" is no PNG or JPEG picture: it ${what}`,
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

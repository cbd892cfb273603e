import { describe, expect, test } from 'vitest';
import { file } from '../../../src/image/file.ts';
import { bytesOf, jpegNamed, known, opened } from '../../support/image/pictures.ts';

describe('JPEG', () => {
  test.each(known.jpegs.map((one) => [one.name, one] as const))(
    '%s has the very pixels that Pillow reads',
    async (_, { file: base64, shape: [height, width], rgb }) => {
      const given = { path: 'a', channels: 'rgb', range: [0, 255] };
      const { shape, data } = await (await opened(file, given, { a: bytesOf(base64) })).draw();
      expect(shape).toEqual([height, width, 3]);
      expect([...data]).toEqual(rgb.flat());
    },
  );

  test('stays as it is stored, whatever EXIF says of turning it', async () => {
    const { shape } = await opened(file, { path: 'a' }, { a: jpegNamed('turned by EXIF') });
    expect(shape).toEqual([24, 40, 1]);
  });

  test.each([
    ['is CMYK; convert it to RGB before', bytesOf(known.cmyk)],
    ['has 12 bits a sample; expected 8', framed(0xc1, 12, 3)],
    ['is lossless, hierarchical or arithmetic; expected baseline or progressive', framed(0xc3, 8, 3)],
    ['has 2 components; expected 1 or 3', framed(0xc0, 8, 2)],
    ['has no pixels', framed(0xc0, 8, 3, 0)],
    ['ends before its header does', jpegNamed('baseline').subarray(0, 100)],
  ])('that %s is refused when it is read', async (why, bytes) => {
    const reading = opened(file, { path: 'a' }, { a: bytes });
    await expect(reading).rejects.toThrow(`"a" is a JPEG picture that ${why}`);
  });

  test('that is CMYK gets the command that converts it', async () => {
    const reading = opened(file, { path: 'my cat.jpg' }, { 'my cat.jpg': bytesOf(known.cmyk) });
    await expect(reading).rejects.toThrow(
      'convert it to RGB before: magick "my cat.jpg" -colorspace sRGB "my cat.png"',
    );
  });

  test.each([
    ['zeros', [0, 0, 0]],
    ['bytes that mean nothing', [1, 2, 3, 255, 0]],
    ['bytes of 255', [255, 255]],
    ['a mark of a restart', [255, 0xd0]],
  ])('with %s between segments is read as Pillow reads it', async (_, between) => {
    const whole = jpegNamed('baseline');
    const draw = async (bytes: Uint8Array) =>
      (await opened(file, { path: 'a', channels: 'rgb' }, { a: bytes })).draw();
    const END_OF_FIRST = 20;
    const parts = [whole.subarray(0, END_OF_FIRST), Uint8Array.from(between), whole.subarray(END_OF_FIRST)];
    expect(await draw(Buffer.concat(parts))).toEqual(await draw(whole));
  });

  test('of a revision of JFIF that is not known is read as Pillow reads it', async () => {
    const whole = jpegNamed('baseline');
    const REVISION = 11;
    expect(whole[REVISION]).toBe(1);
    const draw = async (bytes: Uint8Array) =>
      (await opened(file, { path: 'a', channels: 'rgb' }, { a: bytes })).draw();
    expect(await draw(whole.with(REVISION, 3))).toEqual(await draw(whole));
  });

  test('without a table that its pixels need is refused when it is drawn', async () => {
    const { draw } = await opened(file, { path: 'a' }, { a: jpegNamed('baseline').with(20, 7) });
    await expect(draw()).rejects.toThrow('"a" is a JPEG picture that is damaged');
  });

  test('that is cut off is told when it is drawn, and the next one is read as ever', async () => {
    const whole = jpegNamed('baseline');
    const cut = await opened(file, { path: 'a' }, { a: whole.subarray(0, whole.length - 60) });
    await expect(cut.draw()).rejects.toThrow(
      '"a" is a JPEG picture that is damaged: premature end of JPEG file',
    );
    const { data } = await (await opened(file, { path: 'a' }, { a: jpegNamed('grey') })).draw();
    expect(data[0]).toBe(Math.fround(known.jpegs.find(({ name }) => name === 'grey')!.rgb[0]![0]! / 255));
  });

  test('of more scans than any has is refused before they are decoded', async () => {
    const whole = jpegNamed('progressive');
    const at = whole.findIndex((byte, i) => byte === 0xff && whole[i + 1] === 0xda);
    const scan = whole.subarray(at, whole.length - 2);
    const many = Buffer.concat([
      whole.subarray(0, at),
      ...Array.from({ length: 101 }, () => scan),
      whole.subarray(whole.length - 2),
    ]);
    const { draw } = await opened(file, { path: 'a' }, { a: many });
    await expect(draw()).rejects.toThrow(/has \d+ scans, more than the 100 allowed/);
  });
});

/** A JPEG whose frame says this. */
function framed(code: number, depth: number, components: number, width = 5): Uint8Array {
  const frame = [0xff, code, 0, 8 + 3 * components, depth, 0, 4, 0, width, components];
  return Uint8Array.from([0xff, 0xd8, ...frame, ...new Array(3 * components).fill(1), 0xff, 0xd9]);
}

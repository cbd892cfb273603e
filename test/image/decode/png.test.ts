import { describe, expect, test } from 'vitest';
import { file } from '../../../src/image/file.ts';
import { bytesOf, known, opened, pngNamed } from '../../support/image/pictures.ts';

describe('PNG', () => {
  test.each(known.pngs.map((one) => [one.name, one] as const))(
    'of %s has the pixels that were written, in colour and in grey',
    async (_, { file: base64, shape: [height, width], white, rgba }) => {
      const files = { 'a.png': bytesOf(base64) };
      const colour = await (await opened(file, { path: 'a.png', channels: 'rgb' }, files)).draw();
      const grey = await (await opened(file, { path: 'a.png' }, files)).draw();
      expect(colour.shape).toEqual([height, width, 3]);
      expect(grey.shape).toEqual([height, width, 1]);
      for (const [i, [red, green, blue, alpha]] of (rgba as [number, number, number, number][]).entries()) {
        const shown = [red, green, blue].map((value) => (value / white) * (alpha / white));
        for (const [c, value] of shown.entries()) expect(colour.data[3 * i + c]).toBeCloseTo(value, 6);
        const luma = 0.299 * shown[0]! + 0.587 * shown[1]! + 0.114 * shown[2]!;
        expect(grey.data[i]).toBeCloseTo(luma, 6);
      }
    },
  );

  test('of opaque grey pixels gives value / white to the last bit, so that / 255 in float32 is the same', async () => {
    const { file: base64, rgba } = known.pngs.find(({ name }) => name === 'type 0, 8 bits')!;
    const { data } = await (await opened(file, { path: 'a' }, { a: bytesOf(base64) })).draw();
    expect([...data]).toEqual(rgba.map(([value]) => Math.fround(value! / 255)));
  });

  test.each([
    ['is cut off', (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 30)],
    ['is cut off', (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 1)],
    [
      'is damaged: the checksum of its IDAT does not fit',
      (bytes: Uint8Array) => bytes.with(60, bytes[60]! ^ 1),
    ],
    [
      'is damaged: the checksum of its IEND does not fit',
      (bytes: Uint8Array) => bytes.with(bytes.length - 1, 0),
    ],
    ['is damaged: its data cannot be unpacked', withoutData],
    ['is damaged: the checksum of its pixels does not fit', withAdler((sum) => sum.with(3, sum[3]! ^ 1))],
    ['is damaged: its data cannot be unpacked', withAdler((sum) => sum.subarray(0, 2))],
  ])('that %s is told when it is drawn, and the next one is read as ever', async (why, damage) => {
    const { draw } = await opened(file, { path: 'a' }, { a: damage(pngNamed('filtered')) });
    await expect(draw()).rejects.toThrow(`"a" is a PNG picture that ${why}`);
    const whole = await opened(file, { path: 'a' }, { a: pngNamed('filtered') });
    expect((await whole.draw()).shape).toEqual([24, 40, 1]);
  });

  test('with bytes after its packed pixels is read, as libpng does', async () => {
    const behind = withAdler((sum) => Buffer.concat([sum, Buffer.from('behind')]));
    const { draw } = await opened(file, { path: 'a' }, { a: behind(pngNamed('filtered')) });
    const whole = await opened(file, { path: 'a' }, { a: pngNamed('filtered') });
    expect(await draw()).toEqual(await whole.draw());
  });

  test.each([
    ['ends before its header does', (bytes: Uint8Array) => bytes.subarray(0, 20)],
    ['does not begin with its header', (bytes: Uint8Array) => bytes.with(12, 0)],
    ['has no pixels', (bytes: Uint8Array) => bytes.with(19, 0)],
    [
      'has colour type 5 with 8 bits, which the standard does not have',
      (bytes: Uint8Array) => bytes.with(25, 5),
    ],
    [
      'has colour type 2 with 4 bits, which the standard does not have',
      (bytes: Uint8Array) => bytes.with(24, 4),
    ],
  ])('that %s is told when it is read', async (why, damage) => {
    const reading = opened(file, { path: 'a' }, { a: damage(pngNamed('filtered')) });
    await expect(reading).rejects.toThrow(`"a" is a PNG picture that ${why}`);
  });
});

/** Replaces the Adler-32 at the end of the pixel data, and gives the chunk its right length and checksum. */
function withAdler(change: (sum: Uint8Array) => Uint8Array) {
  return (bytes: Uint8Array): Uint8Array => {
    const at = Buffer.from(bytes).indexOf('IDAT') - 4;
    const length = Buffer.from(bytes).readUInt32BE(at);
    const data = bytes.subarray(at + 8, at + 8 + length);
    const named = Buffer.concat([Buffer.from('IDAT'), data.subarray(0, -4), change(data.subarray(-4))]);
    const number = (value: number) => {
      const four = Buffer.alloc(4);
      four.writeUInt32BE(value);
      return four;
    };
    const chunk = [number(named.length - 4), named, number(crc32(named))];
    return Buffer.concat([bytes.subarray(0, at), ...chunk, bytes.subarray(at + 12 + length)]);
  };
}

/** A file that is whole by its chunks, but has no pixels. */
function withoutData(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([bytes.subarray(0, 33), bytes.subarray(bytes.length - 12)]);
}

/** CRC-32, bit by bit. */
function crc32(bytes: Uint8Array): number {
  let code = 0xffffffff;
  for (const byte of bytes) {
    code ^= byte;
    for (let bit = 0; bit < 8; bit++) code = (code >>> 1) ^ (code & 1 ? 0xedb88320 : 0);
  }
  return ~code >>> 0;
}

import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { file } from '../../../src/image/file.ts';
import { folder } from '../../../src/image/folder.ts';
import { idx } from '../../../src/image/idx.ts';
import { cropOrigin } from '../../../src/image/preprocess/crop.ts';
import { resizedSize } from '../../../src/image/preprocess/target_size.ts';
import { opened, pngNamed } from '../../support/image/pictures.ts';

/** 24×40 pixels. */
const files = { a: pngNamed('filtered') };
const rgb = { path: 'a', channels: 'rgb' };

describe('resize', () => {
  test('by the shorter side keeps the proportions, rounded down', () => {
    expect(resizedSize([300, 400], { shorter: 256 })).toEqual([256, 341]);
    expect(resizedSize([400, 300], { shorter: 256 })).toEqual([341, 256]);
    expect(resizedSize([7, 7], { shorter: 9 })).toEqual([9, 9]);
    const side = fc.integer({ min: 1, max: 5000 });
    fc.assert(
      fc.property(side, side, side, (height, width, shorter) => {
        const [rows, columns] = resizedSize([height, width], { shorter });
        const [short, long] = [Math.min(rows, columns), Math.max(rows, columns)];
        const exact = (BigInt(shorter) * BigInt(Math.max(height, width))) / BigInt(Math.min(height, width));
        expect([short, BigInt(long)]).toEqual([shorter, exact]);
        expect(rows <= columns).toBe(height <= width || rows === columns);
      }),
    );
  });

  test('with size, not rounded, is the option size', async () => {
    const short = await opened(file, { ...rgb, size: [9, 13] }, files);
    const long = await opened(file, { ...rgb, resize: { size: [9, 13], round: false } }, files);
    expect(await short.draw()).toEqual(await long.draw());
  });
});

describe('crop', () => {
  test('begins at half of what is left, halves to even', () => {
    expect(cropOrigin([256, 341], [224, 224])).toEqual([16, 58]);
    expect([5, 7, 9, 11].map((height) => cropOrigin([height, 4], [4, 4])[0])).toEqual([0, 2, 2, 4]);
  });

  test('is a part of the whole picture, after resize and before embed', async () => {
    const whole = await (await opened(file, { ...rgb, resize: { shorter: 12 } }, files)).draw();
    const part = await opened(file, { ...rgb, resize: { shorter: 12 }, crop: [5, 9] }, files);
    expect(part.shape).toEqual([5, 9, 3]);
    const { data } = await part.draw();
    // 12×20: the crop begins at (4, 6), since 3.5 and 5.5 are rounded to even.
    for (const [i, value] of data.entries()) {
      const [y, x, c] = [Math.floor(i / 27), Math.floor(i / 3) % 9, i % 3];
      expect(value).toBe(whole.data[((4 + y) * 20 + 6 + x) * 3 + c]);
    }
    const embed = { size: 11, background: [0.1, 0.2, 0.3] };
    const canvas = await (await opened(file, { ...rgb, crop: [5, 9], embed }, files)).draw();
    expect(canvas.shape).toEqual([11, 11, 3]);
    expect([...canvas.data.subarray(0, 3)]).toEqual([0.1, 0.2, 0.3].map(Math.fround));
  });

  test('that is larger than the picture is refused', async () => {
    const given = { path: 'a', resize: { shorter: 20 }, crop: 21 };
    await expect(opened(file, given, files)).rejects.toThrow(
      '"a": a picture of 20×33 is smaller than its crop of 21×21',
    );
  });

  test('gives pictures of different sizes one size, so that they form a set', async () => {
    const all = { 'p/a/1.png': pngNamed('filtered'), 'p/b/2.png': pngNamed('type 2, 8 bits') };
    const sets = [{ crop: 5 }, { resize: { shorter: 8 }, crop: 8 }, { embed: { size: 48 } }, { size: 4 }];
    for (const given of sets) {
      const { shape, draw } = await opened(folder, { path: 'p', ...given }, all);
      for (const at of [0, 1]) expect((await draw(at)).shape).toEqual(shape);
    }
  });
});

describe('values', () => {
  test('of bgr are those of rgb in the other order', async () => {
    const [one, other] = await Promise.all(
      ['rgb', 'bgr'].map(async (channels) => (await opened(file, { path: 'a', channels }, files)).draw()),
    );
    for (let i = 0; i < one!.data.length; i += 3) {
      expect([...other!.data.subarray(i, i + 3)]).toEqual([...one!.data.subarray(i, i + 3)].reverse());
    }
  });

  test('become (value - mean) / std, in float32', async () => {
    const plain = await (await opened(file, rgb, files)).draw();
    const given = { ...rgb, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
    const { data } = await (await opened(file, given, files)).draw();
    const f = Math.fround;
    for (const [i, value] of plain.data.entries()) {
      expect(data[i]).toBe(f(f(value - f(given.mean[i % 3]!)) / f(given.std[i % 3]!)));
    }
  });

  test('of an idx file are grey, in three channels too', () => {
    expect(v.safeParse(idx.options, { images: 'a', channels: 'rgb' }).success).toBe(true);
  });
});

describe('options that contradict each other are refused', () => {
  test.each([
    [{ size: 4, resize: { size: 4 } }, 'size and resize exclude each other; write size inside resize'],
    [{ resize: {} }, 'expected one of shorter and size'],
    [{ resize: { shorter: 4, size: 4 } }, 'expected one of shorter and size'],
    [{ mean: [1, 2, 3] }, 'expected one number, as grey pictures have one channel'],
    [{ channels: 'rgb', std: [1, 2] }, 'expected one number per channel, 3'],
    [{ channels: 'bgr', embed: { size: 9, background: [1] } }, 'expected one number per channel, 3'],
    [{ std: 0 }, 'expected a number above 0'],
  ])('%j', (given, message) => {
    const { issues } = v.safeParse(file.options, { path: 'a', ...given });
    expect(issues?.map((issue) => issue.message)).toEqual([message]);
  });
});

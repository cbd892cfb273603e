import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { file } from '../../../src/image/file.ts';
import { type PresetName, withPreset } from '../../../src/image/preprocess/presets.ts';
import { resize } from '../../../src/image/preprocess/resize.ts';
import { bytesOf, opened } from '../../support/image/pictures.ts';

type Pair = [number, number];
type FilterName = 'bilinear' | 'bicubic' | 'lanczos' | 'nearest';

interface Known {
  pictures: {
    file: string;
    shape: Pair;
    resized: { to: Pair; filter: FilterName; rgb: string; grey: string }[];
  }[];
  turned: { orientation: number; format: string; file: string; shape: Pair; rgb: number[] }[];
  presets: {
    preset: PresetName;
    file: string;
    shape: number[];
    every: number;
    values: number[];
    sum: number;
  }[];
  plain: { shape: Pair; values: number[]; to: Pair; filter: FilterName; resized: number[] }[];
}

/** What test/fixtures/pillow.py made. */
const known: Known = JSON.parse(readFileSync(new URL('../../fixtures/pillow.json', import.meta.url), 'utf8'));

describe('resize with antialias and round', () => {
  test.each(known.pictures.map((one, i) => [i, one] as const))(
    'gives the bytes of Pillow: picture %i, smaller and larger, every filter, in colour and in grey',
    async (_, { file: base64, resized }) => {
      expect(resized).toHaveLength(12);
      for (const { to, filter, ...sums } of resized) {
        for (const channels of ['rgb', 'grey'] as const) {
          const given = { path: 'a', channels, range: [0, 255], resize: { size: to, filter } };
          const { shape, data } = await (await opened(file, given, { a: bytesOf(base64) })).draw();
          expect(shape).toEqual([...to, channels === 'rgb' ? 3 : 1]);
          expect([filter, to, sha256(Uint8Array.from(data))]).toEqual([filter, to, sums[channels]]);
        }
      }
    },
  );
});

/** What Pillow 13 gives of a row with the values 0, 1, 2 … in its modes I;16 and L, by NEAREST. */
const nearestRows: [from: number, depth: 8 | 16, nearest: number[]][] = [
  [2, 16, [0, 0, 0, 1, 1, 1, 1]],
  [2, 8, [0, 0, 0, 0, 1, 1, 1]],
  [6, 16, [0, 0, 1, 1, 2, 3, 3, 4, 4, 5, 5]],
  [6, 8, [0, 0, 1, 1, 2, 2, 3, 4, 4, 5, 5]],
];

test.each(nearestRows)(
  'the nearest pixels of a row of %i with %i bits are those of Pillow',
  async (width, depth, nearest) => {
    const levels = Array.from({ length: width }, (_, i) => i);
    const data = depth === 16 ? Uint16Array.from(levels) : Uint8Array.from(levels);
    const bytes = encode({ width, height: 1, data, depth, channels: 1 });
    for (const round of [true, false]) {
      const given = { resize: { size: [1, nearest.length], filter: 'nearest', round } };
      const white = 2 ** depth - 1;
      const made = await opened(file, { path: 'a', range: [0, white], ...given }, { a: bytes });
      expect([...(await made.draw()).data]).toEqual(nearest);
    }
  },
);

/** What Pillow 13 gives of a row in its mode I;16. Some sums are halves, and some need more than 22 bits. */
const rowsOf16Bits: [filter: FilterName, row: number[], resized: number[]][] = [
  ['bilinear', [9882, 56992, 22330, 50834, 49066], [21659, 42550, 38957, 49508]],
  ['bicubic', [55632, 9297], [60509, 55632, 41732, 23198, 9297, 4420]],
  ['lanczos', [26714, 49234, 63012, 64532, 29622, 4485, 60959], [31516, 59293, 63408, 13620, 42756]],
];

test.each(rowsOf16Bits)(
  'by %s a grey row with 16 bits has the levels of Pillow',
  async (filter, row, resized) => {
    const bytes = encode({
      width: row.length,
      height: 1,
      data: Uint16Array.from(row),
      depth: 16,
      channels: 1,
    });
    for (const channels of ['grey', 'rgb']) {
      const resize = { size: [1, resized.length], filter };
      const made = await opened(file, { path: 'a', range: [0, 65_535], channels, resize }, { a: bytes });
      const { data, shape } = await made.draw();
      expect([...data].filter((_, i) => i % shape[2] === 0)).toEqual(resized);
    }
  },
);

describe('resize without antialias', () => {
  test.each(known.plain.map((one) => [one.filter, one.shape, one.to, one] as const))(
    'by %s from %j to %j is what PyTorch does',
    (filter, shape, to, { values, resized }) => {
      const image = { shape: [...shape, 1] as const, data: Float32Array.from(values) };
      const found = resize(image, to, { filter, antialias: false });
      for (const [i, value] of resized.entries()) expect(found.data[i]).toBeCloseTo(value, 5);
    },
  );
});

describe('preprocess', () => {
  test.each(known.presets.map((one, i) => [one.preset, i, one] as const))(
    'as %s gives what its own formula gives of picture %i',
    async (preset, _, { file: base64, shape, every, values, sum }) => {
      const made = await opened(file, withPreset({ path: 'a' }, preset), { a: bytesOf(base64) });
      const { data } = await made.draw();
      expect(made.shape).toEqual(shape);
      for (const [i, value] of values.entries())
        expect(data[i * every]).toBeCloseTo(value, preset === 'keras_caffe' ? 4 : 6);
      expect(data.reduce((all, value) => all + value, 0)).toBeCloseTo(sum, 1);
    },
  );

  test('fills in what is not written: an own size takes the place of the resize', () => {
    expect(withPreset({ crop: 192, channels: 'bgr' }, 'torchvision')).toMatchObject({
      crop: 192,
      channels: 'bgr',
      resize: { shorter: 256 },
    });
    expect(withPreset({ size: 200 }, 'torchvision')).not.toHaveProperty('resize');
  });
});

describe('orient', () => {
  test.each(known.turned.map((one) => [one.orientation, one.format, one] as const))(
    'of orientation %i in %s turns the picture as Pillow does',
    async (orientation, format, { file: base64, shape, rgb }) => {
      const files = { a: bytesOf(base64) };
      const given = { path: 'a', channels: 'rgb', range: [0, 255] };
      const turned = await opened(file, { ...given, orient: true }, files);
      expect(turned.shape).toEqual([...shape, 3]);
      expect([...(await turned.draw()).data]).toEqual(rgb);
      const stored = await opened(file, given, files);
      expect(stored.shape).toEqual([5, 8, 3]);
      expect(turned.warnings).toEqual([]);
      const warned =
        orientation === 1 ? [] : [expect.stringContaining('the EXIF orientation of "a" is not applied')];
      expect([format, stored.warnings]).toEqual([format, warned]);
      expect((await opened(file, { ...given, orient: false }, files)).warnings).toEqual([]);
    },
  );
});

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

import { crc32, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Files } from '../../../src/core/files.ts';
import { filesBelow } from '../../../src/experiment/disk/disk.ts';
import { zlibState } from '../../../src/experiment/disk/zlib_state.ts';
import { png } from '../../../src/image/decode/png.ts';
import { bytesOf, known } from '../../support/image/pictures.ts';

const { wasm } = filesBelow('.');

/** The pixels of a file, or why it has none. */
async function decoded(bytes: Uint8Array, files: Pick<Files, 'wasm' | 'zlibState'>): Promise<unknown> {
  try {
    const { data, ...rest } = await png.decode(bytes, png.header(bytes), files as Files);
    return { ...rest, data: Buffer.from(data as Uint8Array).toString('hex') };
  } catch (error) {
    return (error as Error).message;
  }
}

/** Whether the decoder is asked for. */
async function isPlain(bytes: Uint8Array): Promise<boolean> {
  let asked = false;
  const noted = (name: string) => {
    asked = true;
    return wasm(name);
  };
  await decoded(bytes, { zlibState, wasm: noted });
  return !asked;
}

const SAMPLES = { 0: 1, 2: 3, 4: 2, 6: 4 } as const;

function chunk(name: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(name), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

interface Written {
  type?: keyof typeof SAMPLES;
  width?: number;
  height?: number;
  lines: Uint8Array;
  /** Packing, filters, interlacing. */
  methods?: readonly number[];
  before?: readonly (readonly [string, Uint8Array])[];
  /** How many IDAT chunks there are. */
  parts?: number;
}

function pngOf({
  type = 2,
  width = 4,
  lines,
  methods = [0, 0, 0],
  before = [],
  parts = 1,
  ...rest
}: Written) {
  const height = rest.height ?? lines.length / (1 + SAMPLES[type] * width);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, type, ...methods], 8);
  const packed = deflateSync(lines);
  const size = Math.ceil(packed.length / parts);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...before.map(([name, data]) => chunk(name, data)),
    ...Array.from({ length: parts }, (_, i) => chunk('IDAT', packed.subarray(i * size, (i + 1) * size))),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** Lines of any bytes, each with the number of a filter. */
const arbitraryLines = (type: keyof typeof SAMPLES, width: number, filters = 5) =>
  fc
    .array(
      fc.tuple(
        fc.nat(filters - 1),
        fc.uint8Array({ minLength: SAMPLES[type] * width, maxLength: SAMPLES[type] * width }),
      ),
      { minLength: 1, maxLength: 5 },
    )
    .map((lines) => Buffer.concat(lines.map(([filter, line]) => Buffer.from([filter, ...line]))));

const arbitraryPicture = (filters?: number) =>
  fc
    .tuple(fc.constantFrom<keyof typeof SAMPLES>(0, 2, 4, 6), fc.integer({ min: 1, max: 6 }))
    .chain(([type, width]) => arbitraryLines(type, width, filters).map((lines) => ({ type, width, lines })));

describe('pixels of plain PNG pictures', () => {
  test.each(known.pngs.map(({ name, file }) => [name, bytesOf(file)] as const))(
    'are those of the decoder: %s',
    async (_, bytes) => {
      expect(await decoded(bytes, { wasm, zlibState })).toEqual(await decoded(bytes, { wasm }));
    },
  );

  test('are those of the decoder for every colour type, filter, width and cut of the data', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryPicture(), fc.integer({ min: 1, max: 3 }), async (picture, parts) => {
        const bytes = pngOf({ ...picture, parts });
        expect(await isPlain(bytes)).toBe(true);
        expect(await decoded(bytes, { wasm, zlibState })).toEqual(await decoded(bytes, { wasm }));
      }),
    );
  });

  const lines = Buffer.from([1, ...Array.from({ length: 12 }, (_, i) => 20 * i), 4, ...Array(12).fill(7)]);
  test.each([
    ['a filter that there is not', { lines: lines.with(13, 5) }],
    ['a line too few', { lines, height: 3 }],
    ['a line too many', { lines, height: 1 }],
    ['interlacing', { lines, methods: [0, 0, 1] }],
    ['another packing', { lines, methods: [1, 0, 0] }],
    ['other filters', { lines, methods: [0, 1, 0] }],
    ['a transparent colour', { lines, before: [['tRNS', Buffer.from([0, 20, 0, 40, 0, 60])]] as const }],
    ['an animation', { lines, before: [['acTL', Buffer.from([0, 0, 0, 1, 0, 0, 0, 0])]] as const }],
    ['a critical chunk that nobody knows', { lines, before: [['ABCD', Buffer.alloc(2)]] as const }],
    ['a second header', { lines, before: [['IHDR', Buffer.alloc(13)]] as const }],
  ] as [string, Written][])('are left to the decoder with %s', async (_, given) => {
    const bytes = pngOf(given);
    expect(await isPlain(bytes)).toBe(false);
    expect(await decoded(bytes, { wasm, zlibState })).toEqual(await decoded(bytes, { wasm }));
  });

  test.each([
    ['a comment', [['tEXt', Buffer.from('Title\0x')]]],
    ['a suggested palette', [['PLTE', Buffer.alloc(6)]]],
    ['a gamma', [['gAMA', Buffer.from([0, 0, 0x80, 0])]]],
  ] as [string, [string, Uint8Array][]][])('are those of the decoder with %s', async (_, before) => {
    const bytes = pngOf({ lines, before });
    expect(await isPlain(bytes)).toBe(true);
    expect(await decoded(bytes, { wasm, zlibState })).toEqual(await decoded(bytes, { wasm }));
  });
});

import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { decode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { dataUri, toPng } from '../../src/picture/png.ts';
import { raster } from '../../src/picture/raster.ts';

/** Reads the pixels of a PNG without filters by hand, as its specification says. */
function read(png: Uint8Array) {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const chunks = new Map<string, Uint8Array>();
  for (let at = 8; at < png.length; ) {
    const size = view.getUint32(at);
    chunks.set(String.fromCharCode(...png.subarray(at + 4, at + 8)), png.subarray(at + 8, at + 8 + size));
    at += 12 + size;
  }
  const head = chunks.get('IHDR')!;
  const [width, height] = [0, 4].map((at) => new DataView(head.buffer, head.byteOffset).getUint32(at)) as [
    number,
    number,
  ];
  const channels = { 2: 3, 3: 1, 6: 4 }[head[9]!]!;
  const lines = inflateSync(chunks.get('IDAT')!);
  const pixels: number[][] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * (1 + width * channels) + 1 + x * channels;
      if (channels > 1) pixels.push([...lines.subarray(at, at + channels), ...(channels === 3 ? [255] : [])]);
      else {
        const index = lines[at]!;
        pixels.push([
          ...chunks.get('PLTE')!.subarray(3 * index, 3 * index + 3),
          chunks.get('tRNS')?.[index] ?? 255,
        ]);
      }
    }
  }
  return pixels.flat();
}

describe('a PNG', () => {
  test('holds the pixels that it was made from, whatever their colours', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 3 })),
        (w, h, stream) => {
          const next = () => stream.next().value * 85;
          const picture = raster(w, h, () => [next(), next(), next(), next()]);
          expect(read(toPng(picture))).toEqual([...picture.data]);
        },
      ),
    );
    const many = raster(40, 40, (y, x) => [y * 6, x * 6, 7, 255]);
    expect(read(toPng(many))).toEqual([...many.data]);
    const clear = raster(40, 40, (y, x) => [y * 6, x * 6, 7, y]);
    expect(read(toPng(clear))).toEqual([...clear.data]);
    expect(decode(toPng(many))).toMatchObject({ width: 40, height: 40 });
  });

  test('has the same bytes on every machine', () => {
    const bytes = toPng(raster(9, 7, (y, x) => [y * 20, x * 20, 0, 255]));
    expect(createHash('sha256').update(bytes).digest('hex')).toMatchInlineSnapshot(
      `"a45ea8c43892ed0760b8d87e03fcee2d289e876d78e4444e494e12963ce87342"`,
    );
  });
});

test('a link that holds a text can be read again, whatever is in it', async () => {
  for (const text of [
    'a,b\n1,2\n',
    '100 % # ? & \' " < > é 👩🏽‍🔬 \u202e +/=',
    '<svg xmlns="http://x#y"/>',
  ]) {
    const uri = dataUri('text/plain', text);
    expect(uri).toMatch(/^data:text\/plain;charset=utf-8,[!$%(-;=@-Z_a-z~]*$/);
    expect(await (await fetch(uri)).text()).toBe(text);
  }
  const bytes = Uint8Array.from({ length: 10_000 }, (_, i) => i % 256);
  expect(new Uint8Array(await (await fetch(dataUri('image/png', bytes))).arrayBuffer())).toEqual(bytes);
});

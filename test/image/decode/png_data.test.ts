import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { zlibState } from '../../../src/experiment/disk/zlib_state.ts';
import { requireChecksum } from '../../../src/image/decode/png_data.ts';

const pixels = Uint8Array.from({ length: 50_000 }, (_, i) => (i * i) % 251);
const packed = new Uint8Array(deflateSync(pixels));

const wrongSum = packed.with(packed.length - 1, packed.at(-1)! ^ 1);
const wrongHead = packed.with(0, 0x77);
const wrongBlock = packed.with(2, 0xff);

/** In parts, as IDAT chunks have them. */
const parts = (bytes: Uint8Array) => [bytes.subarray(0, 7), bytes.subarray(7, 900), bytes.subarray(900)];

test.each([
  ['intact data', packed, undefined],
  ['data with more behind them', new Uint8Array([...packed, 1, 2, 3]), undefined],
  ['a checksum that does not fit', wrongSum, 'is damaged: the checksum of its pixels does not fit'],
  ['data that end early', packed.subarray(0, -9), 'is damaged: its data cannot be unpacked'],
  ['a damaged beginning', wrongHead, 'is damaged: its data cannot be unpacked'],
  ['a damaged block', wrongBlock, 'is damaged: its data cannot be unpacked'],
  ['nothing', new Uint8Array(0), 'is damaged: its data cannot be unpacked'],
])('%s: zlib of Node and pako, for browsers, say the same', async (_, bytes, why) => {
  for (const files of [{ zlibState }, {}]) {
    const checked = requireChecksum(parts(bytes), 60_000, files);
    if (why === undefined) await checked;
    else await expect(checked).rejects.toThrow(why);
  }
});

test('more than the pixels can need is not looked at', async () => {
  // Noise, which is hardly packed: pako unpacks 64 KiB at a time.
  let state = 1;
  const noise = Uint8Array.from({ length: 300_000 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
  const long = new Uint8Array(deflateSync(noise));
  const broken = long.with(long.length - 1, long.at(-1)! ^ 1);
  for (const files of [{ zlibState }, {}]) {
    await requireChecksum(parts(broken), 20_000, files);
    await expect(requireChecksum(parts(broken), 400_000, files)).rejects.toThrow('checksum');
  }
});

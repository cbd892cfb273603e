import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { FileProblem } from '../../src/core/files.ts';
import { type Random, stream } from '../../src/core/random.ts';
import { file } from '../../src/image/file.ts';
import { idx } from '../../src/image/idx.ts';
import type { ImageKind } from '../../src/image/kind.ts';
import { requireSentence } from '../support/hostile.ts';
import { jpegNamed, opened, pngNamed } from '../support/image/pictures.ts';
import { processorTime, scaled } from '../support/time.ts';

const digits = Buffer.from([0, 0, 8, 3, 0, 0, 0, 20, 0, 0, 0, 8, 0, 0, 0, 8]);
const values = Buffer.from(Array.from({ length: 20 * 64 }, (_, i) => (i * i) % 256));

/** Files that are whole, each with how it is opened. */
const whole: [string, ImageKind, string, Uint8Array][] = [
  ['PNG', file, 'path', pngNamed('filtered')],
  ['PNG of 16 bits', file, 'path', pngNamed('type 6, 16 bits')],
  ['PNG with a palette', file, 'path', pngNamed('type 3, 4 bits, interlaced')],
  ['JPEG', file, 'path', jpegNamed('baseline')],
  ['progressive JPEG', file, 'path', jpegNamed('progressive')],
  ['grey JPEG', file, 'path', jpegNamed('grey')],
  ['idx', idx, 'images', Buffer.concat([digits, values])],
  ['idx.gz', idx, 'images', gzipSync(Buffer.concat([digits, values]))],
];

const MUTANTS = 150;
const MIB = 2 ** 20;

/** A file that somebody has damaged: some bytes are others, or gone, or twice; of a PNG perhaps with its checksums mended. */
function damaged(bytes: Uint8Array, random: Random): Uint8Array {
  const below = (n: number) => Math.floor(random() * n);
  let mutant = Buffer.from(bytes);
  // Mostly past the header, so that what decodes is reached.
  const from = random() < 0.8 ? Math.min(33, bytes.length >> 1) : 0;
  const place = () => from + below(mutant.length - from);
  for (let times = 1 + below(4); times > 0; times--) {
    const at = place();
    const kind = below(5);
    if (kind < 2) mutant[at] = mutant[at]! ^ (1 << below(8));
    else if (kind === 2) mutant[at] = below(256);
    else if (kind === 3) mutant = mutant.subarray(0, Math.max(from + 1, at));
    else mutant = Buffer.concat([mutant.subarray(0, at), mutant.subarray(place() >> 1)]);
  }
  return random() < 0.5 ? withChecksums(mutant) : mutant;
}

test.each(whole)(
  'a %s that is damaged is a picture or a sentence; never a crash, a hang or much memory',
  async (name, kind, option, bytes) => {
    const random = stream(0, 'hostile', [name]);
    const before = process.memoryUsage().rss;
    let past = 0;
    let drawn = 0;
    for (let mutant = 0; mutant < MUTANTS; mutant++) {
      const began = processorTime();
      try {
        const { draw, shape } = await opened(kind, { [option]: 'f' }, { f: damaged(bytes, random) });
        past++;
        const { data } = await draw();
        expect(data).toHaveLength(shape[0] * shape[1] * shape[2]);
        expect(data.every((value) => value >= 0 && value <= 1)).toBe(true);
        drawn++;
      } catch (error) {
        expect(error, `mutant ${mutant}: ${(error as Error).stack}`).toBeInstanceOf(FileProblem);
        requireSentence(error, () => `mutant ${mutant}`);
        const { message } = error as FileProblem;
        expect(message).toMatch(/^"f"[ :][^\n]*[^.\n]$/);
        // idx files are read whole at once.
        if (/ends before its data do|holds more than its header|cannot be unpacked$/.test(message)) past++;
      }
      expect(processorTime() - began).toBeLessThan(10_000);
    }
    expect(past).toBeGreaterThan(MUTANTS / 3);
    expect(drawn).toBeLessThan(MUTANTS);
    expect(process.memoryUsage().rss - before).toBeLessThan(1000 * MIB);
    // What was wrong with them does no harm to what is whole.
    const { draw } = await opened(kind, { [option]: 'f' }, { f: bytes });
    expect((await draw()).data.some((value) => value > 0)).toBe(true);
  },
  scaled(60),
);

/** A PNG with the checksums that its chunks should have, so that what is in them is looked at. */
function withChecksums(bytes: Buffer): Buffer {
  const mended = Buffer.from(bytes);
  if (mended[0] !== 0x89) return mended;
  for (let at = 8; at + 12 <= mended.length; ) {
    const end = at + 8 + mended.readUInt32BE(at);
    if (end + 4 > mended.length) break;
    mended.writeUInt32BE(crc(mended.subarray(at + 4, end)), end);
    at = end + 4;
  }
  return mended;
}

/** Bit by bit. */
function crc(bytes: Uint8Array): number {
  let code = 0xffffffff;
  for (const byte of bytes) {
    code ^= byte;
    for (let bit = 0; bit < 8; bit++) code = (code >>> 1) ^ (code & 1 ? 0xedb88320 : 0);
  }
  return ~code >>> 0;
}

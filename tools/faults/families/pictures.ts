import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Family, pick } from '../family.ts';
import { damaged } from '../mutate.ts';
import { root } from '../processes.ts';
import type { FilesOf } from '../projects.ts';
import { formatSummary, type Reading, readEach } from '../readers.ts';

/** How many pictures all reads, and a part. */
const ALL = 3000;
const PART = 300;

type Random = () => number;

/** Every colour type and depth of PNG, and kinds of JPEG, as Pillow wrote them (test/fixtures/pictures.py). */
const known: Record<'pngs' | 'jpegs', { name: string; file: string }[]> = JSON.parse(
  readFileSync(join(root, 'test/fixtures/pictures.json'), 'utf8'),
);
const originals = [...known.pngs, ...known.jpegs].map(({ name, file }) => ({
  name,
  bytes: new Uint8Array(Buffer.from(file, 'base64')),
}));

/** What is asked of a picture, as its options say. */
const OPTIONS = [
  '',
  ', channels: rgb',
  ', orient: true',
  ', size: 9',
  ', crop: [3, 3]',
  ', embed: { size: 20 }',
];

const tail = 'shift: { max: 1 }\ntrials: all\npool: { type: max_pool, depth: 1 }\n';

/** Pictures of every format and use that are damaged, or lie about themselves. */
export const pictures: Family = {
  name: 'damaged pictures',
  async run(suite) {
    const random = suite.random('pictures');
    const make = (at: number): Reading => {
      const { name, bytes } = pick(originals, random);
      const changed = changedPicture(bytes, random);
      const { files, image } = useOf(changed, bytes, random);
      return {
        label: `${name} ${at} as ${image.slice(0, 40)}`,
        files: { ...files, 'x.yaml': `image: ${image}\n${tail}` },
        lines: [['run', 'x.yaml', '--out', '-', '--workers', '1', '--quiet']],
      };
    };
    const count = suite.all ? ALL : PART;
    suite.say(formatSummary(await readEach(count, make, suite.tally('damaged pictures'), suite)));
  },
};

/** A picture as the image of an experiment: by itself, in a folder, as tiles, or its bytes as IDX. */
function useOf(changed: Uint8Array, whole: Uint8Array, random: Random): { files: FilesOf; image: string } {
  const options = pick(OPTIONS, random);
  const kind = random();
  if (kind < 0.4) return { files: { p: changed }, image: `{ type: file, path: p${options} }` };
  if (kind < 0.6) {
    const files = { 'set/a/1.png': changed, 'set/a/2.png': whole, 'set/b/1.jpg': whole };
    return { files, image: `{ type: folder, path: set, size: 8 }` };
  }
  if (kind < 0.8) {
    const tile = pick([1, 2, 3, 4, 5, 28], random);
    return { files: { p: changed }, image: `{ type: sprite, path: p, tile: ${tile}, limit: 3 }` };
  }
  const images = idxOf([3, 4, 4], random);
  const labels = idxOf([3], random);
  const files = { i: random() < 0.3 ? gzipSync(images) : images, l: labels };
  return { files, image: '{ type: idx, images: i, labels: l }' };
}

/** Values as IDX, damaged. */
function idxOf(sizes: readonly number[], random: Random): Uint8Array {
  const head = Buffer.alloc(4 + 4 * sizes.length);
  head[2] = 8;
  head[3] = sizes.length;
  for (const [axis, size] of sizes.entries()) head.writeUInt32BE(size, 4 + 4 * axis);
  const values = Buffer.alloc(
    sizes.reduce((all, size) => all * size, 1),
    7,
  );
  const whole = Buffer.concat([head, values]);
  return random() < 0.5 ? whole : damaged(whole, random);
}

function changedPicture(bytes: Uint8Array, random: Random): Uint8Array {
  const kind = random();
  if (kind < 0.05) return bytes;
  const isPng = bytes[0] === 0x89;
  if (isPng && kind < 0.6) return changedChunk(bytes, random);
  if (!isPng && kind < 0.3) return withExif(bytes, random);
  return damaged(bytes, random);
}

/** A chunk of PNG that is damaged, gone, twice or another, with a checksum that fits. */
function changedChunk(bytes: Uint8Array, random: Random): Uint8Array {
  const chunks: Buffer[] = [];
  const file = Buffer.from(bytes);
  for (let at = 8; at + 12 <= file.length; ) {
    const length = file.readUInt32BE(at);
    chunks.push(file.subarray(at + 4, at + 8 + length));
    at += 12 + length;
  }
  const at = Math.floor(random() * chunks.length);
  const chunk = chunks[at]!;
  const kind = random();
  if (kind < 0.6) {
    const content = Buffer.from(damaged(chunk.subarray(4), random));
    chunks[at] = Buffer.concat([chunk.subarray(0, 4), content]);
  } else if (kind < 0.7) chunks.splice(at, 1);
  else if (kind < 0.8) chunks.splice(at, 0, chunk);
  else {
    const name = pick(['tRNS', 'eXIf', 'acTL', 'fdAT', 'PLTE', 'IDAT', 'zTXt', 'IHDR', 'gAMA'], random);
    chunks.splice(at, 0, Buffer.concat([Buffer.from(name), damaged(Buffer.alloc(20, 1), random)]));
  }
  return Buffer.concat([file.subarray(0, 8), ...chunks.map(framed)]);
}

function framed(chunk: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(chunk.length - 4);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(chunk));
  return Buffer.concat([length, chunk, sum]);
}

function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return ~sum >>> 0;
}

/** A JPEG with a segment of EXIF, whole or damaged. */
function withExif(bytes: Uint8Array, random: Random): Uint8Array {
  const order =
    random() < 0.5
      ? 'II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0'
      : 'MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0';
  const orientation = Math.floor(random() * 10);
  const body = Buffer.from(`Exif\0\0${order}${String.fromCharCode(orientation)}\0\0\0\0\0\0\0`, 'latin1');
  const content = random() < 0.4 ? body : Buffer.from(damaged(body, random));
  const length = Buffer.alloc(2);
  length.writeUInt16BE(random() < 0.9 ? content.length + 2 : Math.floor(random() * 65_536));
  return Buffer.concat([bytes.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, content, bytes.subarray(2)]);
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { filesBelow } from '../../src/experiment/disk/disk.ts';
import { idx } from '../../src/image/idx.ts';
import { folder } from '../support/files.ts';
import { opened } from '../support/image/pictures.ts';
import { processorTime, scaled } from '../support/time.ts';

function header(...sizes: number[]): Buffer {
  const bytes = Buffer.alloc(4 + 4 * sizes.length);
  bytes.set([0, 0, 8, sizes.length]);
  for (const [i, size] of sizes.entries()) bytes.writeUInt32BE(size, 4 + 4 * i);
  return bytes;
}

const values = Buffer.from(Array.from({ length: 5 * 2 * 3 }, (_, i) => (i * 37) % 256));
const images = Buffer.concat([header(5, 2, 3), values]);
const labels = Buffer.concat([header(5), Buffer.from([3, 0, 1, 0, 3])]);

test.each([
  ['plain', images, labels],
  ['gzip', gzipSync(images), gzipSync(labels)],
])('%s idx files are read as they are written', async (_, images, labels) => {
  const { pictures, shape, draw } = await opened(idx, { images: 'i', labels: 'l' }, { i: images, l: labels });
  expect(shape).toEqual([2, 3, 1]);
  expect(pictures!.list.map(({ name }) => name)).toEqual(['0', '1', '2', '3', '4']);
  expect(pictures!.list.map(({ label }) => label)).toEqual([3, 0, 1, 0, 3]);
  expect(pictures!.classes).toEqual(['0', '1', '2', '3']);
  expect([...(await draw(2)).data]).toEqual([...values.subarray(12, 18)].map((v) => Math.fround(v / 255)));
});

test('a large file comes in many pieces', async () => {
  const data = Buffer.from(Array.from({ length: 300 * 28 * 28 }, (_, i) => (i * i) % 251));
  const packed = gzipSync(Buffer.concat([header(300, 28, 28), data]));
  const { draw } = await opened(idx, { images: 'i', range: [0, 255] }, { i: packed });
  expect([...(await draw(299)).data]).toEqual([...data.subarray(299 * 784)]);
});

test('of a plain file on a disk, pictures are read as they are asked for', async () => {
  const data = Buffer.from(Array.from({ length: 3000 * 28 * 28 }, (_, i) => (i * i) % 251));
  const base = folder({ 'i.idx': Buffer.concat([header(3000, 28, 28), data]) });
  const options = v.parse(idx.options, { images: 'i.idx', range: [0, 255] });
  const disk = filesBelow(base);
  const loaded = await idx.load!(options, {
    ...disk,
    read: () => expect.unreachable('the whole file is read'),
  });
  const draw = async (picture: number) =>
    (await idx.draw(options, () => expect.unreachable(), { loaded, picture })).data;
  for (const at of [0, 1, 1336, 1337, 1338, 2999, 5, 2998])
    expect([...(await draw(at))]).toEqual([...data.subarray(at * 784, (at + 1) * 784)]);
  expect(disk.named()).toMatchObject([{ path: 'i.idx', bytes: 16 + data.length }]);
  writeFileSync(join(base, 'i.idx'), 'other content');
  await expect(draw(0)).rejects.toThrow('"i.idx" has changed meanwhile');
});

const bomb = gzipSync(Buffer.concat([header(1, 2, 3), Buffer.alloc(50_000_000)]));

test.each([
  ['is no idx file', Buffer.from('hello, this is text')],
  ['is no idx file', Buffer.alloc(0)],
  ['is no idx file', gzipSync('')],
  ['is an idx file of other values than unsigned bytes', images.subarray().with(2, 13)],
  ['is an idx file of 1 dimensions; expected 3', labels],
  ['is an idx file that ends before its sizes do', images.subarray(0, 15)],
  ['ends before its data do', images.subarray(0, images.length - 1)],
  ['ends before its data do', gzipSync(images.subarray(0, images.length - 1))],
  ['ends before its data do', gzipSync(header(60_000, 28, 28))],
  ['holds more than its header says', Buffer.concat([images, Buffer.from([1])])],
  ['holds more than its header says', gzipSync(Buffer.concat([images, Buffer.from([1])]))],
  ['holds more than its header says', bomb],
  ['says that it has 4,294,967,295 values, more than the 536,870,912 allowed', header(4_294_967_295, 1, 1)],
  ['is damaged: it cannot be unpacked', gzipSync(images).subarray(0, 30)],
  ['is damaged: it cannot be unpacked', gzipSync(images).with(-6 + gzipSync(images).length, 1)],
  ['holds no pictures', header(0, 28, 28)],
])('a file that %s is refused', async (why, bytes) => {
  await expect(opened(idx, { images: 'i' }, { i: bytes })).rejects.toThrow(`"i" ${why}`);
});

test('labels are one for each picture', async () => {
  const four = Buffer.concat([header(4), Buffer.from([3, 0, 1, 0])]);
  await expect(opened(idx, { images: 'i', labels: 'l' }, { i: images, l: four })).rejects.toThrow(
    '"l" has 4 labels, but "i" has 5 pictures',
  );
});

test('the names of classes are kept, also of those that no label has', async () => {
  const set = await opened(
    idx,
    { images: 'i', labels: 'l', classes: ['a', 'b', 'c', 'd', 'e', 'f'] },
    { i: images, l: labels },
  );
  expect(set.pictures!.classes).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  const few = await opened(idx, { images: 'i', labels: 'l', classes: ['a'] }, { i: images, l: labels });
  expect(few.pictures!.classes).toEqual(['a', '1', '2', '3']);
});

test('a bomb is put down as soon as it holds too much', async () => {
  // Two thousand gzip members, one behind the other: 2 GB in 2 MB.
  const member = gzipSync(Buffer.alloc(1_000_000));
  const packed = Buffer.concat([gzipSync(header(1, 2, 3)), ...Array.from({ length: 2000 }, () => member)]);
  const began = processorTime();
  await expect(opened(idx, { images: 'i' }, { i: packed })).rejects.toThrow(
    'holds more than its header says',
  );
  expect(processorTime() - began).toBeLessThan(scaled(1));
});

test('no memory is set aside for what so small a file cannot hold', async () => {
  const packed = gzipSync(header(1, 512, 1_000_000));
  const before = process.memoryUsage().arrayBuffers;
  await expect(opened(idx, { images: 'i' }, { i: packed })).rejects.toThrow('ends before its data do');
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e8);
});

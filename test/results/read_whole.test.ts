import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPart, readToEnd, readWhole } from '../../src/results/read_whole.ts';
import { folder } from '../support/files.ts';

/** A file whose reads give less than they are asked for. */
function sparing(content: Uint8Array, most: number): FileHandle {
  return {
    stat: async () => ({ size: content.length }),
    readFile: async () => Buffer.from(content),
    async read(buffer: Uint8Array, offset: number, length: number, position: number) {
      const bytesRead = Math.max(0, Math.min(most, length, content.length - position));
      buffer.set(content.subarray(position, position + bytesRead), offset);
      return { buffer, bytesRead };
    },
  } as unknown as FileHandle;
}

test('a file is read to its end, however little each read gives', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      fc.nat(45),
      fc.nat(45),
      async (content, most, a, b) => {
        const file = sparing(content, most);
        expect(new Uint8Array(await readToEnd(file))).toEqual(content);
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        expect(new Uint8Array(await readPart(file, from, to))).toEqual(content.slice(from, to));
      },
    ),
  );
});

test('a file of the disk, an empty one, and one without a size', async () => {
  const cwd = folder({ a: 'text', empty: '' });
  expect((await readWhole(join(cwd, 'a'))).toString()).toBe('text');
  expect((await readWhole(join(cwd, 'empty'))).toString()).toBe('');
  if (process.platform === 'linux') expect((await readWhole('/proc/self/stat')).length).toBeGreaterThan(10);
  await expect(readWhole(cwd)).rejects.toMatchObject({ code: 'EISDIR' });
  await expect(readWhole(join(cwd, 'b'))).rejects.toMatchObject({ code: 'ENOENT' });
});

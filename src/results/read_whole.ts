import { type FileHandle, open } from 'node:fs/promises';

/** Node reads no file that is larger at once. */
const MOST_AT_ONCE = 2 ** 31 - 1;

/**
 * The bytes of a file. Node's own `readFile` takes a read that gives less than it was asked for, as a file system over a
 * network may, for the end of the file.
 */
export async function readWhole(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    return await readToEnd(file);
  } finally {
    await file.close();
  }
}

/** The bytes of an open file. What has no size, such as a pipe, is read until there is no more. */
export async function readToEnd(file: FileHandle): Promise<Buffer> {
  const { size } = await file.stat();
  return size === 0 || size > MOST_AT_ONCE ? file.readFile() : readPart(file, 0, size);
}

/** The bytes of an open file from `from` up to `to`, or up to its end. */
export async function readPart(file: FileHandle, from: number, to: number): Promise<Buffer> {
  const bytes = Buffer.alloc(to - from);
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, from + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

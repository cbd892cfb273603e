import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { UserError } from '../../src/core/error.ts';
import { processMark } from '../../src/results/process_mark.ts';
import { writeResults } from '../../src/results/store.ts';
import { writeFileWhole } from '../../src/results/write_whole.ts';

function results(): string {
  const folder = mkdtempSync(join(tmpdir(), 'coincide-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'results');
}

/** A folder as runs keep it while they write. */
function scratch(folder: string, host: string, pid: number): string {
  const path = join(folder, `.coincide-${host}-${pid}-abcdef12`);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, '0'), 'half a ta');
  return path;
}

const host = hostname().replaceAll(/[^A-Za-z0-9]/g, '');
const NOT_ALIVE = 2 ** 22 + 1; // More than Linux gives to any process.

test('writes every file byte for byte, in folders of its own making, and leaves nothing else', async () => {
  const folder = results();
  await writeResults(folder, [
    { path: 'a.csv', content: 'x,y\n1,é\n' },
    { path: 'deep/er/b.json', content: '' },
  ]);
  expect(readFileSync(join(folder, 'a.csv'))).toEqual(Buffer.from('x,y\n1,é\n', 'utf8'));
  expect(readFileSync(join(folder, 'deep/er/b.json'), 'utf8')).toBe('');
  expect(readdirSync(folder).sort()).toEqual(['a.csv', 'deep']);
});

test('replaces what stands there and keeps all else', async () => {
  const folder = results();
  mkdirSync(folder);
  for (const name of ['a.csv', 'mine.txt', '.hidden']) writeFileSync(join(folder, name), 'old');
  await writeResults(folder, [{ path: 'a.csv', content: 'new' }]);
  expect(readdirSync(folder).sort()).toEqual(['.hidden', 'a.csv', 'mine.txt']);
  expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toBe('new');
});

test('sweeps what killed runs of this machine left, and what is more than an hour old of any machine', async () => {
  const folder = results();
  const killed = scratch(folder, host, NOT_ALIVE);
  const old = scratch(folder, 'elsewhere', 1);
  const oldOwn = scratch(folder, host, process.ppid);
  const before = new Date(Date.now() - 3_601_000);
  for (const path of [old, oldOwn]) utimesSync(path, before, before);
  const alive = join(folder, `.coincide-${processMark()}-x`);
  mkdirSync(alive);
  // In a container the number of a killed process belongs to another one now.
  const reused = scratch(folder, host, process.pid);
  const other = scratch(folder, 'elsewhere', NOT_ALIVE);
  await writeResults(folder, []);
  expect([killed, old, oldOwn, reused].filter((path) => existsSync(path))).toEqual([]);
  expect([alive, other].filter((path) => !existsSync(path))).toEqual([]);
});

test('a file in the way is told by its path, and is a failure of the disk', async () => {
  const folder = results();
  mkdirSync(folder);
  writeFileSync(join(folder, 'deep'), 'a file');
  const error = await writeResults(folder, [
    { path: 'a.csv', content: 'new' },
    { path: 'deep/b.csv', content: 'new' },
  ]).catch((error) => error);
  expect(error).toBeInstanceOf(UserError);
  expect(error.kind).toBe('storage');
  expect(error.message).toBe(
    `could not write ${join(folder, 'deep/b.csv')}: there is a file where a folder is needed; ${join(folder, 'a.csv')} is new, the others are as before.`,
  );
  expect(readFileSync(join(folder, 'deep'), 'utf8')).toBe('a file');
  expect(readdirSync(folder).sort()).toEqual(['a.csv', 'deep']);
});

test('a table whose rows cannot be read while it is written says why, and leaves what was there', async () => {
  const folder = results();
  mkdirSync(folder);
  writeFileSync(join(folder, 'a.csv'), 'old');
  function* content(): Generator<Uint8Array> {
    yield Buffer.from('x\n');
    throw new UserError([{ message: 'it has changed while it was read.', where: { file: 'b.units' } }]);
  }
  await expect(
    writeResults(folder, [{ path: 'a.csv', content: { [Symbol.iterator]: content } }]),
  ).rejects.toThrow(
    `could not write ${join(folder, 'a.csv')}: b.units: it has changed while it was read; what was there before is untouched.`,
  );
  expect(readdirSync(folder)).toEqual(['a.csv']);
  expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toBe('old');
});

test('files are written where an open file has no sync of its own, as in Plug’n’Play of Yarn', async () => {
  const folder = results();
  mkdirSync(folder);
  const file = await open(join(folder, 'a.csv'), 'w');
  await file.close();
  const missing = () => {
    throw new Error('Method not implemented.');
  };
  const handle = Object.getPrototypeOf(file);
  for (const name of ['sync', 'datasync'] as const) {
    const spy = vi.spyOn(handle, name).mockImplementation(missing);
    onTestFinished(() => spy.mockRestore());
  }
  await writeResults(folder, [{ path: 'a.csv', content: 'new' }]);
  await writeFileWhole(join(folder, 'b.csv'), 'new');
  for (const name of ['a.csv', 'b.csv']) expect(readFileSync(join(folder, name), 'utf8')).toBe('new');
});

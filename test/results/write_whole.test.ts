import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isMarkAlive, processMark } from '../../src/results/process_mark.ts';
import { requireWritablePath, writeFileWhole, writeNewFile } from '../../src/results/write_whole.ts';
import { folder } from '../support/files.ts';

test('a file is made, and replaced with its mode', async () => {
  const cwd = folder();
  const path = join(cwd, 'new/a.txt');
  await writeFileWhole(path, 'one');
  chmodSync(path, 0o640);
  await writeFileWhole(path, Uint8Array.of(0, 255));
  expect([...readFileSync(path)]).toEqual([0, 255]);
  expect(statSync(path).mode & 0o777).toBe(0o640);
  expect(readdirSync(join(cwd, 'new'))).toEqual(['a.txt']);
});

test('a link is followed, over several steps and to a file that is not there yet', async () => {
  const cwd = folder({ 'target.txt': 'old' });
  symlinkSync('target.txt', join(cwd, 'one'));
  symlinkSync('one', join(cwd, 'two'));
  symlinkSync('later.txt', join(cwd, 'dangling'));
  await writeFileWhole(join(cwd, 'two'), 'new');
  await writeFileWhole(join(cwd, 'dangling'), 'made');
  expect(readFileSync(join(cwd, 'target.txt'), 'utf8')).toBe('new');
  expect(readFileSync(join(cwd, 'later.txt'), 'utf8')).toBe('made');
  for (const name of ['one', 'two', 'dangling'])
    expect(lstatSync(join(cwd, name)).isSymbolicLink()).toBe(true);
  symlinkSync('round', join(cwd, 'round'));
  await expect(writeFileWhole(join(cwd, 'round'), '')).rejects.toThrow(/^could not write .*round: .*link/);
});

test.skipIf(process.platform === 'win32')('a FIFO and a device stay what they are', async () => {
  const cwd = folder();
  const fifo = join(cwd, 'fifo');
  spawnSync('mkfifo', [fifo]);
  const [text] = await Promise.all([readFile(fifo, 'utf8'), writeFileWhole(fifo, 'through')]);
  expect(text).toBe('through');
  expect(lstatSync(fifo).isFIFO()).toBe(true);
  await writeFileWhole('/dev/null', 'gone');
  expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
});

test.skipIf(process.platform !== 'linux')('an open descriptor is written to from where it is', async () => {
  const cwd = folder();
  const path = join(cwd, 'log');
  const file = await open(path, 'w');
  try {
    await file.write('before ');
    symlinkSync(`/proc/self/fd/${file.fd}`, join(cwd, 'link'));
    await writeFileWhole(`/dev/fd/${file.fd}`, 'one ');
    await writeFileWhole(join(cwd, 'link'), 'two');
  } finally {
    await file.close();
  }
  expect(readFileSync(path, 'utf8')).toBe('before one two');
});

test('a name may be as long as a name can be', async () => {
  const path = join(folder(), `${'n'.repeat(250)}.json`);
  await writeFileWhole(path, 'long');
  expect(readFileSync(path, 'utf8')).toBe('long');
});

test('what fails leaves the old file and nothing else', async () => {
  const cwd = folder({ 'a/b': '' });
  const failing = writeFileWhole(join(cwd, 'a'), 'new');
  await expect(failing).rejects.toThrow(/^could not write .*a: there is a folder where a file is needed\.$/);
  await expect(writeFileWhole(join(cwd, 'a/b/c'), '')).rejects.toThrow(
    'there is a file where a folder is needed',
  );
  expect(readdirSync(cwd)).toEqual(['a']);
});

test('what killed processes left is swept, and nothing else', async () => {
  const cwd = folder();
  const left = spawnSync(process.execPath, ['-e', 'console.log(process.pid)']).stdout.toString().trim();
  const mark = processMark();
  const host = mark.split('-')[0]!;
  const keep = [`.coincide-${mark}-0.part`, '.coincide-elsewhere-1-2-3.part', 'a.part', '.coincide-notes'];
  const gone = [
    `.coincide-${host}-${left}-17-0.part`,
    `.coincide-${host}-1-deadbeef.part`,
    `.coincide-${host}-${process.pid}-1-0.part`,
  ];
  for (const name of [...keep, ...gone]) writeFileSync(join(cwd, name), '');
  await writeFileWhole(join(cwd, 'z'), '');
  expect(readdirSync(cwd).sort()).toEqual([...keep, 'z'].sort());
});

test('a mark says whether its process is alive: its number and its beginning', () => {
  const mark = processMark();
  const [host, pid, began] = mark.split('-');
  expect(isMarkAlive(`${mark}-x`)).toBe(true);
  expect(isMarkAlive(`${host}-${pid}-${Number(began) + 1}-x`)).toBe(process.platform !== 'linux');
  expect(isMarkAlive(`${host}-${pid}`)).toBe(false);
  expect(isMarkAlive(`${host}-2147483646-${began}-x`)).toBe(false);
  expect(isMarkAlive(`other${host}-${pid}-${began}-x`)).toBeUndefined();
});

test('a new file is written only where there is none', async () => {
  const cwd = folder({ kept: 'mine' });
  expect(await writeNewFile(join(cwd, 'kept'), 'theirs')).toBe(false);
  expect(await writeNewFile(join(cwd, 'new'), 'theirs')).toBe(true);
  expect(readFileSync(join(cwd, 'kept'), 'utf8')).toBe('mine');
  expect(readFileSync(join(cwd, 'new'), 'utf8')).toBe('theirs');
});

test('what cannot be written is known before, and nothing is made', async () => {
  const cwd = folder({ file: '' });
  await mkdir(join(cwd, 'folder'));
  for (const path of ['deep/er/a', 'file', '../new']) await requireWritablePath(join(cwd, path));
  await requireWritablePath('/dev/null');
  await expect(requireWritablePath(join(cwd, 'folder'))).rejects.toThrow(
    'there is a folder where a file is needed',
  );
  await expect(requireWritablePath(join(cwd, 'file/a'))).rejects.toThrow(
    'there is a file where a folder is needed',
  );
  expect(existsSync(join(cwd, 'deep'))).toBe(false);
});

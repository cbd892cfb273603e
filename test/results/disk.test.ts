import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { writeResults } from '../../src/results/store.ts';

/** The disk fails at this operation and at every later one, but for those that clean up. */
let failAt = Number.POSITIVE_INFINITY;
let code = 'EIO';
let operations = 0;

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof fs>();
  const faulty = <F extends (...args: any[]) => Promise<any>>(operation: F) =>
    (async (...args: unknown[]) => {
      if (++operations >= failAt) throw Object.assign(new Error(`${code}: it failed`), { code });
      return operation(...args);
    }) as unknown as F;
  const { mkdir, readdir, rename, stat } = real;
  return {
    ...real,
    mkdir: faulty(mkdir),
    readdir: faulty(readdir),
    rename: faulty(rename),
    stat: faulty(stat),
    open: faulty(async (...args: Parameters<typeof real.open>) => {
      const file = await real.open(...args);
      const write = file.writeFile.bind(file);
      // A disk that is full takes a part.
      file.writeFile = faulty(async (content: string) => {
        await write(content.slice(0, 3));
        await faulty(async () => write(content.slice(3)))();
      }) as typeof file.writeFile;
      file.sync = faulty(file.sync.bind(file));
      return file;
    }),
  };
});

const OLD = { 'a.csv': 'old table', 'a.datapackage.json': 'old package' };
const NEW = { 'a.csv': 'new table', 'a.datapackage.json': 'new package' };
const files = Object.entries(NEW).map(([path, content]) => ({ path, content }));

function folderWithOld(): string {
  const folder = mkdtempSync(join(tmpdir(), 'coincide-disk-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(OLD)) writeFileSync(join(folder, name), content);
  return folder;
}

function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

beforeEach(() => {
  failAt = Number.POSITIVE_INFINITY;
  operations = 0;
});

test('wherever the disk fails, under a final name stands the old file or the new one, whole, and nothing else', async () => {
  const whole = folderWithOld();
  await writeResults(whole, files);
  expect(contents(whole)).toEqual(NEW);
  const total = operations;
  expect(total).toBeGreaterThan(12);

  for (let at = 1; at <= total; at++) {
    const folder = folderWithOld();
    [failAt, operations] = [at, 0];
    const message = await writeResults(folder, files).then(
      () => 'it did not fail',
      (error) => error.message,
    );
    failAt = Number.POSITIVE_INFINITY;
    expect(message, `operation ${at}`).toMatch(
      /^could not write .+: the disk reports an error; (what was there before is untouched|.+ (is|are) new, the others are as before)\.$/,
    );
    const after = contents(folder);
    expect(Object.keys(after), `operation ${at}`).toEqual(Object.keys(OLD));
    for (const [name, content] of Object.entries(after)) {
      expect([OLD, NEW].map((all) => all[name as keyof typeof OLD])).toContain(content);
    }
    const untouched = Object.entries(after).every(
      ([name, content]) => content === OLD[name as keyof typeof OLD],
    );
    expect(message.includes('untouched'), `operation ${at}`).toBe(untouched);
    // The file that the message names is the old one.
    const named = Object.keys(OLD).find((name) =>
      message.startsWith(`could not write ${join(folder, name)}:`),
    );
    if (named) expect(after[named]).toBe(OLD[named as keyof typeof OLD]);
  }
});

test.each([
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk quota is used up'],
  ['EROFS', 'the file system is read-only'],
  ['EACCES', 'permission denied'],
  ['EWHAT', 'EWHAT'],
])('%s is told as: %s', async (given, words) => {
  const folder = folderWithOld();
  [failAt, code] = [1, given];
  onTestFinished(() => {
    code = 'EIO';
  });
  await expect(writeResults(folder, files)).rejects.toThrow(
    `could not write ${folder}: ${words}; what was there before is untouched.`,
  );
});

import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { withFolderLock } from '../../src/results/folder_lock.ts';
import { processMark } from '../../src/results/process_mark.ts';
import { writeResults } from '../../src/results/store.ts';
import { folder } from '../support/files.ts';

describe('the lock of a folder', () => {
  test('lets one action run at a time, and is gone afterwards, also after a failure', async () => {
    const at = folder();
    let running = 0;
    const once = async (i: number) => {
      expect(++running).toBe(1);
      await pause(3);
      running--;
      if (i === 2) throw new Error('two');
    };
    const all = [0, 1, 2, 3, 4].map((i) => withFolderLock(at, () => once(i)));
    const ended = await Promise.allSettled(all);
    expect(ended.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
    ]);
    expect(readdirSync(at)).toEqual([]);
  });

  test('of a process that has ended, or an old one of another host, is taken', async () => {
    const at = folder();
    const dead = processMark().replace(/-\d+-\d+$/, '-999999999-1');
    for (const [mark, seconds] of [
      [dead, 0],
      ['otherhost-1-1', 3600],
      ['', 3600],
    ] as const) {
      const path = join(at, '.coincide-lock');
      writeFileSync(path, mark);
      const then = Date.now() / 1000 - seconds;
      utimesSync(path, then, then);
      expect(await withFolderLock(at, async () => readFileSync(path, 'utf8'))).toBe(processMark());
    }
  });

  test('without a mark is taken after a few seconds: its process was killed, or had no space to write it', async () => {
    const at = folder();
    const path = join(at, '.coincide-lock');
    writeFileSync(path, '');
    const began = performance.now();
    expect(await withFolderLock(at, async () => readFileSync(path, 'utf8'))).toBe(processMark());
    // Not at once: another process may be about to write its mark.
    expect(performance.now() - began).toBeGreaterThan(1000);
    expect(readdirSync(at)).toEqual([]);
  });
});

test('runs that write into one folder at once leave the files of one of them', async () => {
  const at = folder();
  const names = ['a.csv', 'a.shifts.csv', 'a.images.csv', 'a.datapackage.json'];
  const version = (i: number) => names.map((path) => ({ path, content: `${path} ${i}` }));
  for (let round = 0; round < 10; round++) {
    await Promise.all([1, 2, 3, 4].map((i) => writeResults(at, version(i))));
    const found = new Set(names.map((name) => readFileSync(join(at, name), 'utf8').split(' ')[1]));
    expect(found.size).toBe(1);
    expect(readdirSync(at).sort()).toEqual([...names].sort());
  }
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { start } from '../../support/cli/coincide.ts';
import { filesBelow, project } from '../../support/files.ts';
import { scaled } from '../../support/time.ts';

// All experiments are computed.
vi.setConfig({ testTimeout: scaled(180) });

const experiments = join(project, 'experiments');
const committed = filesBelow(join(project, 'results')).filter((name) => !name.endsWith('.actual'));

// Beside them lie the models and pictures that they name.
const cwd = mkdtempSync(join(tmpdir(), 'coincide-same-bytes-'));
afterAll(() => rmSync(cwd, { recursive: true }));
const files = filesBelow(experiments)
  .filter((name) => name.endsWith('.yaml'))
  .reverse()
  .map((name) => relative(cwd, join(experiments, name)));

test('all experiments that ship give the committed bytes, from another folder, in another order, place and language', async () => {
  const env = { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', USER: 'nobody' };
  const { code, stdout, stderr } = await start(cwd, ['run', '--out', 'out', ...files], { env }).ended;
  // What ties, it says; nothing else.
  expect(stderr.split('\n').filter((line) => line !== '' && !line.startsWith('warning: '))).toEqual([]);
  expect(stdout).toMatch(new RegExp(`\\n${files.length} experiments: \\d+ expectations held; wrote `));
  expect(code).toBe(0);
  expect(committed.length).toBeGreaterThan(0);
  expect(filesBelow(join(cwd, 'out'))).toEqual(committed);
  for (const name of committed) {
    const [before, now] = [join(project, 'results'), join(cwd, 'out')].map((at) =>
      readFileSync(join(at, name)),
    );
    expect(now!.equals(before!), `${name} has the committed bytes`).toBe(true);
  }
});

test('their report, of units from the cache, is under four megabytes', async () => {
  const { code, stdout, stderr } = await start(cwd, ['report', '-o', '-', ...files]).ended;
  // Small ones are computed again.
  expect(Number(/(\d+) of \d+ units from the cache/.exec(stderr)![1])).toBeGreaterThan(50);
  expect(code).toBe(0);
  expect(Buffer.byteLength(stdout)).toBeLessThan(4_000_000);
});

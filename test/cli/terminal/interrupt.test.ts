import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { interruptible } from '../../../src/cli/terminal/interrupt.ts';
import { type Started, start } from '../../support/cli/coincide.ts';
import { circle } from '../../support/experiment/circle.ts';
import { filesBelow, folder } from '../../support/files.ts';
import { scaled } from '../../support/time.ts';

/** Many seconds of work: 16,641 shifts of a large image, in one shared pass. */
const shared = `
image: { type: noise, size: 1024 }
shift: { max: 64 }
trials: all
pool: { type: max_pool, depth: 7 }
`;

/** The same in copies, as an average of nothing but padding has no shared pass. */
const copies = `
image: { type: noise, size: 512 }
shift: { max: 32 }
trials: all
layers: [{ repeat: { times: 5, layers: [{ type: avg_pool, pool_size: 3, strides: 2 }] } }]
`;

/** Thousands of short runs. */
const sweep = `
image: { type: noise, size: 32 }
shift: { max: 3 }
pool: { type: max_pool, depth: 4 }
sweep: { seed: [${Array.from({ length: 3000 }, (_, i) => i)}] }
`;

/** Too short to yield. */
const tiny = 'image: { type: dots, size: 2 }\nshift: { max: 1 }\npool: max_pool\n';

/** Begins with a quick experiment, and waits until it is written and the long one is under way. */
async function underWay(cwd: string, ...args: string[]): Promise<Started> {
  const started = start(cwd, ['run', ...args]);
  while (!existsSync(join(cwd, 'results/a.datapackage.json'))) await sleep(10);
  await sleep(400);
  return started;
}

/** Milliseconds for a process that does nothing: how busy the machine is. */
async function emptyProcess(): Promise<number> {
  const began = performance.now();
  await start(process.cwd(), [], { command: [process.execPath, '-e', '0'] }).ended;
  return performance.now() - began;
}

const cases = Object.entries({ shared, copies, sweep });

test.each([
  ...cases.map(([name, text]) => ['SIGINT', 130, name, text] as const),
  ['SIGTERM', 143, 'shared', shared] as const,
  ['SIGHUP', 129, 'shared', shared] as const,
])(
  '%s ends with %i in the middle of %s, at once, and tells what is written',
  async (signal, code, _, text) => {
    const cwd = folder({
      'experiments/a.yaml': circle,
      'experiments/b.yaml': text,
      'experiments/c.yaml': circle,
    });
    const { child, ended } = await underWay(cwd);
    const began = performance.now();
    child.kill(signal);
    expect(await ended).toMatchObject({
      code,
      signal: null,
      stderr: expect.stringMatching(
        /^interrupted; written: a; not written: b, c\.\n(\d+ of \d+ units are kept, .*\n)?$/,
      ),
    });
    const took = performance.now() - began;
    expect(took).toBeLessThan(Math.max(scaled(0.7), 15 * (await emptyProcess())));
    expect(filesBelow(join(cwd, 'results'))).toEqual(['a.csv', 'a.datapackage.json']);
  },
);

test('a run that writes nothing tells that', async () => {
  const cwd = folder({ 'b.yaml': shared });
  const { child, ended } = start(cwd, ['run', 'b.yaml', '--seed', '1', '--verbose']);
  await once(child.stderr!, 'data');
  child.kill('SIGINT');
  const { code, stdout, stderr } = await ended;
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^(b: computed .*\n)+interrupted; written: nothing; not written: b\.\n$/);
  expect(code).toBe(130);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s aborts, and a second one ends the process as if nobody listened', async (name, code) => {
  const listeners = () => ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => process.listenerCount(signal));
  const before = listeners();
  await interruptible(async (signal) => {
    expect(listeners()).toEqual(before.map((n) => n + 1));
    process.emit(name, name);
    expect(signal.reason).toMatchObject({ code });
    expect(listeners()).toEqual(before);
  });
  await expect(interruptible(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(listeners()).toEqual(before);
});

test('many experiments that are short each are interrupted between two of them', async () => {
  const names = Array.from({ length: 200 }, (_, i) => String(i).padStart(3, '0'));
  const cwd = folder(Object.fromEntries(['a', ...names].map((name) => [`experiments/${name}.yaml`, tiny])));
  const { child, ended } = start(cwd, ['run', '--quiet']);
  while (!existsSync(join(cwd, 'results/003.csv'))) await sleep(5);
  child.kill('SIGINT');
  const { code, stderr } = await ended;
  expect(code).toBe(130);
  const [, written, rest] = /^interrupted; written: (.+); not written: (.+)\.\n$/.exec(stderr)!;
  expect([...written!.split(', '), ...rest!.split(', ')]).toEqual([...names, 'a']);
  expect(filesBelow(join(cwd, 'results'))).toHaveLength(2 * written!.split(', ').length);
});

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whenLate } from '../../tools/processes/late.ts';
import { scaled } from '../support/time.ts';

const computeFor = (milliseconds: number) =>
  `const used = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
  while (used() < ${milliseconds}) Math.sqrt(used());`;
const SLEEP = 'setTimeout(() => undefined, 60_000)';

/** Whether a program was late, and how many seconds it took until then or to its end. */
function watched(args: readonly string[], seconds: number): Promise<{ late: boolean; took: number }> {
  const child = spawn(process.execPath, args, { stdio: 'ignore', detached: true });
  const began = performance.now();
  return new Promise((resolve) => {
    const leave = whenLate(child.pid!, seconds, () => {
      resolve({ late: true, took: (performance.now() - began) / 1000 });
      process.kill(-child.pid!, 'SIGKILL');
    });
    child.on('exit', () => {
      leave();
      resolve({ late: false, took: (performance.now() - began) / 1000 });
    });
  });
}

describe.skipIf(!existsSync('/proc/self/schedstat'))('beside programs that keep each core busy', () => {
  const others: ChildProcess[] = [];
  beforeAll(() => {
    // Each in a session of its own: the system may share out the cores by session.
    const options = { stdio: 'ignore', detached: true } as const;
    for (let i = 0; i < 3 * availableParallelism(); i++)
      others.push(spawn(process.execPath, ['-e', computeFor(Number.POSITIVE_INFINITY)], options));
  });
  afterAll(() => others.forEach((one) => void one.kill('SIGKILL')));

  test('one that computes has the time that it waits for a core', async () => {
    const { late, took } = await watched(['-e', computeFor(1000)], 2);
    expect(late).toBe(false);
    // By the clock alone it would have been late.
    expect(took).toBeGreaterThan(2);
  });

  test('so has a child of one that waits for it', async () => {
    const program = `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(computeFor(1000))}])`;
    expect(await watched(['-e', program], 2)).toMatchObject({ late: false });
  });

  test.each([
    ['sleeps', SLEEP],
    [
      'waits for a child that sleeps',
      `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(SLEEP)}])`,
    ],
    ['looks every 5 ms', 'setInterval(() => require("node:fs").existsSync("x"), 5)'],
  ])('one that %s is late', async (_, program) => {
    const { late, took } = await watched(['-e', program], 2);
    expect(late).toBe(true);
    expect(took).toBeLessThan(scaled(15) / 1000);
  });
});

test('one that computes for longer than it may is late', async () => {
  expect(await watched(['-e', computeFor(60_000)], 1)).toMatchObject({ late: true });
});

import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { createEarlyThread, threadsBeside } from '../../../src/cli/threads/thread.ts';
import { parseExperiment } from '../../../src/experiment/read.ts';

const circle = (max: number) =>
  parseExperiment({
    image: { type: 'circle', size: 512 },
    trials: 'all',
    shift: { max },
    layers: [{ type: 'conv2d', kernel: 'random', filters: 16, kernel_size: 5 }],
  });

/** Threads that say when they are started and ended. */
function threads() {
  const events: string[] = [];
  const start = () => {
    events.push('start');
    const terminate = async () => events.push('end');
    return Object.assign(new EventEmitter(), { terminate }) as unknown as Worker;
  };
  return { events, early: createEarlyThread(start) };
}

test('an early thread starts once, when what was read is long work of several units, and is taken once', () => {
  const { events, early } = threads();
  early.read(circle(128));
  expect(early.take()).toBeUndefined();
  const long = threads();
  long.early.read(circle(1));
  expect(long.events).toEqual([]);
  long.early.read(circle(128));
  long.early.read(circle(128));
  expect(long.events).toEqual(['start']);
  expect(long.early.take()).toBeDefined();
  expect(long.early.take()).toBeUndefined();
  expect(events).toEqual([]);
});

test('a thread that was not taken is ended, and one that was taken is not', async () => {
  const unused = threads();
  for (const max of [1, 128]) unused.early.read(circle(max));
  await unused.early.close();
  expect(unused.events).toEqual(['start', 'end']);
  const used = threads();
  for (const max of [1, 128]) used.early.read(circle(max));
  used.early.take();
  await used.early.close();
  expect(used.events).toEqual(['start']);
});

test('a backend with threads of its own gets none beside', () => {
  expect(threadsBeside(3, 'auto')).toBe(2);
  expect(threadsBeside(1, 'auto')).toBe(0);
  expect(threadsBeside(3, 'tensorflow')).toBe(0);
});

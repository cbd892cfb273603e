import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { isOutOfMemory, OutOfMemory, outOfMemory } from '../../../src/cli/terminal/out_of_memory.ts';
import { poolOf } from '../../../src/cli/threads/pool.ts';
import { createQueue } from '../../../src/cli/threads/queue.ts';
import { outcomeOf } from '../../../src/cli/threads/run_experiments.ts';
import { threadsThatFit } from '../../../src/cli/threads/threads_that_fit.ts';
import { UserError } from '../../../src/core/error.ts';
import type { Gathered } from '../../../src/run/gather.ts';
import { resultsOf } from '../../support/cli/results_of.ts';

/** A thread with a heap of 8 MiB that answers as worker.ts does, and runs `code` for each job first. */
const threadWith = (code: string) => () =>
  new Worker(
    `const { parentPort } = require('node:worker_threads');
    let last = Promise.resolve();
    parentPort.on('message', (request) => {
      if (request === 'begin') parentPort.postMessage({ ready: true });
      else if (request === 'end') last = last.then(() => parentPort.close());
      else for (const job of request) last = last.then(() => {
        ${code};
        parentPort.postMessage({ job, event: { result: { seconds: 0.01 } } });
      });
    });`,
    { eval: true, resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2 }, stderr: true },
  );

/** Fills the heap. */
const fill = 'const all = []; for (;;) all.push({ more: [job] })';

async function runAll(counts: readonly number[], threads: number, code: string) {
  const queue = createQueue(counts, (failure) => !(failure instanceof OutOfMemory));
  const pool = poolOf(threads, threadWith(code), { queue, explain: () => {}, onProgress: () => {} });
  const signal = new AbortController().signal;
  const outcomes = [];
  for (const file of counts.keys()) {
    const ended = () => resultsOf(queue, file) && { gathered: {} as Gathered };
    let outcome = outcomeOf(ended);
    while (!outcome) {
      await queue.changed(signal);
      outcome = outcomeOf(ended);
    }
    outcomes.push(outcome);
  }
  await pool.close();
  return outcomes;
}

test.each([1, 3])('a variant that fills the heap fails alone, in %i threads', async (threads) => {
  const outcomes = await runAll([3, 4, 2], threads, `if (job.file === 1 && job.index === 2) { ${fill} }`);
  expect(outcomes.map((outcome) => 'gathered' in outcome)).toEqual([true, false, true]);
  const { failure } = outcomes[1] as { failure: UserError };
  expect(failure).toBeInstanceOf(OutOfMemory);
  expect(failure.kind).toBe('run');
  expect(failure.message).toMatch(
    /^there is not enough memory \(.*\); NODE_OPTIONS=--max-old-space-size=MIB raises .*\.$/,
  );
});

test('what fails once for lack of memory is tried again', async () => {
  let started = 0;
  const start = () =>
    threadWith(
      `if (job.index === 1 && ${started++} === 0) throw new RangeError('Array buffer allocation failed')`,
    )();
  const queue = createQueue([3]);
  const pool = poolOf(1, start, { queue, explain: () => {}, onProgress: () => {} });
  while (!resultsOf(queue, 0)) await queue.changed(new AbortController().signal);
  expect(resultsOf(queue, 0)).toHaveLength(3);
  await pool.close();
  expect(started).toBe(2);
});

test('a thread that cannot start leaves its jobs to others, and is not started for ever', async () => {
  const queue = createQueue([2]);
  let started = 0;
  const start = () => {
    started++;
    return new Worker("throw new RangeError('Array buffer allocation failed')", { eval: true });
  };
  const pool = poolOf(2, start, { queue, explain: () => {}, onProgress: () => {} });
  await pool.close();
  expect(started).toBe(2);
  expect(queue.take(9)).toHaveLength(2);
});

test('another error fails the open jobs, and is thrown on closing', async () => {
  const queue = createQueue([1]);
  const pool = poolOf(1, threadWith("throw new TypeError('a defect')"), {
    queue,
    explain: () => {},
    onProgress: () => {},
  });
  await queue.changed(new AbortController().signal);
  expect(() => resultsOf(queue, 0)).toThrow('a defect');
  await expect(pool.close()).rejects.toThrow('a defect');
});

test.each([
  [Object.assign(new Error('limit'), { code: 'ERR_WORKER_OUT_OF_MEMORY' }), true],
  [new RangeError('Array buffer allocation failed'), true],
  [new RangeError('WebAssembly.Memory(): could not allocate memory'), true],
  [
    new RangeError('WebAssembly.instantiate(): Out of memory: Cannot allocate Wasm memory for new instance'),
    true,
  ],
  [new RangeError('Invalid array length'), false],
  [new UserError('out of memory', { kind: 'run' }), false],
  ['out of memory', false],
])('%s: out of memory %s', (error, is) => {
  expect(isOutOfMemory(error)).toBe(is);
});

test('there are as many threads as a limit of the address space has room for', () => {
  const limits = (bytes: string) =>
    `Limit  Soft Limit\nMax address space         ${bytes}   ${bytes}  bytes\n`;
  const status = 'VmPeak:\t 9 kB\nVmSize:\t 1048576 kB\n';
  expect(threadsThatFit(limits('unlimited'), status)).toBe(Number.POSITIVE_INFINITY);
  expect(threadsThatFit('', '')).toBe(Number.POSITIVE_INFINITY);
  expect(threadsThatFit(limits(String(4 * 2 ** 30)), status)).toBe(3);
  expect(threadsThatFit(limits(String(1.5 * 2 ** 30)), status)).toBe(0);
  expect(threadsThatFit(limits(String(2 ** 29)), status)).toBe(0);
});

test('a text that is too long for Node says so, and what to leave out', () => {
  let thrown: unknown;
  try {
    'x'.repeat(2 ** 28).repeat(8);
  } catch (error) {
    thrown = error;
  }
  expect(isOutOfMemory(thrown)).toBe(true);
  expect(outOfMemory(thrown).message).toBe(
    'a text would have more than the 536,870,888 characters that Node can hold; leave `shifts`, `images` and `decisions` out of tables, or use fewer shifts.',
  );
});

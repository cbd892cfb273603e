import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { poolOf } from '../../../src/cli/threads/pool.ts';
import { createQueue, type Job } from '../../../src/cli/threads/queue.ts';
import type { UnitResult } from '../../../src/run/unit_result.ts';

/**
 * What a thread is sent while it runs all jobs of some experiments, one after the other.
 *
 * @param seconds what each job of an experiment takes
 * @param estimated what is thought of each; all the same by default
 */
async function sentTo(
  counts: readonly number[],
  seconds: (job: Job) => number,
  estimated?: (job: Job) => number,
): Promise<string[]> {
  const queue = createQueue(counts);
  const batches: string[] = [];
  let at = Promise.resolve();
  const thread = new EventEmitter();
  const postMessage = (request: 'begin' | readonly Job[] | 'end') => {
    if (request === 'begin') return void at.then(() => thread.emit('message', { ready: true }));
    if (request === 'end') return void at.then(() => thread.emit('exit'));
    const [first] = request;
    batches.push(`${first!.file}: ${request.map(({ index }) => index).join(' ')}`);
    for (const job of request)
      at = at.then(() => {
        const result = { seconds: seconds(job) } as UnitResult;
        thread.emit('message', { job, event: { result } });
      });
  };
  const pool = poolOf(1, () => Object.assign(thread, { postMessage }) as unknown as Worker, {
    queue,
    explain: () => {},
    onProgress: () => {},
    ...(estimated && {
      estimated: (job: Job) => (job.index < counts[job.file]! ? estimated(job) : undefined),
    }),
  });
  while (queue.left() > 0) await new Promise((resolve) => setImmediate(resolve));
  await pool.close();
  return batches;
}

test('of another experiment a thread is sent one unit, however short those before were', async () => {
  const batches = await sentTo([30, 30], () => 0.001);
  const firsts = [0, 1].map((file) => batches.find((batch) => batch.startsWith(`${file}:`)));
  expect(firsts).toEqual(['0: 0', '1: 0']);
});

test('of the same experiment it is sent as many as take a fifth of a second', async () => {
  const lengths = (await sentTo([300], () => 0.01)).map((batch) => batch.split(' ').length - 1);
  expect(Math.max(...lengths)).toBeGreaterThan(17);
  expect(Math.max(...lengths)).toBeLessThan(21);
  expect(await sentTo([4], () => 5)).toEqual(['0: 0', '0: 1', '0: 2', '0: 3']);
});

test('units that are estimated to take longer come in smaller parts', async () => {
  const weight = ({ index }: Job) => (index < 10 ? 1 : 50);
  const batches = await sentTo([40], (job) => 0.004 * weight(job), weight);
  const inOne = (index: number) => batches.filter((batch) => batch.split(' ').includes(String(index)));
  expect(inOne(3)[0]!.split(' ').length).toBeGreaterThan(3);
  for (let index = 12; index < 40; index++) expect(inOne(index)).toEqual([`0: ${index}`]);
});

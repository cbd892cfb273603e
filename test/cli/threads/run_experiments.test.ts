import { expect, test } from 'vitest';
import { OutOfMemory } from '../../../src/cli/terminal/out_of_memory.ts';
import { createQueue } from '../../../src/cli/threads/queue.ts';
import { endsRun, outcomeOf, startLater } from '../../../src/cli/threads/run_experiments.ts';
import { UserError } from '../../../src/core/error.ts';
import type { Gathered } from '../../../src/run/gather.ts';
import { resultsOf } from '../../support/cli/results_of.ts';

const failed = new UserError('step 2 gives Infinity', { kind: 'run' });
const noMemory = new OutOfMemory('no memory', { kind: 'run' });
const wrong = new UserError('no such file');

test.each([
  [failed, false, true],
  [failed, true, false],
  [noMemory, false, false],
  [noMemory, true, false],
  [wrong, true, true],
  [new TypeError('a defect'), true, true],
])('%s ends a run, keepGoing %s: %s', (failure, keepGoing, ends) => {
  expect(endsRun(failure, keepGoing)).toBe(ends);
});

test('an outcome is undefined until it is there, then the results or the failure', () => {
  const queue = createQueue([2, 1], () => false);
  const ended = (file: number) => () => {
    const results = resultsOf(queue, file);
    return results && { gathered: { seconds: results.length } as Gathered };
  };
  const [first, second] = queue.take(2);
  const [third] = queue.take(1);
  queue.report(second!, { result: { seconds: 1 } as never });
  expect(outcomeOf(ended(0))).toBeUndefined();
  queue.report(first!, { result: { seconds: 0 } as never });
  expect(outcomeOf(ended(0))).toEqual({ gathered: { seconds: 2 } });
  queue.report(third!, { failure: failed });
  expect(outcomeOf(ended(1), true)).toEqual({ failure: failed });
  expect(() => outcomeOf(ended(1))).toThrow(failed);
});

test('what is to start later starts once its time has come, and is closed', async () => {
  const events: string[] = [];
  const start = async () => {
    events.push('start');
    return { close: async () => void events.push('close') };
  };
  await startLater(start, 60_000).close();
  expect(events).toEqual([]);
  const soon = startLater(start, 0);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await soon.close();
  expect(events).toEqual(['start', 'close']);
  const failing = startLater(() => Promise.reject(new Error('no threads')), 0);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await expect(failing.close()).rejects.toThrow('no threads');
});

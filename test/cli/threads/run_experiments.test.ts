import { expect, test } from 'vitest';
import { OutOfMemory } from '../../../src/cli/terminal/out_of_memory.ts';
import { createQueue } from '../../../src/cli/threads/queue.ts';
import { endsRun, outcomeOf, startsThreadsAtOnce } from '../../../src/cli/threads/run_experiments.ts';
import { UserError } from '../../../src/core/error.ts';
import { parseExperiment } from '../../../src/experiment/read.ts';
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

test('threads start at once for a number of them, or for several units that are long by estimate, without units that are kept', () => {
  const found = (max: number) => [
    {
      path: 'a.yaml',
      experiment: parseExperiment({
        image: { type: 'circle', size: 512 },
        trials: 'all',
        shift: { max },
        layers: [{ type: 'conv2d', kernel: 'random', filters: 16, kernel_size: 5 }],
      }),
    },
  ];
  const undecided = { workers: undefined, kept: undefined };
  expect(startsThreadsAtOnce(found(1), undecided)).toBe(false);
  expect(startsThreadsAtOnce(found(1), { ...undecided, workers: 2 })).toBe(true);
  const long = [...found(128), ...found(128)];
  expect(startsThreadsAtOnce(found(128), undecided)).toBe(false);
  expect(startsThreadsAtOnce(long, undecided)).toBe(true);
  expect(startsThreadsAtOnce([...found(1), ...found(128)], undecided)).toBe(true);
  const kept = (has: boolean) => ({ has: () => has, read: () => undefined });
  expect(startsThreadsAtOnce(long, { ...undecided, kept: kept(false) })).toBe(true);
  expect(startsThreadsAtOnce(long, { ...undecided, kept: kept(true) })).toBe(false);
});

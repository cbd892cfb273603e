import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createQueue, type Job } from '../../../src/cli/threads/queue.ts';
import type { UnitResult } from '../../../src/run/unit_result.ts';
import { resultsOf } from '../../support/cli/results_of.ts';

/** What a job gives, told apart by its place. */
const resultOf = ({ file, index }: Job) => ({ seconds: 1000 * file + index }) as UnitResult;

const counts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

test('every variant is given out once, in order, whoever takes how many', () => {
  fc.assert(
    fc.property(counts, fc.infiniteStream(fc.integer({ min: 1, max: 4 })), (counts, sizes) => {
      const queue = createQueue(counts);
      const taken: Job[] = [];
      for (;;) {
        const jobs = queue.take(sizes.next().value!);
        if (jobs.length === 0) break;
        expect(new Set(jobs.map(({ file }) => file)).size).toBe(1);
        taken.push(...jobs);
      }
      expect(taken).toEqual(
        counts.flatMap((n, file) => Array.from({ length: n }, (_, index) => ({ file, index }))),
      );
      expect(queue.left()).toBe(0);
    }),
  );
});

test('an experiment is there once all of its variants are, in their order; a failure as soon as those before it are', () => {
  fc.assert(
    fc.property(
      counts,
      fc.integer({ min: 0, max: 60 }),
      fc.infiniteStream(fc.nat(1000)),
      (counts, failing, picks) => {
        const queue = createQueue(counts);
        const open: Job[] = [];
        for (let jobs = queue.take(3); jobs.length > 0; jobs = queue.take(3)) open.push(...jobs);
        const all = [...open];
        const ended = new Set<Job>();
        // They end in any order.
        while (open.length > 0) {
          const [job] = open.splice(picks.next().value! % open.length, 1);
          queue.report(job!, { share: 0.5 });
          queue.report(
            job!,
            all.indexOf(job!) === failing ? { failure: 'failed' } : { result: resultOf(job!) },
          );
          ended.add(job!);
          for (const file of counts.keys()) {
            const own = all.filter((one) => one.file === file);
            const fails = own.findIndex((one) => all.indexOf(one) === failing);
            const until = fails === -1 ? own : own.slice(0, fails + 1);
            if (!until.every((one) => ended.has(one))) expect(resultsOf(queue, file)).toBeUndefined();
            else if (fails >= 0) expect(() => resultsOf(queue, file)).toThrow('failed');
            else expect(resultsOf(queue, file)).toEqual(own.map(resultOf));
            expect(queue.done(file).own).toBeCloseTo(own.filter((one) => ended.has(one)).length, 9);
          }
          expect(queue.done(0).all).toBeCloseTo(ended.size, 9);
        }
      },
    ),
  );
});

test('whoever asks for a fresh experiment gets one, and each variant is still given out once', () => {
  fc.assert(
    fc.property(
      counts,
      fc.infiniteStream(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 4 }))),
      (counts, asks) => {
        const queue = createQueue(counts);
        const taken: Job[] = [];
        for (;;) {
          const [fresh, most] = asks.next().value!;
          const begun = new Set(taken.map(({ file }) => file));
          const jobs = queue.take(most, fresh);
          if (jobs.length === 0) break;
          if (fresh && begun.size < counts.length) expect(begun).not.toContain(jobs[0]!.file);
          taken.push(...jobs);
        }
        expect(new Set(taken.map(({ file, index }) => `${file} ${index}`)).size).toBe(taken.length);
        expect(taken).toHaveLength(counts.reduce((sum, n) => sum + n, 0));
      },
    ),
  );
});

test('the experiment that a thread has loaded comes before a fresh one, and that before others', () => {
  const queue = createQueue([2, 2, 3, 1]);
  queue.take(1);
  const own = () => queue.take(1, true, 2);
  expect([own(), own(), own(), own(), own(), own(), own()]).toEqual([
    [{ file: 2, index: 0 }],
    [{ file: 2, index: 1 }],
    [{ file: 2, index: 2 }],
    [{ file: 1, index: 0 }],
    [{ file: 3, index: 0 }],
    [{ file: 0, index: 1 }],
    [{ file: 1, index: 1 }],
  ]);
});

test('how many are taken may depend on the first of them', () => {
  const queue = createQueue([2, 5]);
  const most = ({ file, index }: Job) => (file === 0 ? 1 : index + 2);
  expect(queue.take(most)).toEqual([{ file: 0, index: 0 }]);
  expect(queue.take(most)).toEqual([{ file: 0, index: 1 }]);
  expect(queue.take(most)).toHaveLength(2);
  expect(queue.take(most)).toHaveLength(3);
});

test('what comes before one that has failed is still given out, and nothing after it', () => {
  const queue = createQueue([3, 2, 1]);
  const [own] = queue.take(1);
  const [fresh] = queue.take(1, true);
  expect(fresh).toEqual({ file: 1, index: 0 });
  queue.report(fresh!, { failure: new Error('fresh') });
  queue.report(own!, { result: resultOf(own!) });
  for (const index of [1, 2]) {
    expect(resultsOf(queue, 0)).toBeUndefined();
    expect(queue.take(1, true)).toEqual([{ file: 0, index }]);
    queue.report({ file: 0, index }, { result: resultOf({ file: 0, index }) });
  }
  expect(queue.take(1)).toEqual([]);
  expect(resultsOf(queue, 0)).toHaveLength(3);
  expect(() => resultsOf(queue, 1)).toThrow('fresh');
});

test('where it does not stop, only the rest of that experiment is left out', () => {
  const queue = createQueue([3, 1], () => false);
  queue.report(queue.take(1)[0]!, { failure: new Error('first') });
  expect(() => resultsOf(queue, 0)).toThrow('first');
  expect(queue.take(9)).toEqual([{ file: 1, index: 0 }]);
  expect(queue.take(9)).toEqual([]);
});

test('what is given back goes to whoever does not ask for a fresh one, and no more of it to the others', () => {
  const queue = createQueue([2, 2]);
  const [first] = queue.take(1, true);
  queue.report(first!, { returned: true });
  expect(queue.left()).toBe(4);
  expect(queue.take(9, true)).toEqual([
    { file: 1, index: 0 },
    { file: 1, index: 1 },
  ]);
  expect(queue.take(9, true)).toEqual([]);
  expect(queue.take(9)).toEqual([first]);
  expect(queue.take(9)).toEqual([{ file: 0, index: 1 }]);
  expect(queue.left()).toBe(0);
});

test('once the first has failed, nothing more is given out', () => {
  const queue = createQueue([3, 2]);
  const [first, second] = queue.take(2);
  queue.report(second!, { failure: new Error('second') });
  expect(queue.take(1)).toEqual([]);
  expect(resultsOf(queue, 0)).toBeUndefined();
  queue.report(first!, { result: resultOf(first!) });
  expect(() => resultsOf(queue, 0)).toThrow('second');
});

test('waiting ends with a job, or with the signal’s reason', async () => {
  const queue = createQueue([1]);
  const [job] = queue.take(1);
  const controller = new AbortController();
  const waiting = queue.changed(controller.signal);
  queue.report(job!, { result: resultOf(job!) });
  await waiting;
  const again = queue.changed(controller.signal);
  controller.abort(new Error('enough'));
  await expect(again).rejects.toThrow('enough');
});

import { afterEach, describe, expect, test, vi } from 'vitest';
import { createScheduler, runWork, type Work } from '../../src/core/scheduler.ts';

afterEach(() => {
  vi.useRealTimers();
});

function* countTo(n: number): Work<string> {
  for (let i = 0; i < n; i++) yield;
  return `counted to ${n}`;
}

describe('runWork', () => {
  test('does the work to its end and gives its result', async () => {
    const never = { due: () => false, yieldNow: () => Promise.reject(new Error('rested')) };
    expect(await runWork(countTo(1000), never)).toBe('counted to 1000');
  });

  test('rests wherever it is due, and nowhere else', async () => {
    let asked = 0;
    const rest = vi.fn(async () => {});
    await runWork(countTo(10), { due: () => asked++ % 3 === 0, yieldNow: rest });
    expect(asked).toBe(10);
    expect(rest).toHaveBeenCalledTimes(4);
  });

  test('leaves the work where a rest throws', async () => {
    const gone = new Error('interrupted');
    const work = countTo(10);
    const steps = vi.spyOn(work, 'next');
    const rest = () => Promise.reject(gone);
    await expect(runWork(work, { due: () => true, yieldNow: rest })).rejects.toBe(gone);
    expect(steps).toHaveBeenCalledTimes(1);
  });

  test('lets work that it leaves free what it holds', async () => {
    const free = vi.fn();
    function* held(): Work<string> {
      try {
        return yield* countTo(10);
      } finally {
        free();
      }
    }
    const yieldNow = () => Promise.reject(new Error('interrupted'));
    await expect(runWork(held(), { due: () => true, yieldNow })).rejects.toThrow('interrupted');
    expect(free).toHaveBeenCalledTimes(1);
  });
});

describe('a scheduler', () => {
  test('is due once 50 ms have gone by, and again 50 ms after each rest', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] });
    const scheduler = createScheduler();
    expect(scheduler.due()).toBe(false);
    vi.advanceTimersByTime(50);
    expect(scheduler.due()).toBe(false);
    vi.advanceTimersByTime(1);
    expect(scheduler.due()).toBe(true);
    const rested = scheduler.yieldNow();
    await vi.advanceTimersByTimeAsync(1);
    await rested;
    expect(scheduler.due()).toBe(false);
    vi.advanceTimersByTime(51);
    expect(scheduler.due()).toBe(true);
  });

  test('gives timers their turn during long work', async () => {
    let turns = 0;
    const interval = setInterval(() => turns++, 5);
    function* busy(): Work<void> {
      for (const end = performance.now() + 250; performance.now() < end; ) yield;
    }
    await runWork(busy(), createScheduler());
    clearInterval(interval);
    expect(turns).toBeGreaterThanOrEqual(3);
  });

  test('throws the reason of its signal at the next rest, also one that was given meanwhile', async () => {
    const controller = new AbortController();
    const scheduler = createScheduler(controller.signal);
    await scheduler.yieldNow();
    setTimeout(() => controller.abort(new Error('Ctrl-C')));
    const later = new Promise((resolve) => setTimeout(resolve, 5));
    await later;
    await expect(scheduler.yieldNow()).rejects.toThrow('Ctrl-C');
  });
});

import { afterEach, describe, expect, test, vi } from 'vitest';
import { breathe, breather, type Work } from '../../src/core/scheduler.ts';

afterEach(() => {
  vi.useRealTimers();
});

function* countTo(n: number): Work<string> {
  for (let i = 0; i < n; i++) yield;
  return `counted to ${n}`;
}

describe('breathe', () => {
  test('does the work to its end and gives its result', async () => {
    const never = { due: () => false, rest: () => Promise.reject(new Error('rested')) };
    expect(await breathe(countTo(1000), never)).toBe('counted to 1000');
  });

  test('rests wherever it is due, and nowhere else', async () => {
    let asked = 0;
    const rest = vi.fn(async () => {});
    await breathe(countTo(10), { due: () => asked++ % 3 === 0, rest });
    expect(asked).toBe(10);
    expect(rest).toHaveBeenCalledTimes(4);
  });

  test('leaves the work where a rest throws', async () => {
    const gone = new Error('interrupted');
    const work = countTo(10);
    const steps = vi.spyOn(work, 'next');
    const rest = () => Promise.reject(gone);
    await expect(breathe(work, { due: () => true, rest })).rejects.toBe(gone);
    expect(steps).toHaveBeenCalledTimes(1);
  });
});

describe('a breather', () => {
  test('is due once 50 ms have gone by, and again 50 ms after each rest', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] });
    const breath = breather();
    expect(breath.due()).toBe(false);
    vi.advanceTimersByTime(50);
    expect(breath.due()).toBe(false);
    vi.advanceTimersByTime(1);
    expect(breath.due()).toBe(true);
    const rested = breath.rest();
    await vi.advanceTimersByTimeAsync(1);
    await rested;
    expect(breath.due()).toBe(false);
    vi.advanceTimersByTime(51);
    expect(breath.due()).toBe(true);
  });

  test('gives timers their turn during long work', async () => {
    let turns = 0;
    const interval = setInterval(() => turns++, 5);
    function* busy(): Work<void> {
      for (const end = performance.now() + 250; performance.now() < end; ) yield;
    }
    await breathe(busy(), breather());
    clearInterval(interval);
    expect(turns).toBeGreaterThanOrEqual(3);
  });

  test('throws the reason of its signal at the next rest, also one that was given meanwhile', async () => {
    const controller = new AbortController();
    const breath = breather(controller.signal);
    await breath.rest();
    setTimeout(() => controller.abort(new Error('Ctrl-C')));
    const later = new Promise((resolve) => setTimeout(resolve, 5));
    await later;
    await expect(breath.rest()).rejects.toThrow('Ctrl-C');
  });
});

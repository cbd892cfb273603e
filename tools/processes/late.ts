import { readdirSync, readFileSync } from 'node:fs';
import { scaled } from '../../test/support/time.ts';

const EVERY_MS = 500;

/**
 * Calls back once a process has taken longer than it may. The time that it, its threads and its children wait for a core
 * does not count: so beside other work a slow process has time, and one that sleeps is found as soon as on a quiet machine.
 * Where the system does not say how long they wait (other systems than Linux), the limit grows with the load.
 *
 * @param seconds that it may take on a quiet machine
 * @returns what ends the watch
 */
export function whenLate(pid: number, seconds: number, late: () => void): () => void {
  const limit = waits(pid) === undefined ? scaled(seconds) : 1000 * seconds;
  let before = new Map<string, number>();
  let last = performance.now();
  let taken = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    const passed = now - last;
    last = now;
    const all = waits(pid) ?? new Map<string, number>();
    let waited = 0;
    for (const [task, wait] of all) waited += wait - (before.get(task) ?? wait);
    before = all;
    taken += Math.max(0, passed - waited);
    if (taken <= limit) return;
    clearInterval(timer);
    late();
  }, EVERY_MS);
  return () => clearInterval(timer);
}

/** How many milliseconds each thread of a process and of its descendants has waited for a core, by its number. */
function waits(pid: number, all = new Map<string, number>()): Map<string, number> | undefined {
  try {
    for (const task of readdirSync(`/proc/${pid}/task`)) {
      const read = (name: string) => readFileSync(`/proc/${pid}/task/${task}/${name}`, 'utf8');
      // Nanoseconds on a core, nanoseconds in its queue, and how often it had its turn.
      all.set(task, Number(read('schedstat').split(' ')[1]) / 1e6);
      for (const child of read('children').split(' ')) if (child !== '') waits(Number(child), all);
    }
  } catch {
    // What has just ended waits no longer.
    if (all.size === 0) return undefined;
  }
  return all;
}

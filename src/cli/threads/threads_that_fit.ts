import { readFileSync } from 'node:fs';

/** How many threads the address space has room for: where it is limited (ulimit -v), one too many ends the process. */
export function threadsThatFit(
  limits = readText('/proc/self/limits'),
  status = readText('/proc/self/status'),
): number {
  const [, limit] = /^Max address space +(\d+)/m.exec(limits) ?? [];
  const [, used] = /^VmSize:\s+(\d+) kB/m.exec(status) ?? [];
  if (limit === undefined || used === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(0, Math.floor((Number(limit) - Number(used) * 1024) / THREAD_BYTES));
}

/** Address space that a thread reserves for its heap and its code, with some room. */
const THREAD_BYTES = 2 ** 30;

/** The text of a file, or nothing where the system has no such file. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

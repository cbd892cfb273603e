import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * A mark for names of scratch files that says which process they belong to: `HOST-PID-BEGAN`, host, process number and
 * when that process began. Process numbers are used again (in a container, 1 is the first of each start), so that a
 * number alone does not say whether the process is alive.
 */
export function processMark(): string {
  return `${host()}-${process.pid}-${beganAt(process.pid) ?? 0}`;
}

/** Whether the process of a mark is alive; undefined if the mark is of another host, which cannot be asked. */
export function isMarkAlive(mark: string): boolean | undefined {
  const [, markHost, pid, began] = /^([A-Za-z0-9]*)-(\d+)(?:-(\d+))?(?:-|$)/.exec(mark) ?? [];
  if (markHost !== host()) return undefined;
  const now = beganAt(Number(pid));
  // A mark without a beginning is that of an earlier version, which was killed.
  return began !== undefined && isAlive(Number(pid)) && (now === undefined || String(now) === began);
}

/** The name's letters and digits: another host that shares the folder has process numbers of its own. */
function host(): string {
  return hostname().replaceAll(/[^A-Za-z0-9]/g, '');
}

/** When a process began, in clock ticks since the system started; undefined where the system does not say. */
function beganAt(pid: number): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is a name in brackets that may hold spaces; the beginning is the 22nd.
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[19]);
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the injector can do to a call (see inject.c), and the kinds of calls that it can strike. */
export const faults = {
  KILL: ['open', 'create', 'write', 'read', 'sync', 'name', 'fact', 'close'],
  EIO: ['open', 'create', 'write', 'read', 'sync', 'name', 'fact', 'close'],
  ENOSPC: ['create', 'write', 'sync', 'name'],
  EDQUOT: ['create', 'write', 'sync', 'name', 'close'],
  EMFILE: ['open', 'create'],
  EACCES: ['open', 'create', 'name', 'fact'],
  SHORT: ['write', 'read'],
  HALF: ['write'],
  TORN: ['write'],
} as const satisfies Record<string, readonly string[]>;
export type Fault = keyof typeof faults;

const source = fileURLToPath(new URL('inject.c', import.meta.url));

/** Why calls cannot be made to fail here; undefined where they can. */
export function unableToInject(): string | undefined {
  if (process.platform !== 'linux') return 'LD_PRELOAD and /proc are those of Linux';
  return spawnSync('cc', ['--version']).status === 0 ? undefined : 'there is no C compiler (cc)';
}

/** Compiles the injector, once for a folder. @returns the path of the library */
export function injectorIn(folder: string): string {
  const library = join(folder, 'inject.so');
  if (existsSync(library)) return library;
  const args = ['-shared', '-fPIC', '-O1', '-Wall', '-Wextra', '-Werror', source, '-o', library, '-ldl'];
  const { status, stderr } = spawnSync('cc', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`inject.c does not compile:\n${stderr}`);
  return library;
}

export interface Injection {
  library: string;
  folder: string;
  fault: Fault;
  /** Which call fails, from 1 on; 0 for none. */
  nth: number;
  /** Whether all later calls fail too. */
  onwards?: boolean;
  log?: string;
}

/** The environment of a process in which a call fails. */
export function injected(injection: Injection): NodeJS.ProcessEnv {
  const [folder, kinds, fault, nth, log] = wordsOf(injection);
  return {
    LD_PRELOAD: injection.library,
    INJECT_FOLDER: folder,
    INJECT_KINDS: kinds,
    INJECT_FAULT: fault,
    INJECT_NTH: nth,
    ...(log !== undefined && { INJECT_LOG: log }),
  };
}

/** A path whose access makes the next calls of the process fail so: its folder has the injector already. */
export function askingPath(injection: Injection): string {
  return `inject:${wordsOf(injection).join('\n')}`;
}

function wordsOf({ folder, fault, nth, onwards = false, log }: Injection): string[] {
  const how = String(constants.errno[fault as keyof typeof constants.errno] ?? fault);
  return [
    folder,
    faults[fault].join(),
    how,
    `${nth}${onwards ? '+' : ''}`,
    ...(log === undefined ? [] : [log]),
  ];
}

/** The calls that an injector counted, in order: kind and path. */
export function callsIn(log: string): string[] {
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').filter(Boolean) : [];
}

/** How many of some calls a fault can strike. */
export function countStruck(fault: Fault, calls: readonly string[]): number {
  const kinds: readonly string[] = faults[fault];
  return calls.filter((call) => kinds.includes(call.slice(0, call.indexOf(' ')))).length;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Asked, startAsked } from '../../../tools/processes/asked.ts';
import type { Command, Outcome } from '../../../tools/processes/resident.ts';
import { neutral } from '../environment.ts';
import { project } from '../files.ts';

/** The built package. A test file that imports this module runs after a build (see vitest.config.ts). */
export const dist = join(project, 'dist');

/** The built command line, as users get it. */
export const cli = join(dist, 'cli.js');

/** The URL of the built library, for programs in processes of their own. */
export const library = pathToFileURL(join(dist, 'index.js')).href;

/** The line of progress that a run prints every 30 seconds: only a slow machine prints one in these tests. */
const PROGRESS = /^\d+ %, [^\n]*\n/gm;

/** How a process ended, and all that it printed but for progress. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Started {
  child: ChildProcess;
  ended: Promise<Ended>;
}

export interface StartOptions {
  env?: Record<string, string>;
  /** What runs it. Default: Node on the built command line. */
  command?: readonly string[];
}

const RESIDENT = new URL('../../../tools/processes/resident.ts', import.meta.url);
/** Seconds that one command may take on a quiet machine. */
const LONGEST = 60;
const idle: Asked<Command, Outcome>[] = [];

/**
 * Runs the command line in a folder to its end. Its stdin is empty, and it prints to no terminal. Commands of a test file
 * follow each other in one process, and those side by side are in several: a start for each would take most of the time.
 * What is about the process itself is tested by `start`.
 */
export async function coincide(cwd: string, ...args: string[]): Promise<Ended> {
  const resident = idle.pop() ?? (await startAsked<Command, Outcome>(RESIDENT, project));
  const outcome = await resident.ask({ folder: cwd, args }, LONGEST);
  if (typeof outcome === 'string') {
    resident.end();
    return { code: null, signal: null, stdout: '', stderr: outcome };
  }
  idle.push(resident);
  return { ...outcome, signal: null, stderr: outcome.stderr.replace(PROGRESS, '') };
}

/** Starts the command line in a folder, in a process of its own: its stdout and stderr are pipes. */
export function start(
  cwd: string,
  args: readonly string[],
  { env = {}, command = [process.execPath, cli] }: StartOptions = {},
): Started {
  const [program, ...before] = command;
  const child = spawn(program!, [...before, ...args], {
    cwd,
    env: { ...neutral, ...env },
    stdio: 'pipe',
  });
  const printed = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    printed.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    printed.stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const stderr = printed.stderr.replace(PROGRESS, '');
      resolve({ code, signal, stdout: printed.stdout, stderr });
    });
  });
  return { child, ended };
}

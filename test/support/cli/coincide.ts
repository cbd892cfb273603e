import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
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

/** Runs the command line in a folder to its end: its stdin is empty, its stdout and stderr are pipes. */
export async function coincide(cwd: string, ...args: string[]): Promise<Ended> {
  return start(cwd, args).ended;
}

/** Starts the command line in a folder. */
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

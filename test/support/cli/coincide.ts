import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The project's own folder. */
export const project = fileURLToPath(new URL('../../..', import.meta.url));

/** The built command line, as users get it. */
export const cli = join(project, 'dist/cli.js');

/** How a process ended, and all that it printed. */
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
    child.on('close', (code, signal) => resolve({ code, signal, ...printed }));
  });
  return { child, ended };
}

const { NO_COLOR: _, FORCE_COLOR: __, CI: ___, ...rest } = process.env;

/** The environment, without what decides on colours. */
export const neutral: NodeJS.ProcessEnv = rest;

/** A folder with these files, in the system's folder for such; gone when the test is over. */
export function folder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'coincide-test-')));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}

/** The path of every file below a folder, sorted. */
export function filesBelow(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort();
}

/** The lesson's experiment in three lines. */
export const circle = 'image: circle\nshift: { max: 3 }\npool: { type: max_pool, depth: 4 }\n';

/** One whose expectation does not hold. */
export const broken = `${circle}expect:\n  - { metric: classes, at: { depth: 4 }, min: 2 }\n`;

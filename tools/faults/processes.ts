import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { neutral } from '../../test/support/environment.ts';
import { QUICKLY } from '../processes/asked.ts';
import { atInterrupt } from '../processes/interrupt.ts';
import { whenLate } from '../processes/late.ts';

/** The project's root folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The built command line. */
export const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** Node on the built command line, for commands that compute little. */
const quickly = [process.execPath, ...QUICKLY, cli];

export interface Started {
  cwd: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv | undefined;
  /** What runs it. Default: `quickly`. */
  command?: readonly string[] | undefined;
  /** Seconds that it may take on a quiet machine. Default 30. */
  seconds?: number | undefined;
  /** What comes by standard input. Default: empty. */
  input?: string | Uint8Array | undefined;
  /** Called once it is started. */
  started?: ((kill: (signal: NodeJS.Signals) => void, pid: number) => void) | undefined;
}

/** How a process ended, and what it printed. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  /** Whether it was killed since it took too long. */
  hung: boolean;
  seconds: number;
}

/** A process that prints more is cut here: it is judged by its beginning. */
const MOST_PRINTED = 2 ** 24;

/** Runs the command line to its end, or until it has taken too long. */
export function runProcess({
  cwd,
  args,
  env,
  command,
  seconds = 30,
  input,
  started,
}: Started): Promise<Ended> {
  const [program, ...before] = command ?? quickly;
  const began = performance.now();
  const child = spawn(program!, [...before, ...args], { cwd, env: { ...neutral, ...env }, detached: true });
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text) => {
      if (printed[name].length < MOST_PRINTED) printed[name] += text;
    });
  let hung = false;
  // A process that is stuck has its children with it.
  const killGroup = () => void process.kill(-child.pid!, 'SIGKILL');
  const forget = child.pid === undefined ? () => undefined : atInterrupt(killGroup);
  const leave =
    child.pid === undefined
      ? () => undefined
      : whenLate(child.pid, seconds, () => {
          hung = true;
          killGroup();
        });
  child.stdin.on('error', () => undefined).end(input ?? '');
  started?.((signal) => child.kill(signal), child.pid!);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      leave();
      forget();
      resolve({ code, signal, ...printed, hung, seconds: (performance.now() - began) / 1000 });
    });
  });
}

/** The line of progress that a run prints every 30 seconds. */
const PROGRESS = /^\d+ %, [^\n]*\n/gm;

/** What was printed, without the lines that only a slow machine prints. */
export function withoutProgress(text: string): string {
  return text.replace(PROGRESS, '');
}

/** A stack of JavaScript, or what the command line says of its own defects. */
const TRACE =
  /this is a defect of coincide|^\s+at (?:.*\()?(?:file:|node:|\/|<anonymous>|async )[^\n]*$|\b(?:Type|Range|Reference|Syntax)Error\b|\(node:\d+\)|Unhandled/im;

/** The first line of what was printed that is none for people; undefined where all is. */
export function traceIn({ stdout, stderr }: Pick<Ended, 'stdout' | 'stderr'>): string | undefined {
  return TRACE.exec(stderr)?.[0].trim() ?? TRACE.exec(stdout)?.[0].trim();
}

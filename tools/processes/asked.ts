import { type ChildProcess, fork } from 'node:child_process';
import { neutral } from '../../test/support/environment.ts';
import { atInterrupt } from './interrupt.ts';
import { whenLate } from './late.ts';

/** A process that does one job after the other. */
export interface Asked<Job, Answer> {
  /** @returns the answer, or in words why there is none: the process has ended, or takes longer than `seconds` */
  ask(job: Job, seconds: number): Promise<Answer | string>;
  end(): void;
}

export const HUNG = 'it does not answer';

/** For commands that compute little: V8 compiles WebAssembly once, not a second time for speed. */
export const QUICKLY: readonly string[] = ['--liftoff-only'];

/** Starts a script that sends `ready`, and then an answer for each job. @param flags of Node */
export async function startAsked<Job extends object, Answer>(
  script: URL,
  cwd: string,
  { env = {}, flags = [] }: { env?: NodeJS.ProcessEnv; flags?: readonly string[] } = {},
): Promise<Asked<Job, Answer>> {
  const child = fork(script, {
    cwd,
    execArgv: ['--import', import.meta.resolve('tsx'), '--max-old-space-size=1500', ...flags],
    env: { ...neutral, NODE_NO_WARNINGS: '1', ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const end = () => void child.kill('SIGKILL');
  child.on('exit', atInterrupt(end));
  let complaint = '';
  child.stderr!.setEncoding('utf8').on('data', (text) => {
    complaint = (complaint + text).slice(-4000);
  });
  if ((await messageOf(child)) !== 'ready') throw new Error(`${script} does not start: ${complaint}`);
  return {
    async ask(job, seconds) {
      const answered = messageOf(child, seconds);
      child.send(job);
      const answer = await answered;
      if (answer === 'ended')
        return `its process ends: ${complaint.trim().split('\n').slice(0, 3).join(' ⏎ ')}`;
      return answer === undefined ? HUNG : (answer as Answer);
    },
    end,
  };
}

/** The next message of a process; `ended` where it ends; undefined where it says nothing for so many seconds. */
function messageOf(child: ChildProcess, seconds?: number): Promise<unknown> {
  return new Promise((resolve) => {
    const give = (value: unknown) => {
      leave?.();
      child.off('message', give);
      child.off('exit', ended);
      resolve(value);
    };
    const ended = () => give('ended');
    const leave = seconds === undefined ? undefined : whenLate(child.pid!, seconds, () => give(undefined));
    child.on('message', give);
    child.on('exit', ended);
  });
}

import { accessSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { capturePrinted } from './printed.ts';

// A process that runs the built command line again and again, as it is asked to: a start for each takes most of the time.

/** One command line in a folder, and, under an injector of faults, the path whose access asks it for one. */
export interface Command {
  folder: string;
  args: readonly string[];
  fault?: string;
}

/** How a command line ended. */
export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const home = process.cwd();
const printed = capturePrinted();
let count = 0;

process.on('disconnect', () => process.exit());
process.on('message', (command: Command) => void answer(command));
process.send!('ready');

async function answer({ folder, args, fault }: Command): Promise<void> {
  Object.assign(printed, { stdout: '', stderr: '' });
  process.chdir(folder);
  process.argv = [process.execPath, cli, ...args];
  process.exitCode = undefined;
  const atRest = resources();
  if (fault !== undefined) accessSync(fault);
  // The query makes it another module: the entry runs once more.
  await import(`${cli}?${count++}`);
  // A process ends once nothing is open any more. Where something stays open, there is no answer: it hangs.
  while (resources() !== atRest) await pause(1);
  if (fault !== undefined) accessSync('inject:');
  // Windows removes no folder that a process is in.
  process.chdir(home);
  process.removeAllListeners('uncaughtException');
  for (const name of ['stdout', 'stderr'] as const) process[name].removeAllListeners('error');
  process.send!({ code: Number(process.exitCode), ...printed } satisfies Outcome);
}

/** What keeps this process from ending, by kind. */
function resources(): string {
  const kinds = process.getActiveResourcesInfo().filter((kind) => kind !== 'Immediate');
  return kinds.sort().join();
}

import { accessSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { capturePrinted } from './printed.ts';
import { cli } from './processes.ts';

// A process that runs the built command line again and again, as `residents.ts` asks it to.

/** One command line in a folder, and the path whose access asks the injector for a fault. */
export interface Command {
  folder: string;
  args: readonly string[];
  fault: string;
}

/** How a command line ended. */
export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

const printed = capturePrinted();
let count = 0;

process.on('message', (command: Command) => void answer(command));
process.send!('ready');

async function answer({ folder, args, fault }: Command): Promise<void> {
  Object.assign(printed, { stdout: '', stderr: '' });
  process.chdir(folder);
  process.argv = [process.execPath, cli, ...args];
  process.exitCode = undefined;
  const atRest = resources();
  accessSync(fault);
  // The query makes it another module: the entry runs once more.
  await import(`${cli}?${count++}`);
  // A process ends once nothing is open any more. Where something stays open, there is no answer: it hangs.
  while (resources() !== atRest) await pause(1);
  accessSync('inject:');
  process.removeAllListeners('uncaughtException');
  for (const name of ['stdout', 'stderr'] as const) process[name].removeAllListeners('error');
  process.send!({ code: Number(process.exitCode), ...printed } satisfies Outcome);
}

/** What keeps this process from ending, by kind. */
function resources(): string {
  const kinds = process.getActiveResourcesInfo().filter((kind) => kind !== 'Immediate');
  return kinds.sort().join();
}

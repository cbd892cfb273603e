import { cli } from '../../src/cli/cli.ts';
import { readExperimentFile } from '../../src/experiment/disk/files.ts';
import { unitsOf } from '../../src/run/unit.ts';
import { capturePrinted } from '../processes/printed.ts';

// A process that runs one command line after the other, as `readers.ts` asks it to: a start for each would take most of
// the time. It runs the source, not the built package.

/** Command lines to run in a folder, until one fails. */
export interface Job {
  folder: string;
  lines: readonly (readonly string[])[];
  /** The experiment file whose estimate decides whether the lines after the first are run. */
  cheap?: string | undefined;
}

/** How the last line that was run ended. */
export interface Answer {
  /** How many lines were run. */
  lines: number;
  code: number;
  stdout: string;
  stderr: string;
  seconds: number;
  /** How much the most memory that the process ever had has grown, in megabytes. */
  grown: number;
}

/** Most estimated seconds of an experiment that is run, and most variants. */
const CHEAP_SECONDS = 0.02;
const CHEAP_VARIANTS = 12;

const printed = capturePrinted();

process.on('message', (job: Job) => void answer(job));
process.on('uncaughtException', (error) => {
  printed.stderr += `${error.stack}\n`;
});
process.send!('ready');

async function answer({ folder, lines, cheap }: Job): Promise<void> {
  Object.assign(printed, { stdout: '', stderr: '' });
  process.chdir(folder);
  const before = process.resourceUsage().maxRSS;
  const began = performance.now();
  let code = 0;
  let count = 0;
  for (const line of lines) {
    if (count === 1 && cheap !== undefined && !(await isCheap(cheap))) break;
    count++;
    code = await cli(line);
    if (code !== 0) break;
  }
  const seconds = (performance.now() - began) / 1000;
  const grown = (process.resourceUsage().maxRSS - before) / 1024;
  for (const name of ['stdout', 'stderr'] as const) process[name].removeAllListeners('error');
  process.send!({ lines: count, code, ...printed, seconds, grown } satisfies Answer);
}

async function isCheap(path: string): Promise<boolean> {
  const experiment = await readExperimentFile(path);
  if (experiment.variants.length > CHEAP_VARIANTS) return false;
  const units = unitsOf(experiment);
  let seconds = 0;
  for (let index = 0; index < units.count; index++) seconds += units.seconds(index);
  return seconds <= CHEAP_SECONDS;
}

import { spawnSync } from 'node:child_process';
import { type Family, type Suite, someOf } from '../family.ts';
import { type Disturbance, disturb, prepareAll } from '../prepared.ts';
import { cli, type Ended } from '../processes.ts';

/** A part tries so many. */
const PART = 16;

/** Limits by the shell's `ulimit`: files that are open, kilobytes of address space, bytes of a file in blocks. */
const FILES = [20, 24, 28, 32, 36, 48];
const ADDRESS_SPACE = [700_000, 1_000_000, 1_300_000, 1_700_000, 2_500_000, 4_000_000, 12_000_000];
const BLOCKS = [0, 1, 2, 8];
/** Megabytes of V8's heap. */
const HEAPS = [6, 10, 14, 20, 30, 60];

/** Limits of open files, of memory and of the size of files. */
export const limits: Family = {
  name: 'limits of files and memory',
  unable: () => (process.platform === 'win32' ? 'there is no ulimit' : undefined),
  async run(suite) {
    const ways = [
      ...FILES.map((count) => limited('ulimit -n', 'n', count)),
      ...ADDRESS_SPACE.map((size) => limited('ulimit -v', 'v', size)),
      ...BLOCKS.map((blocks) => limited('ulimit -f', 'f', blocks)),
      ...HEAPS.map(heap),
    ].filter((way) => nodeStarts(way, suite));
    const all = await prepareAll(suite);
    const tries = all.flatMap((prepared) => ways.map((way) => ({ prepared, way })));
    const chosen = suite.all ? tries : someOf(tries, PART, suite.random('limits'));
    let ended = 0;
    await suite.each(chosen, async ({ prepared, way }) => {
      if (endedByV8(await disturb(prepared, way, suite))) ended++;
    });
    suite.say(
      `${ended} of ${chosen.length} were ended by V8 itself, which no program can catch; not counted as tries`,
    );
  },
};

function limited(fault: string, letter: string, value: number): Disturbance {
  return {
    fault,
    label: `ulimit -${letter} ${value}`,
    command: ['bash', '-c', `ulimit -${letter} ${value}; exec "$@"`, 'bash', process.execPath, cli],
    isOutside: endedByV8,
  };
}

function heap(megabytes: number): Disturbance {
  return {
    fault: '--max-old-space-size',
    label: `--max-old-space-size=${megabytes}`,
    command: [process.execPath, `--max-old-space-size=${megabytes}`, cli],
    isOutside: endedByV8,
  };
}

/** Whether Node itself can start and make a thread under a limit: else nothing is tried. */
function nodeStarts({ command, label }: Disturbance, suite: Suite): boolean {
  const [program, ...rest] = command!;
  const { status } = spawnSync(program!, [...rest, '--version']);
  if (status !== 0) suite.say(`${label} is not tried: Node cannot load a program under it`);
  return status === 0;
}

/** Memory of the main thread ran out: V8 ends the process, with words of its own. */
function endedByV8({ signal, stderr }: Ended): boolean {
  const aborted = signal !== null && ['SIGABRT', 'SIGTRAP', 'SIGILL', 'SIGSEGV'].includes(signal);
  return aborted && /FATAL ERROR|Fatal (?:process|JavaScript)|# Fatal error/.test(stderr);
}

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cli, dist } from './coincide.ts';
import { type Contestant, inProcess, measure, median } from './compare.ts';
import type { Section } from './report.ts';
import { experimentOf, large, type Workload, workload } from './workloads.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A whole process, from start to end. */
export function wholeProcess(name: string, command: string, args: readonly string[]): Contestant {
  return inProcess(name, () => {
    launch(command, args);
    return '';
  });
}

/** Whole processes, started anew each time, beside an empty Node process and what else is given. */
export async function coldStarts(others: readonly Contestant[] = []): Promise<Section> {
  const out = mkdtempSync(join(tmpdir(), 'coincide-bench-'));
  const node = (name: string, ...args: string[]) => wholeProcess(name, process.execPath, args);
  const contestants = [
    node('node -e 0', '-e', '0'),
    node('coincide --help', cli, '--help'),
    node(
      'coincide run circle.yaml (the lesson)',
      cli,
      'run',
      'experiments/circle.yaml',
      '--fresh',
      '--out',
      out,
    ),
    node('coincide check, every shipped experiment (wanted: below 5,000)', cli, 'check'),
    ...others,
  ];
  try {
    const lines = await measure(contestants, { warmUp: 1 });
    return { title: 'Whole processes, cold', unit: 'ms', against: 'the first', lines };
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** The most memory that a process of its own holds, in megabytes (10⁶ bytes): the median of three. */
export async function memory(): Promise<Section> {
  const folder = mkdtempSync(join(tmpdir(), 'coincide-bench-'));
  const file = (name: string, work: Workload) => {
    const path = join(folder, `${name}.yaml`);
    writeFileSync(path, JSON.stringify(experimentOf(work)));
    return path;
  };
  const run = (name: string, work: Workload) => [
    cli,
    'run',
    file(name, work),
    '--quiet',
    '--fresh',
    '--out',
    folder,
  ];
  const count = (work: Workload) => ['--input-type=module', '-e', countingProgram(work)];
  const cases: [string, string[]][] = [
    ['node -e 0', ['-e', '0']],
    ['W3, classes and matches', count(workload('W3'))],
    ['W3, coincide run (default table)', run('w3', workload('W3'))],
    [`${large.name}, classes and matches`, count(large)],
    [`${large.name}, coincide run (default table)`, run('large', large)],
  ];
  try {
    const lines = cases.map(([name, args]) => {
      const peaks = [1, 2, 3].map(() => peakOf(args));
      return { name, median: median(peaks), rounds: peaks.length };
    });
    return { title: 'Peak memory, whole processes', unit: 'MB', against: 'the first', lines };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The most memory that a Node process with those arguments holds, in megabytes (10⁶ bytes). */
export function peakOf(args: readonly string[]): number {
  const folder = mkdtempSync(join(tmpdir(), 'coincide-bench-'));
  const peak = join(folder, 'peak');
  try {
    launch(process.execPath, ['--import', notePeak(peak), ...args]);
    return (1024 * Number(readFileSync(peak, 'utf8'))) / 1e6;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * A module that writes the kilobytes that its process held at most into a file, once it ends. Linux counts what its
 * parent held before it began in `maxRSS`; only /proc tells them apart.
 */
function notePeak(file: string): string {
  const program = `
    import { existsSync, readFileSync, writeFileSync } from 'node:fs';
    const status = '/proc/self/status';
    const peak = () => existsSync(status)
      ? /VmHWM:\\s+(\\d+)/.exec(readFileSync(status, 'utf8'))[1]
      : String(process.resourceUsage().maxRSS);
    process.on('exit', () => writeFileSync(${JSON.stringify(file)}, peak()));`;
  return `data:text/javascript,${encodeURIComponent(program)}`;
}

/** A program of a user of the library who wants classes and matches only. */
function countingProgram(work: Workload): string {
  return `
    import { parseExperiment, run } from ${JSON.stringify(new URL('index.js', dist).href)};
    const parsed = parseExperiment(${JSON.stringify(experimentOf(work))});
    const measures = parsed.measures.filter(({ columns }) => 'classes' in columns || 'matches' in columns);
    await run({ ...parsed, measures });`;
}

function launch(command: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.slice(0, 3).join(' ')}: ${stderr}`);
}

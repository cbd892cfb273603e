import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandName } from '../../src/cli/arguments/option_names.ts';
import { commands } from '../../src/cli/commands.ts';
import type { Reports } from './judge.ts';
import { type Ended, runProcess } from './processes.ts';
import { type FilesOf, writeFiles } from './projects.ts';

/** A command line that writes, in a project where what it writes stands already, with other content. */
export interface Writer {
  name: string;
  args: readonly string[];
  files: FilesOf;
  /** Command lines that were run before, in the project as it was before. */
  earlier?: readonly (readonly string[])[];
  /** Files of the project as it was before. */
  as?: FilesOf;
  /** Files that say what the command found: other ones where it fails. */
  reports?: Reports;
  /** A command line that shows what units are worth, whose files may be others each time. */
  proof?: readonly string[];
}

/** Small, with a table that is written in parts. */
function small(seed: number): string {
  return `
seed: ${seed}
image: { type: noise, size: 12 }
shift: { max: 3 }
trials: 300
pool: { type: max_pool, depth: 2 }
tables: [summary, shifts]
`;
}

/** Long enough for the unit cache. */
function kept(seed: number): string {
  return `
seed: ${seed}
image: { type: noise, size: 64 }
shift: { max: 8 }
trials: all
sweep: { pool.type: [max_pool, avg_pool] }
pool: { type: max_pool, depth: 4 }
`;
}

const project = { 'experiments/a.yaml': small(2), 'experiments/b.yaml': kept(2) };
const before = { 'experiments/a.yaml': small(1), 'experiments/b.yaml': kept(1) };
const one = { 'a.yaml': small(2) };
const oneBefore = { 'a.yaml': small(1) };
const merged = ['merge', 'shards', '--out', 'merged', '--quiet'];
const shard = (at: number) => ['run', '--shard', `${at}/2`, '--out', 'shards', '--quiet'];

/**
 * For each command the command lines that write, or why there is none. A command that is missing here ends the suite: so
 * a new one is not forgotten.
 */
const writersOf: Readonly<Record<string, readonly Writer[] | string>> = {
  run: [
    { name: 'run', args: ['run'], files: project, as: before, earlier: [['run', '--fresh']] },
    {
      name: 'run --fresh, with what it kept',
      args: ['run', 'experiments/b.yaml', '--fresh', '--workers', '2', '--quiet'],
      files: project,
      earlier: [['run']],
    },
    {
      name: 'run --out --combine --latex',
      args: ['run', 'a.yaml', '--out', 'new/deep', '--combine', 'all.csv', '--latex', 'deep/all.tex'],
      files: { ...one, 'all.csv': 'old\n' },
    },
    { name: 'run --shard', args: shard(1), files: project, earlier: [shard(2)], proof: merged },
  ],
  check: [
    {
      name: 'check --reporter',
      args: [
        ...['check', 'a.yaml', '--reporter', 'junit:j.xml', '--reporter', 'markdown:deep/m.md'],
        ...['--reporter', 'github:g.txt'],
      ],
      files: { ...one, 'j.xml': 'old\n' },
      reports: {
        'j.xml': /^<\?xml .*<\/testsuites>\n$/s,
        'deep/m.md': /^# coincide check\n\n.*\n$/s,
        'g.txt': /(?:^|\n)\d+ experiments?: [^\n]*\n$/,
      },
      earlier: [['run', 'a.yaml', '--quiet']],
    },
    {
      name: 'check --shard',
      args: ['check', 'experiments/b.yaml', '--shard', '1/1', '--out', 'shards'],
      files: project,
      proof: merged,
    },
  ],
  show: [
    {
      name: 'show',
      args: ['show', 'a.yaml', '--png', 'a.png', '--svg', 'deep/a.svg', '--shift', '1,1'],
      files: { ...one, 'a.png': 'old\n' },
    },
  ],
  plot: [
    {
      name: 'plot',
      args: ['plot', 'a.yaml', '-o', 'a.svg', '--spec', 'deep/a.json'],
      files: { ...one, 'a.svg': 'old\n' },
    },
    { name: 'plot to PNG', args: ['plot', 'a.yaml', '-o', 'a.png'], files: { ...one, 'a.png': 'old\n' } },
  ],
  report: [
    {
      name: 'report',
      args: ['report', 'a.yaml', '--against', 'results'],
      files: { ...one, 'report.html': 'old\n' },
      as: oneBefore,
      earlier: [['run', 'a.yaml']],
    },
    { name: 'report to Markdown', args: ['report', 'a.yaml', '-o', 'deep/a.md'], files: one },
  ],
  init: [
    { name: 'init', args: ['init'], files: { '.gitattributes': '*.png binary' } },
    { name: 'init FOLDER', args: ['init', 'deep/new'], files: {} },
  ],
  merge: [
    {
      name: 'merge',
      args: ['merge', 'shards'],
      files: project,
      as: before,
      earlier: [['run'], ['+'], shard(1), shard(2)],
    },
  ],
  cache: [
    {
      name: 'cache prune',
      args: ['cache', 'prune', '--max-size', '1B'],
      files: project,
      earlier: [['run', '--quiet']],
    },
  ],
  validate: 'it reads',
  explain: 'it prints',
  inspect: 'it prints',
  list: 'it prints',
  schema: 'it prints',
  doctor: 'it prints',
  completion: 'it prints',
  serve: 'it serves what it computed; what it keeps is written as `run` does',
  playground: 'it serves what the package brings',
  worker: 'it writes into the store of a queue; families/queue.ts has it',
};

/** Every command line that writes. @throws Error where a command is not in the list, or one is that is none */
export function writers(): Writer[] {
  const names = commands.map(commandName);
  const missing = names.filter((name) => !Object.hasOwn(writersOf, name));
  const gone = Object.keys(writersOf).filter((name) => !names.includes(name));
  if (missing.length + gone.length > 0)
    throw new Error(
      `tools/faults/writers.ts does not know what ${[...missing, ...gone].join(', ')} writes, or it is no command any more.`,
    );
  return names.flatMap((name) => {
    const found = writersOf[name]!;
    return typeof found === 'string' ? [] : [...found];
  });
}

/** @throws Error where there is none of this name */
export function writerNamed(name: string): Writer {
  const found = writers().find((writer) => writer.name === name);
  if (!found) throw new Error(`tools/faults/writers.ts has no ${name}.`);
  return found;
}

/** A folder with the project of a writer, as it is before its command. */
export async function projectOf(
  { name, files, as = {}, earlier = [] }: Writer,
  work: string,
): Promise<string> {
  const folder = mkdtempSync(join(work, 'project-'));
  writeFiles(folder, { ...files, ...as });
  for (const args of earlier) {
    // From here on the project is as it is now.
    if (args[0] === '+') writeFiles(folder, files);
    else {
      const ended = await runProcess({ cwd: folder, args });
      if (ended.code !== 0) throw new Error(`${name}: ${args.join(' ')} fails: ${ended.stderr}`);
    }
  }
  writeFiles(folder, files);
  if (!name.includes('kept') && !name.includes('cache'))
    rmSync(join(folder, '.coincide'), { recursive: true, force: true });
  return folder;
}

/** Runs what shows the worth of a writer's units. */
export async function prove({ proof }: Writer, folder: string, run = runIn): Promise<void> {
  if (proof) await run(folder, proof);
}

/** Runs a command line in a folder, in a process of its own, with nothing that disturbs it. */
export function runIn(folder: string, args: readonly string[]): Promise<Ended> {
  return runProcess({ cwd: folder, args });
}

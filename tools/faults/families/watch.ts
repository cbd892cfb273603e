import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { scaled } from '../../../test/support/time.ts';
import { type Family, pick, type Suite } from '../family.ts';
import { firstLines, type Harms, signsOf } from '../judge.ts';
import { prepare } from '../prepared.ts';
import { runProcess } from '../processes.ts';
import { copyOf, isScratch, removeFolder, snapshotOf } from '../projects.ts';
import { countTry } from '../tally.ts';
import { writerNamed } from '../writers.ts';

/** How many edits all makes, and a part. */
const ALL = 1000;
const PART = 60;
/** Most milliseconds between two edits: some come before the last one was noticed. */
const BETWEEN = 200;

/** Edits under `run --watch`, whole ones and broken ones: in the end the results are those of the last. */
export const watch: Family = {
  name: 'edits under watch',
  async run(suite) {
    const { project, writer } = await prepare(writerNamed('run'), suite);
    const folder = copyOf(project, suite.work);
    const path = join(folder, 'experiments/a.yaml');
    const text = readFileSync(path, 'utf8');
    const count = suite.all ? ALL : PART;
    const random = suite.random('edits');
    const memory: number[] = [];
    let edited = Promise.resolve();
    const watched = runProcess({
      cwd: folder,
      args: [...writer.args, '--watch'],
      seconds: 60 + count,
      started(kill, pid) {
        edited = (async () => {
          await settled(folder, text);
          for (let at = 0; at < count; at++) {
            edit(path, text.replace(/seed: \d+/, `seed: ${at}`), pick(EDITS, random));
            await pause(random() * BETWEEN);
            if (at % 50 === 0) memory.push(residentMegabytes(pid));
          }
          writeFileSync(path, text.replace('seed: 2', 'seed: 5000'));
          await settled(folder, text.replace('seed: 2', 'seed: 5000'));
          memory.push(residentMegabytes(pid));
        })().finally(() => kill('SIGINT'));
      },
    });
    const [ended] = await Promise.all([watched, edited]);
    const harms: Harms = signsOf(ended);
    if (ended.code !== 130) harms.wrong = `it ends with ${ended.code ?? ended.signal}`;
    const found = snapshotOf(folder);
    await runAlone(folder, suite, (whole) => {
      for (const [name, content] of whole)
        if (name.startsWith('results/') && found.get(name) !== content)
          harms.wrong ??= `${name} is not that of the last edit: ${firstLines(ended.stderr.slice(-300))}`;
    });
    const left = [...found.keys()].find(isScratch);
    if (left !== undefined) harms.wrong ??= `${left} is left`;
    const tally = suite.tally('an edit under watch');
    for (let at = 1; at < count; at++) countTry(tally, '', {});
    countTry(tally, `${count} edits`, harms);
    suite.say(`${count} edits; resident memory ${memory.map((size) => Math.round(size)).join(', ')} MB`);
    removeFolder(folder);
  },
};

type Edit = (path: string, text: string) => void;

const EDITS: readonly Edit[] = [
  (path, text) => writeFileSync(path, text),
  // As editors do: to a new name, then renamed.
  (path, text) => {
    writeFileSync(`${path}~`, text);
    renameSync(`${path}~`, path);
  },
  (path, text) => writeFileSync(path, text.slice(0, text.length / 2)),
  (path) => writeFileSync(path, ''),
  (path, text) => writeFileSync(path, text.replace('image', 'imaeg')),
  (path, text) => {
    rmSync(path, { force: true });
    writeFileSync(path, text);
  },
  (path) => rmSync(path, { force: true }),
];

function edit(path: string, text: string, how: Edit): void {
  how(path, text);
}

/** Waits until the results are those of an experiment's text. */
async function settled(folder: string, text: string): Promise<void> {
  const [seed] = /seed: \d+/.exec(text)!;
  const wanted = `"seed": ${seed.slice(6)}`;
  const path = join(folder, 'results/a.datapackage.json');
  const end = performance.now() + scaled(60);
  while (performance.now() < end) {
    if (textOf(path).includes(wanted)) return;
    await pause(50);
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function residentMegabytes(pid: number): number {
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+)/m.exec(textOf(`/proc/${pid}/status`)) ?? [];
  return Number(kilobytes) / 1024;
}

/** Gives what a run of a folder's experiments writes alone. */
async function runAlone(
  folder: string,
  suite: Suite,
  use: (files: ReadonlyMap<string, string>) => void,
): Promise<void> {
  const alone = copyOf(folder, suite.work);
  rmSync(join(alone, 'results'), { recursive: true });
  await runProcess({ cwd: alone, args: ['run', '--quiet'] });
  use(snapshotOf(alone));
  removeFolder(alone);
}

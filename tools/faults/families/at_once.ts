import { setTimeout as pause } from 'node:timers/promises';
import type { Family, Suite } from '../family.ts';
import { firstLines, type Harms, harmsAgain, signsOf } from '../judge.ts';
import { type Prepared, prepare } from '../prepared.ts';
import { type Ended, runProcess } from '../processes.ts';
import { copyOf, isScratch, removeFolder, type Snapshot, snapshotOf, writeFiles } from '../projects.ts';
import { countTry } from '../tally.ts';
import { writerNamed } from '../writers.ts';

/** How many times all tries two runs at once, and a part. */
const ALL = 100;
const PART = 6;
/** Milliseconds that one may begin after the other. */
const LATER = 400;

/** Several commands in one folder at the same time. */
export const atOnce: Family = {
  name: 'two commands in one folder at once',
  async run(suite) {
    const prepared = await prepare(writerNamed('run'), suite);
    const tries = Array.from({ length: suite.all ? ALL : PART });
    const random = suite.random('delays');
    await suite.each(tries, (_, at) => twoRuns(prepared, random() * LATER, at, suite));
    await suite.each(tries, (_, at) => twoExperiments(prepared, random() * LATER, at, suite));
    await suite.each(tries, (_, at) => runBesideCheck(prepared, random() * LATER, at, suite));
  },
};

async function twoRuns({ project, whole }: Prepared, delay: number, at: number, suite: Suite): Promise<void> {
  const folder = copyOf(project, suite.work);
  const ended = await both(folder, ['run'], ['run'], delay);
  const after = snapshotOf(folder);
  const harms = Object.assign({}, ...ended.map((one) => harmsAgain(whole, one, after))) as Harms;
  countTry(suite.tally('two runs into one folder'), `${at}, ${Math.round(delay)} ms apart`, harms);
  removeFolder(folder);
}

/** Two runs that write other numbers: the files of each experiment are all of one of them. */
async function twoExperiments({ project, whole }: Prepared, delay: number, at: number, suite: Suite) {
  const folder = copyOf(project, suite.work);
  const text = String(whole.after.get('experiments/a.yaml'));
  writeFiles(folder, { 'other/experiments/a.yaml': text.replace(/seed: \d+/, 'seed: 77') });
  const alone = copyOf(folder, suite.work);
  await runProcess({ cwd: alone, args: ['run', 'other/experiments/a.yaml'] });
  const [one, other] = [whole.after, snapshotOf(alone)];
  const ended = await both(folder, ['run', 'experiments/a.yaml'], ['run', 'other/experiments/a.yaml'], delay);
  const harms: Harms = Object.assign({}, ...ended.map(signsOf), ...ended.map(failed));
  const after = snapshotOf(folder);
  const own = [...after.keys()].filter((path) => path.startsWith('results/a.'));
  const isOf = (run: Snapshot) => own.every((path) => after.get(path) === run.get(path));
  if (own.length === 0) harms.lost = 'there are no results';
  else if (!isOf(one) && !isOf(other)) harms.wrong = 'files of two runs are mixed';
  countTry(suite.tally('two runs of other numbers'), `${at}, ${Math.round(delay)} ms apart`, harms);
  for (const path of [folder, alone]) removeFolder(path);
}

async function runBesideCheck({ project, whole }: Prepared, delay: number, at: number, suite: Suite) {
  const folder = copyOf(project, suite.work);
  // What is committed is of the same run, so that a check holds at every moment.
  writeFiles(folder, Object.fromEntries([...whole.after].filter(([path]) => path.startsWith('results/'))));
  const ended = await both(folder, ['run', '--quiet'], ['check', '--quiet'], delay);
  const harms: Harms = Object.assign({}, ...ended.map(signsOf), ...ended.map(failed));
  const left = [...snapshotOf(folder).keys()].find((path) => isScratch(path));
  if (left !== undefined) harms.wrong ??= `${left} is left`;
  countTry(suite.tally('run beside check'), `${at}, ${Math.round(delay)} ms apart`, harms);
  removeFolder(folder);
}

async function both(
  folder: string,
  one: readonly string[],
  other: readonly string[],
  delay: number,
): Promise<Ended[]> {
  const first = runProcess({ cwd: folder, args: one });
  await pause(delay);
  return Promise.all([first, runProcess({ cwd: folder, args: other })]);
}

function failed(ended: Ended): Harms {
  if (ended.code === 0) return {};
  return { wrong: `it ends with ${ended.code ?? ended.signal}: ${firstLines(ended.stderr || ended.stdout)}` };
}

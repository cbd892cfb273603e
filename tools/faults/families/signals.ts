import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Family, pick, type Suite } from '../family.ts';
import { harmsOf } from '../judge.ts';
import { goOn, type Prepared, prepare } from '../prepared.ts';
import { root, runProcess } from '../processes.ts';
import { copyOf, removeFolder, snapshotOf } from '../projects.ts';
import { countTry } from '../tally.ts';
import { prove, type Writer } from '../writers.ts';

/** How many signals all tries, and a part. */
const ALL = 200;
const PART = 12;

/** Each signal, and the exit code that says which one it was. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Many variants of some work each, for several threads. */
const sweep = `
image: { type: noise, size: 64 }
shift: { max: 8 }
trials: all
sweep: { seed: [${Array.from({ length: 16 }, (_, seed) => seed).join(', ')}] }
pool: { type: blur_pool, depth: 4 }
`;

const onnx = `
image: { type: sprite, path: fashion200.png, tile: 28, embed: { size: 36 }, limit: 60 }
shift: { max: 3 }
trials: all
layers: [{ type: model, path: max.onnx }]
`;
const shipped = (name: string) => readFileSync(join(root, 'experiments/models', name));

const threads: Writer = {
  name: 'run with threads',
  args: ['run', 'a.yaml', '--workers', '3'],
  files: { 'a.yaml': sweep },
};
const network: Writer = {
  name: 'run with ONNX',
  args: ['run', 'a.yaml', '--workers', '2'],
  files: {
    'a.yaml': onnx,
    'max.onnx': shipped('max.onnx'),
    'fashion200.png': shipped('fashion200.png'),
  },
};
const shards: Writer = {
  name: 'run --shard',
  args: ['run', 'a.yaml', '--shard', '1/1', '--out', 'shards'],
  files: { 'a.yaml': sweep },
  proof: ['merge', 'shards', '--out', 'merged', '--quiet'],
};
const watch: Writer = { name: 'run --watch', args: ['run', 'a.yaml'], files: { 'a.yaml': sweep } };
const works: readonly Writer[] = [threads, network, shards, watch];

/** Signals at random moments. */
export const signals: Family = {
  name: 'INT, TERM and HUP at random moments',
  async run(suite) {
    const prepared: Prepared[] = [];
    for (const writer of works) prepared.push(await prepare(writer, suite));
    const random = suite.random('moments');
    const names = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[];
    const tries = Array.from({ length: suite.all ? ALL : PART }, (_, at) => ({
      work: prepared[at % prepared.length]!,
      signal: pick(names, random),
      // At any moment of the work, and shortly after it.
      moment: random() * 1.1,
    }));
    await suite.each(tries, (one) => interrupt(one, suite));
  },
};

interface Interruption {
  work: Prepared;
  signal: keyof typeof SIGNALS;
  moment: number;
}

async function interrupt({ work, signal, moment }: Interruption, suite: Suite): Promise<void> {
  const { writer, project, whole } = work;
  const folder = copyOf(project, suite.work);
  const isWatch = writer === watch;
  const after = moment * whole.ended.seconds * 1000;
  const ended = await runProcess({
    cwd: folder,
    args: isWatch ? [...writer.args, '--watch'] : writer.args,
    started: (kill) => setTimeout(() => kill(signal), after),
  });
  // What a watch printed is not that of one run. A signal before anybody listens ends it as any process.
  const seen = isWatch ? { ...ended, stdout: whole.ended.stdout } : ended;
  if (ended.code === 0) await prove(writer, folder);
  const harms = harmsOf(whole, seen, snapshotOf(folder), { killed: signal });
  if (ended.code === 0 && isWatch) harms.wrong ??= 'a watch ends with 0';
  if (ended.code !== 0 && ended.signal !== signal && ended.code !== SIGNALS[signal])
    harms.wrong ??= `it ends with ${ended.code ?? ended.signal}, not ${SIGNALS[signal]}`;
  if (Object.keys(harms).length === 0) Object.assign(harms, await goOn(work, folder));
  countTry(
    suite.tally(`${signal.replace('SIG', '')} at a random moment`),
    `${writer.name}, after ${Math.round(after)} ms`,
    harms,
  );
  removeFolder(folder);
}

import { atInterrupt } from '../../processes/interrupt.ts';
import { startRedisServer, whyNoRedisServer } from '../../redis_server.ts';
import { type Family, pick, type Suite } from '../family.ts';
import { harmsAgain, harmsOf, signsOf } from '../judge.ts';
import { type Prepared, prepare } from '../prepared.ts';
import { type Ended, runProcess } from '../processes.ts';
import { copyOf, removeFolder, snapshotOf } from '../projects.ts';
import { countTry } from '../tally.ts';
import type { Writer } from '../writers.ts';

/** How many times all disturbs a run by a queue, and a part. */
const ALL = 40;
const PART = 3;

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'];

const work: Writer = {
  name: 'run --queue',
  args: ['run', 'a.yaml'],
  files: {
    'a.yaml': `
image: { type: noise, size: 64 }
shift: { max: 8 }
trials: all
sweep: { seed: [${Array.from({ length: 16 }, (_, seed) => seed).join(', ')}] }
pool: { type: blur_pool, depth: 4 }
`,
  },
};

/** Signals to a run that puts its units into a queue, and to its workers. */
export const queue: Family = {
  name: 'a queue whose run or worker gets a signal',
  unable: whyNoRedisServer,
  async run(suite) {
    const prepared = await prepare(work, suite);
    const random = suite.random('queue');
    const redis = await startRedisServer(suite.work);
    const forget = atInterrupt(() => redis.signal('SIGKILL'));
    try {
      const tries = Array.from({ length: suite.all ? ALL : PART }, (_, at) => ({
        at,
        signal: pick(SIGNALS, random),
        target: random() < 0.5 ? ('run' as const) : ('worker' as const),
        moment: random() * (1 + prepared.whole.ended.seconds),
      }));
      // One at a time: the units are the same, and so is the queue.
      for (const one of tries) await disturbQueue(prepared, one, redis.url, suite);
    } finally {
      forget();
      await redis.kill();
    }
  },
};

interface Disturbed {
  at: number;
  signal: NodeJS.Signals;
  target: 'run' | 'worker';
  moment: number;
}

async function disturbQueue(
  { writer, project, whole }: Prepared,
  { at, signal, target, moment }: Disturbed,
  url: string,
  suite: Suite,
): Promise<void> {
  const folder = copyOf(project, suite.work);
  const to = ['--queue', `${url}/${at % 16}`, '--store', 'store'];
  const later = (kill: (signal: NodeJS.Signals) => void) => setTimeout(() => kill(signal), moment * 1000);
  const end: { workers?: () => void } = {};
  const worker = (disturbed: boolean) =>
    runProcess({
      cwd: folder,
      args: ['worker', ...to, '--threads', '1', '--quiet'],
      seconds: 240,
      started(kill) {
        if (disturbed) later(kill);
        const before = end.workers;
        end.workers = () => {
          before?.();
          kill('SIGTERM');
        };
      },
    });
  const workers = [worker(target === 'worker'), worker(false)];
  const args = [...writer.args, ...to];
  const started = target === 'run' ? later : undefined;
  const ended = await runProcess({ cwd: folder, args, started, seconds: 120 });
  const harms = harmsOf(whole, ended, inResults(folder), { killed: signal });
  if (Object.keys(harms).length === 0 && ended.code !== 0) {
    const again = await runProcess({ cwd: folder, args, seconds: 120 });
    Object.assign(harms, harmsAgain(whole, again, inResults(folder)));
  }
  end.workers?.();
  const all: Ended[] = await Promise.all(workers);
  for (const one of all) Object.assign(harms, signsOf(one));
  countTry(suite.tally('a queue'), `${signal} to the ${target} after ${Math.round(moment * 1000)} ms`, harms);
  removeFolder(folder);
}

/** What stands in a folder but for the store, whose files may be others each time. */
function inResults(folder: string): Map<string, string> {
  return new Map([...snapshotOf(folder)].filter(([path]) => !path.startsWith('store/')));
}

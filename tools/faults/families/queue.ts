import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
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
  unable: () =>
    spawnSync('redis-server', ['--version']).status === 0 ? undefined : 'there is no redis-server',
  async run(suite) {
    const prepared = await prepare(work, suite);
    const random = suite.random('queue');
    const redis = await startRedis(suite);
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
      redis.server.kill('SIGKILL');
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

/** A Redis of its own on a free port of the loopback, which keeps nothing on the disk. */
async function startRedis(suite: Suite): Promise<{ url: string; server: ChildProcess }> {
  const port = await freePort();
  const options = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', suite.work, '--save', ''];
  const server = spawn('redis-server', options, { stdio: 'ignore' });
  while (!(await answers(port))) await pause(20);
  return { url: `redis://127.0.0.1:${port}`, server };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return new Promise((resolve) => {
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

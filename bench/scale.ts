import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseObject } from '../src/experiment/parse.ts';
import { columnNames } from '../src/run/run_unit.ts';
import { unitsOf } from '../src/run/unit.ts';
import type { UnitResult } from '../src/run/unit_result.ts';
import { type Manifest, manifestOf, writeManifest } from '../src/units/manifest.ts';
import { openUnitFiles } from '../src/units/unit_files.ts';
import { unitIds } from '../src/units/unit_id.ts';
import { writeUnitFile } from '../src/units/unit_lines.ts';
import { formatUnit } from '../src/units/unit_text.ts';
import { type RedisServer, startRedisServer } from '../tools/redis_server.ts';

// What units, their files and a merge cost: `npm run bench:scale`, after a build. It prints, and compares nothing.

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'coincide-scale-'));

/** Runs the command line in a folder. @returns seconds by the clock and of the processor, and the most memory in MB */
function timed(
  cwd: string,
  args: readonly string[],
  killAfter?: number,
): Promise<{ seconds: number; processor: number; memory: number }> {
  const began = performance.now();
  const child = spawn('/usr/bin/env', ['bash', '-c', 'exec node "$@"', 'node', cli, ...args], {
    cwd,
    stdio: 'ignore',
  });
  let memory = 0;
  let processor = 0;
  const timer = setInterval(() => {
    try {
      memory = Math.max(memory, readStatus(child.pid!));
      processor = processorSeconds(child.pid!);
    } catch {
      // It has ended.
    }
  }, 50);
  if (killAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfter);
  return new Promise((resolve, reject) =>
    child.on('close', (code) => {
      clearInterval(timer);
      if (code !== 0 && killAfter === undefined) reject(new Error(`${args.join(' ')} ended with ${code}.`));
      resolve({ seconds: (performance.now() - began) / 1000, processor, memory });
    }),
  );
}

/** The largest resident memory of a process in MB, as Linux says it. */
function readStatus(pid: number): number {
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes ?? 0) / 1024;
}

function project(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(work, name);
  mkdirSync(join(folder, 'experiments'), { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, 'experiments', file), text);
  return folder;
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i).join(', ');

async function threads(): Promise<void> {
  const units = 160;
  const text = `image: { type: noise, size: 128 }\nshift: { max: 12 }\ntrials: all\npool: { type: max_pool, depth: 4 }\nsweep: { seed: [${numbers(units)}] }\n`;
  const cwd = project('threads', { 'a.yaml': text });
  for (const workers of [1, 2, 4]) {
    const { seconds } = await timed(cwd, ['run', '-q', '--fresh', '--workers', String(workers)]);
    console.log(`${workers} thread${workers === 1 ? '' : 's'}: ${(units / seconds).toFixed(1)} units/s`);
  }
  const whole = await timed(cwd, ['run', '-q', '--fresh', '--workers', '1']);
  rmSync(join(cwd, '.coincide'), { recursive: true });
  await timed(cwd, ['run', '-q', '--workers', '1'], whole.seconds * 500);
  const rest = await timed(cwd, ['run', '-q', '--workers', '1']);
  const again = await timed(cwd, ['run', '-q', '--workers', '1']);
  console.log(
    `from scratch ${whole.seconds.toFixed(2)} s; after a kill in the middle ${rest.seconds.toFixed(2)} s; unchanged ${again.seconds.toFixed(2)} s`,
  );
}

const result = (n: number, rows: number, columns = 22): UnitResult => ({
  values: Float64Array.from({ length: rows * columns }, (_, i) =>
    // Some columns are counts, the others all different.
    i % columns < 4 ? (n + i) % 81 : Math.abs(Math.sin(i + n / 3)),
  ),
  labels: new Int32Array(),
  parts: [],
  further: {},
  notes: { pictures: 1, about: [], skipped: [] },
  runtimes: [],
  precision: Array.from({ length: rows }, () => ({ exact: true, largest: 0 })),
  seconds: 0,
});

function overhead(): void {
  const count = 20_000;
  const began = performance.now();
  const ids = Array.from({ length: count }, (_, n) => createHash('sha256').update(String(n)).digest('hex'));
  const folder = join(work, 'overhead');
  for (let at = 0; at < count; at += 100)
    writeUnitFile(
      folder,
      ids.slice(at, at + 100).map((id, n) => [id, formatUnit(result(n, 5))]),
    );
  const written = performance.now();
  const files = openUnitFiles([folder]);
  for (const id of ids) files.read(id);
  const read = performance.now();
  console.log(
    `a unit of 5 rows: kept in ${((written - began) / count).toFixed(4)} ms, found and read in ${((read - written) / count).toFixed(4)} ms`,
  );
}

async function merge(): Promise<void> {
  const variants = 100_000;
  const value = {
    image: { type: 'circle', size: 1024 },
    shift: { max: 1 },
    pool: { type: 'max_pool', depth: 9 },
    sweep: {
      seed: Array.from({ length: 1000 }, (_, i) => i),
      trials: Array.from({ length: 100 }, (_, i) => i + 1),
    },
  };
  const experiment = parseObject(value, { name: 'a' });
  const folder = join(work, 'shards');
  const computer = await computerOfBuild();
  await writeManifest(
    folder,
    await manifestOf([{ path: 'a.yaml', experiment }], { ...computer, of: 1, command: ['a.yaml'] }),
  );
  const idAt = unitIds(experiment, computer);
  const rows = experiment.variants[0]!.rows.length;
  const columns = columnNames(experiment.measures).length;
  for (let at = 0; at < unitsOf(experiment).count; at += 1000)
    writeUnitFile(
      join(folder, 'a'),
      Array.from({ length: 1000 }, (_, n) => [idAt(at + n), formatUnit(result(at + n, rows, columns))]),
    );
  const { seconds, processor, memory } = await timed(work, ['merge', 'shards', '-q', '--out', 'out']);
  console.log(
    `merge of ${variants * rows} rows: ${seconds.toFixed(1)} s (${processor.toFixed(1)} s of the processor), ${memory.toFixed(0)} MB; ${readdirSync(join(work, 'out')).length} files`,
  );
  writeFileSync(join(work, 'a.yaml'), JSON.stringify(value));
  const check = await timed(work, ['check', 'a.yaml', '--merge', 'shards', '-q', '--results', 'out']);
  console.log(
    `check of them: ${check.seconds.toFixed(1)} s (${check.processor.toFixed(1)} s of the processor), ${check.memory.toFixed(0)} MB`,
  );
}

/** How the built command line calls itself and its backend in a manifest. */
async function computerOfBuild(): Promise<Pick<Manifest, 'coincide' | 'backend'>> {
  const text = 'image: { type: circle }\nshift: { max: 1 }\npool: max_pool\n';
  const cwd = project('build', { 'a.yaml': text });
  await timed(cwd, ['run', '-q', '--shard', '1/1', '--out', 'shards']);
  const [name] = readdirSync(join(cwd, 'shards')).filter((entry) => entry.startsWith('manifest-'));
  return JSON.parse(readFileSync(join(cwd, 'shards', name!), 'utf8'));
}

async function manyVariants(): Promise<void> {
  const text = `image: { type: circle, size: 8, radius: 3 }\nshift: { max: 1 }\ntrials: 5\npool: max_pool\nsweep: { seed: [${numbers(1000)}], trials: [${Array.from({ length: 100 }, (_, i) => i + 1).join(', ')}] }\n`;
  const cwd = project('many', { 'a.yaml': text });
  const { seconds, processor, memory } = await timed(cwd, ['run', '-q', '--workers', '1']);
  console.log(
    `100,000 variants: ${seconds.toFixed(0)} s (${processor.toFixed(0)} s of the processor), ${memory.toFixed(0)} MB`,
  );
}

/** A set of many small pictures at eight steps. */
async function manyPictures(): Promise<void> {
  const [pictures, size] = [50_000, 8];
  const text = `image: { type: idx, images: many.idx }\nshift: { max: 1 }\ntrials: 4\nsteps: all\nlayers: [max_pool, relu, { type: avg_pool, pool_size: 2, strides: 1 }, relu, square, relu, global_avg_pool]\n`;
  const cwd = project('pictures', { 'a.yaml': text });
  const bytes = Buffer.alloc(16 + pictures * size * size);
  bytes.set([0, 0, 8, 3]);
  for (const [i, value] of [pictures, size, size].entries()) bytes.writeUInt32BE(value, 4 + 4 * i);
  for (let i = 16; i < bytes.length; i++) bytes[i] = (i * i + (i >> 6)) % 251;
  writeFileSync(join(cwd, 'experiments/many.idx'), bytes);
  const { seconds, memory } = await timed(cwd, ['run', '-q', '--workers', '1']);
  const [, ...rows] = readFileSync(join(cwd, 'results/a.csv'), 'utf8').trim().split('\n');
  console.log(
    `${pictures} pictures at ${rows.length} steps: ${seconds.toFixed(0)} s, ${memory.toFixed(0)} MB`,
  );
}

/** The experiment of units of little work that are sent through a queue. */
const small = (units: number) =>
  `image: { type: noise, size: 8 }\nshift: { max: 2 }\ntrials: 5\npool: { type: max_pool, depth: 2 }\nsweep: { seed: [${numbers(units / 10)}], trials: [${Array.from({ length: 10 }, (_, i) => i + 1).join(', ')}] }\n`;

/** Runs an experiment through a queue of its own, and compares the table with that of one process. */
async function throughQueue(
  cwd: string,
  { url }: RedisServer,
  workers: number,
): Promise<{ seconds: number; memory: number; worker: number }> {
  const store = mkdtempSync(join(cwd, 'store-'));
  const args = ['worker', '-q', '--queue', url, '--store', store, '--threads', '1'];
  const started = Array.from({ length: workers }, () =>
    spawn('node', [cli, ...args], { cwd, stdio: 'ignore' }),
  );
  const exits = started.map((one) => new Promise((resolve) => one.on('exit', resolve)));
  try {
    // Workers wait for units, as they would.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const run = await timed(cwd, ['run', '-q', '--queue', url, '--store', store, '--out', 'queue']);
    const same = readFileSync(join(cwd, 'alone/a.csv')).equals(readFileSync(join(cwd, 'queue/a.csv')));
    if (!same) throw new Error('the table is another');
    return { ...run, worker: Math.max(...started.map(({ pid }) => readStatus(pid!))) };
  } finally {
    for (const one of started) one.kill('SIGKILL');
    await Promise.all(exits);
  }
}

async function withRedis(use: (redis: RedisServer) => Promise<void>): Promise<void> {
  const redis = await startRedisServer(work);
  try {
    await use(redis);
  } finally {
    await redis.kill();
  }
}

const alone = (cwd: string) => timed(cwd, ['run', '-q', '--fresh', '--workers', '1', '--out', 'alone']);

/** Units of little work through a queue: how many in a second, what each costs beside, and how memory grows. */
function queue(): Promise<void> {
  return withRedis(async (redis) => {
    for (const units of [1000, 10_000]) {
      const cwd = project(`queue-${units}`, { 'a.yaml': small(units) });
      const single = await alone(cwd);
      for (const workers of units === 1000 ? [1] : [1, 2, 4]) {
        const before = processorSeconds(redis.pid());
        const run = await throughQueue(cwd, redis, workers);
        const redisTime = (processorSeconds(redis.pid()) - before) / units;
        const beside =
          workers > 1
            ? ''
            : `, ${(((run.seconds - single.seconds) / units) * 1000).toFixed(2)} ms a unit more than alone`;
        console.log(
          `${units} units through a queue, ${workers} worker${workers === 1 ? '' : 's'}: ${(units / run.seconds).toFixed(0)} units/s${beside}; ${(redisTime * 1000).toFixed(2)} ms of Redis's processor a unit; run ${run.memory.toFixed(0)} MB, worker ${run.worker.toFixed(0)} MB (alone ${(units / single.seconds).toFixed(0)} units/s, ${single.memory.toFixed(0)} MB)`,
        );
      }
    }
  });
}

/** The processor time of a process so far, in seconds. */
function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Units of some 100 ms through a queue: two workers beside one, in turns. */
function speedUp(): Promise<void> {
  return withRedis(async (redis) => {
    const units = 60;
    const text = `image: { type: noise, size: 224 }\nshift: { max: 140 }\ntrials: all\npool: { type: max_pool, depth: 4 }\nsweep: { seed: [${numbers(units)}] }\n`;
    const cwd = project('speed-up', { 'a.yaml': text });
    const single = await alone(cwd);
    const seconds = { 1: 0, 2: 0 };
    for (const workers of [1, 2, 2, 1] as const)
      seconds[workers] += (await throughQueue(cwd, redis, workers)).seconds / 2;
    console.log(
      `${units} units of ${((single.seconds / units) * 1000).toFixed(0)} ms: 1 worker ${seconds[1].toFixed(1)} s, 2 workers ${seconds[2].toFixed(1)} s: ${(seconds[1] / seconds[2]).toFixed(2)} times as fast (one process without a queue ${single.seconds.toFixed(1)} s)`,
    );
  });
}

/** The start of a process that has next to nothing to do. */
async function startOfProcess(): Promise<void> {
  const cwd = project('start', { 'a.yaml': small(10) });
  const times: Awaited<ReturnType<typeof alone>>[] = [];
  for (let i = 0; i < 3; i++) times.push(await alone(cwd));
  const least = (of: 'seconds' | 'processor') => Math.min(...times.map((one) => one[of])).toFixed(2);
  console.log(
    `a process starts, runs next to nothing and ends in ${least('seconds')} s (${least('processor')} s of the processor)`,
  );
}

const wanted = process.argv.slice(2);
const all = { startOfProcess, threads, overhead, queue, speedUp, merge, manyVariants, manyPictures };
try {
  for (const [name, run] of Object.entries(all))
    if (wanted.length === 0 || wanted.includes(name)) await run();
} finally {
  rmSync(work, { recursive: true, force: true });
}

import seedrandom from 'seedrandom';

// A discrete-event simulation of a run on many workers, by shards and by a queue: what limits a run of a million units?
//
//   npx tsx tools/simulate_scale.ts
//
// An event is a worker that becomes free. By shards it takes the next one, as a Slurm array or an Indexed Job hands them out,
// starts a process, computes the shard's units, and writes their files. By a queue its process goes on, and it takes from
// Redis units of about a second. All workers share one store, which takes so many files a second, and one Redis. At the end
// one machine merges, or the run reads the store. Times are in seconds; docs/scale.md quotes the table.

interface Setting {
  units: number;
  workers: number;
  /** How many shards there are, or a queue in place of them. */
  shards: number | 'queue';
  /** Mean time of a unit. Times are exponential: some take long. */
  unit: number;
  /** Start of a process: Node, the package, the experiment file. */
  start: number;
  /** Units that share a unit file at this length: files are written every half second of work. */
  filesPerSecond: number;
  /** Share of workers that are slow, and how many times as slow. */
  slow: number;
  slowness: number;
  /** How often a worker is killed in an hour of its work. It is started again. */
  killed: number;
  /** What Redis takes for a unit, and what a worker takes beside computing it. */
  redis: number;
  beside: number;
  /** What `merge`, or a run that reads the store, takes for one unit of three rows. */
  merge: number;
}

interface Outcome {
  /** Until the last unit is there. */
  computing: number;
  merging: number;
  /** Share of the workers' time that is spent on units. */
  busy: number;
  /** How long the last worker works after half of them have nothing to do. */
  tail: number;
  /** Share of the time in which the store, and Redis, have something to do. */
  store: number;
  redis: number;
}

/** Seconds of work after which units are written to a file, and seconds of units that a worker has at hand. */
const FILE_SECONDS = 0.5;
const AT_HAND_SECONDS = 1;
const MOST_AT_HAND = 100;
/** Seconds until the units of a worker that is lost are given out again. */
const LOCK_SECONDS = 10;

/** Some units that a worker does together. */
interface Work {
  /** How long they take on a worker that is not slow. */
  seconds: number;
  units: number;
  /** From when on they may be taken. */
  from: number;
}

/** Runs the simulation once. The same seed gives the same outcome. */
function simulate(setting: Setting, seed: string): Outcome {
  const random = seedrandom(seed);
  const { workers, start, slow, slowness, shards } = setting;
  const byQueue = shards === 'queue';
  const speed = Array.from({ length: workers }, () => (random() < slow ? 1 / slowness : 1));
  const free = speed.map((_, worker) => ({ at: byQueue ? start : 0, worker }));
  const next = byQueue ? unitsAtHand(setting, random) : shardsInOrder(setting, shards, random);
  const again: Work[] = [];
  const [store, redis] = [createServer(), createServer()];
  let useful = 0;
  let computing = 0;
  const ends = speed.map(() => 0);
  for (;;) {
    const one = pop(free);
    const fast = speed[one.worker]!;
    const work = again.length > 0 && again[0]!.from <= one.at ? again.shift() : (next(fast) ?? again.shift());
    if (!work) break;
    // Of shards the process is new; through a queue it takes units one after the other.
    let at = Math.max(one.at, work.from) + (byQueue ? 0 : start);
    if (byQueue) at = Math.max(at, redis(at, work.units * setting.redis)) + work.units * setting.beside;
    const seconds = work.seconds / fast;
    const kill = (-3600 / setting.killed) * Math.log(1 - random());
    const done = Math.min(seconds, kill);
    const written = store(at, Math.ceil(done / FILE_SECONDS) / setting.filesPerSecond);
    useful += done * fast;
    one.at = Math.max(at + done, written);
    if (kill < seconds) {
      // What a killed worker has written is kept; the rest is done by another.
      const left = 1 - done / seconds;
      const from = one.at + (byQueue ? LOCK_SECONDS : 0);
      again.push({ seconds: work.seconds * left, units: Math.ceil(work.units * left), from });
      if (byQueue) one.at += start;
    }
    ends[one.worker] = one.at;
    computing = Math.max(computing, one.at);
    push(free, one);
  }
  const lasts = ends.sort((a, b) => a - b);
  return {
    computing,
    merging: setting.units * setting.merge,
    busy: useful / speed.reduce((sum, one) => sum + one, 0) / computing,
    tail: computing - lasts[Math.floor(workers / 2)]!,
    store: store.busy() / computing,
    redis: redis.busy() / computing,
  };
}

/**
 * What serves one after the other. It is asked in the order of time, for some seconds of service, and says when they are
 * over. The files of some work are asked for as it begins.
 */
function createServer(): ((at: number, seconds: number) => number) & { busy(): number } {
  let free = 0;
  let busy = 0;
  const serve = (at: number, seconds: number) => {
    free = Math.max(free, at) + seconds;
    busy += seconds;
    return free;
  };
  return Object.assign(serve, { busy: () => busy });
}

/** The shards, in order. */
function shardsInOrder(
  { units, unit }: Setting,
  shards: number,
  random: () => number,
): () => Work | undefined {
  let shard = 0;
  return () => {
    if (shard === shards) return undefined;
    const count = Math.floor(((shard + 1) * units) / shards) - Math.floor((shard * units) / shards);
    shard++;
    return { seconds: timeOf(count, unit, random), units: count, from: 0 };
  };
}

/** As many of the units that are left as a worker has at hand. */
function unitsAtHand({ units, unit }: Setting, random: () => number): (speed: number) => Work | undefined {
  let left = units;
  return (speed) => {
    if (left === 0) return undefined;
    const wanted = Math.max(1, Math.min(MOST_AT_HAND, Math.round((AT_HAND_SECONDS * speed) / unit)));
    const count = Math.min(left, wanted);
    left -= count;
    return { seconds: timeOf(count, unit, random), units: count, from: 0 };
  };
}

/** The sum of exponential times; that of many is nearly normal. */
function timeOf(count: number, unit: number, random: () => number): number {
  if (count <= 30)
    return unit * Array.from({ length: count }, () => -Math.log(1 - random())).reduce((a, b) => a + b, 0);
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.max(0, unit * (count + Math.sqrt(count) * normal));
}

interface Free {
  at: number;
  worker: number;
}

/** A heap of workers: the one that is free first is on top. */
function pop(heap: Free[]): Free {
  const top = heap[0]!;
  const last = heap.pop()!;
  if (heap.length > 0) {
    heap[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (left < heap.length && heap[left]!.at < heap[least]!.at) least = left;
      if (right < heap.length && heap[right]!.at < heap[least]!.at) least = right;
      if (least === at) break;
      [heap[at], heap[least]] = [heap[least]!, heap[at]!];
      at = least;
    }
  }
  return top;
}

function push(heap: Free[], one: Free): void {
  heap.push(one);
  for (let at = heap.length - 1; at > 0; ) {
    const parent = (at - 1) >> 1;
    if (heap[parent]!.at <= heap[at]!.at) break;
    [heap[parent], heap[at]] = [heap[at]!, heap[parent]!];
    at = parent;
  }
}

/** Measured by `npm run bench:scale startOfProcess queue merge` on a machine with two cores; merged units have ten rows there. */
const MEASURED = { start: 0.18, redis: 9e-5, beside: 2e-4, merge: 3.8e-5 };

const base: Setting = {
  units: 1_000_000,
  workers: 1_000,
  shards: 10_000,
  unit: 2,
  filesPerSecond: 5_000,
  slow: 0.02,
  slowness: 5,
  killed: 0.2,
  ...MEASURED,
};

const settings: [string, Partial<Setting>][] = [
  ['10,000 shards', {}],
  ['1,000 shards: one for each worker', { shards: 1_000 }],
  ['100,000 shards', { shards: 100_000 }],
  ['a queue', { shards: 'queue' }],
  ['no slow workers, 1,000 shards', { shards: 1_000, slow: 0 }],
  ['no slow workers, a queue', { shards: 'queue', slow: 0 }],
  ['each worker is killed 4 times an hour, 10,000 shards', { killed: 4 }],
  ['each worker is killed 4 times an hour, a queue', { shards: 'queue', killed: 4 }],
  ['a store of 500 files a second, 10,000 shards', { filesPerSecond: 500 }],
  ['a store of 500 files a second, a queue', { shards: 'queue', filesPerSecond: 500 }],
  ['units of 20 ms, 10,000 shards', { unit: 0.02 }],
  ['units of 20 ms, a queue', { shards: 'queue', unit: 0.02 }],
  ['100 workers, 1,000 shards', { workers: 100, shards: 1_000 }],
  ['100 workers, a queue', { workers: 100, shards: 'queue' }],
];

const ideal = ({ units, unit, workers }: Setting) => (units * unit) / workers;
const seconds = (value: number) => `${value.toFixed(0)} s`;
const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
console.log(
  '| setting | computing | ideal | workers busy | last half waits | store busy | Redis busy | merge |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
for (const [name, more] of settings) {
  const setting = { ...base, ...more };
  const { computing, busy, tail, store, redis, merging } = simulate(setting, name);
  const cells = [
    ...[name, seconds(computing), seconds(ideal(setting)), percent(busy), seconds(tail), percent(store)],
    setting.shards === 'queue' ? percent(redis) : '–',
    seconds(merging),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

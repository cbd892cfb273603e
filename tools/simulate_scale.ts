import seedrandom from 'seedrandom';

// A discrete-event simulation of many shards on many workers: what limits a run of a million units?
//
//   npx tsx tools/simulate_scale.ts
//
// An event is a worker that becomes free. It takes the next shard, as a Slurm array or an Indexed Job hands them out, loads
// the package, computes the shard's units, and writes their files. All workers share one store, which takes so many files a
// second. At the end one machine merges. Times are in seconds; docs/scale.md quotes the table.

interface Setting {
  units: number;
  workers: number;
  shards: number;
  /** Mean time of a unit. Times are exponential: some take long. */
  unit: number;
  /** Start of a process: Node, the package, the experiment file. */
  start: number;
  /** Units that share a unit file at this length: files are written every half second of work. */
  filesPerSecond: number;
  /** Share of workers that are slow, and how many times as slow. */
  slow: number;
  slowness: number;
  /** Chance that a shard is killed once, at a random moment. It is started again at the end of the list. */
  killed: number;
  /** What `merge` takes for one unit of three rows. */
  merge: number;
}

interface Outcome {
  /** Until the last shard has ended. */
  computing: number;
  merging: number;
  /** Share of the workers' time that is spent on units. */
  busy: number;
  /** How long the last worker works after half of them have nothing to do. */
  tail: number;
  /** Share of the time in which the store has more to do than it can. */
  store: number;
}

/** Runs the simulation once. The same seed gives the same outcome. */
function simulate(setting: Setting, seed: string): Outcome {
  const random = seedrandom(seed);
  const { units, workers, shards, unit, start, slow, slowness, killed } = setting;
  const speed = Array.from({ length: workers }, () => (random() < slow ? 1 / slowness : 1));
  const waiting = Array.from({ length: shards }, (_, shard) => workOf(shard));
  const free = speed.map((_, worker) => ({ at: 0, worker }));
  const ends: number[] = [];
  let useful = 0;
  let storeFree = 0;
  let storeBusy = 0;

  function workOf(shard: number): number {
    const count = Math.floor(((shard + 1) * units) / shards) - Math.floor((shard * units) / shards);
    // The sum of many exponential times is nearly normal.
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.max(0, unit * (count + Math.sqrt(count) * normal));
  }

  for (let next = 0; next < waiting.length; next++) {
    const one = pop(free);
    const work = waiting[next]!;
    const done = next < shards && random() < killed ? random() * work : work;
    // What a killed shard has computed is kept; the rest is done by another.
    if (done < work) waiting.push(work - done);
    const seconds = done / speed[one.worker]!;
    const files = Math.ceil(seconds / 0.5) / setting.filesPerSecond;
    storeFree = Math.max(storeFree, one.at + start) + files;
    storeBusy += files;
    useful += done;
    one.at = Math.max(one.at + start + seconds, storeFree);
    ends.push(one.at);
    push(free, one);
  }
  const computing = Math.max(...ends);
  const lasts = free.map(({ at }) => at).sort((a, b) => a - b);
  return {
    computing,
    merging: units * setting.merge,
    busy: useful / speed.reduce((sum, one) => sum + one, 0) / computing,
    tail: computing - lasts[Math.floor(workers / 2)]!,
    store: storeBusy / computing,
  };
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

const base: Setting = {
  units: 1_000_000,
  workers: 1_000,
  shards: 10_000,
  unit: 2,
  start: 1,
  filesPerSecond: 5_000,
  slow: 0.02,
  slowness: 5,
  killed: 0.01,
  merge: 2e-5,
};

const settings: [string, Partial<Setting>][] = [
  ['10,000 shards', {}],
  ['1,000 shards: one for each worker', { shards: 1_000 }],
  ['100,000 shards', { shards: 100_000 }],
  ['no slow workers, 1,000 shards', { shards: 1_000, slow: 0 }],
  ['a fifth of the shards are killed', { killed: 0.2 }],
  ['a store of 500 files a second', { filesPerSecond: 500 }],
  ['units of 20 ms', { unit: 0.02 }],
  ['100 workers', { workers: 100, shards: 1_000 }],
];

const ideal = ({ units, unit, workers }: Setting) => (units * unit) / workers;
console.log('| setting | computing | ideal | workers busy | last half waits | store busy | merge |');
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const [name, more] of settings) {
  const setting = { ...base, ...more };
  const { computing, busy, tail, store, merging } = simulate(setting, name);
  const cells = [
    name,
    `${computing.toFixed(0)} s`,
    `${ideal(setting).toFixed(0)} s`,
    `${(100 * busy).toFixed(0)} %`,
    `${tail.toFixed(0)} s`,
    `${(100 * store).toFixed(0)} %`,
    `${merging.toFixed(0)} s`,
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

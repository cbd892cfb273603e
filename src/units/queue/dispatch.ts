import type { Queue, QueueEvents, Worker } from 'bullmq';
import type { UnitCache } from '../unit_cache.ts';
import type { QueueConnection } from './connect.ts';
import { type JobResult, LOCK, MOST_LINES, MOST_LOST, type UnitJob } from './job.ts';
import { forgetUnwanted, KEY_PREFIX, type Post, queueName } from './post.ts';
import { outcomeOfLine, type UnitOutcome, unitFailure } from './unit_outcome.ts';

/** One experiment of a run, as its units are put into a queue. */
export interface DispatchOptions {
  connection: QueueConnection;
  post: Post;
  /** The id of a unit. */
  idAt(index: number): string;
  /** The store that results go to. Default: they come through Redis. */
  store?: Pick<UnitCache, 'look' | 'isThere'> | undefined;
  /** Whether results of earlier runs do not count. */
  fresh?: boolean | undefined;
  report(index: number, outcome: UnitOutcome): void;
  /** Called where the store is worth a look. */
  changed(): void;
}

/** The units of one experiment that are in a queue. */
export interface Dispatched {
  /** Puts units in. Of those that are there already the results are taken. */
  put(indices: readonly number[]): Promise<void>;
  /** How many were put in, and are not done. */
  open(): number;
  /** Asks the store which units are done. */
  lookIntoStore(): void;
  /** Asks Redis what became of the units that were put in, and puts in again what it has lost. */
  reconcile(): Promise<void>;
  /** How many units workers have begun. */
  active(): Promise<number>;
  /** Takes out what no worker has begun, unless another run wants it. */
  close(): Promise<void>;
}

/** A unit that was put in. */
interface OpenUnit {
  index: number;
  /** How often in a row Redis did not have it, or the store did not have what Redis says is done. */
  missing: number;
}

/** How many jobs are asked for at once. */
const ASKED_AT_ONCE = 500;
/** A store may show a file late: only then a unit that Redis has no more, or that it says is done, is put in again. */
const MISSING_LOOKS = 2;
/**
 * With a store, how many done units Redis remembers, and for how many seconds: a unit that was written after a run last
 * looked is not put in a second time.
 */
const REMEMBERED = { count: 10_000, age: 300 };

/** The queue of one experiment, as its functions share it. */
interface Dispatching {
  options: DispatchOptions;
  queue: Queue;
  /** Tells which units are done. */
  events: QueueEvents;
  /** It takes no unit: it finds those whose worker is lost, where no other worker does. */
  finder: Worker;
  /** The units that were put in and are not done, by their ids. */
  open: Map<string, OpenUnit>;
}

/** Puts units of one experiment into its queue, and takes their results. */
export async function dispatchExperiment(options: DispatchOptions): Promise<Dispatched> {
  const own = await openQueue(options);
  const { queue, events, open } = own;
  await own.finder.startStalledCheckTimer();
  // Units that failed before are tried again.
  await queue.clean(0, 0, 'failed');
  if (options.fresh) await queue.clean(0, 0, 'completed');
  events.on('completed', ({ jobId, returnvalue }) =>
    takeCompleted(own, jobId, returnvalue as unknown as JobResult),
  );
  events.on('failed', ({ jobId, failedReason }) => void takeFailed(own, jobId, failedReason));
  return {
    put: (indices) => putUnits(own, indices),
    open: () => open.size,
    lookIntoStore: () => lookIntoStore(own),
    reconcile: () => reconcileWithRedis(own),
    active: async () => (await queue.getJobCounts('active')).active ?? 0,
    close: () => closeQueue(own),
  };
}

async function openQueue(options: DispatchOptions): Promise<Dispatching> {
  const { connection, post } = options;
  const { bullmq, redis } = connection;
  const name = queueName(post.key);
  const own = { prefix: KEY_PREFIX, connection: redis };
  const queue: Queue = new bullmq.Queue(name, { ...own, streams: { events: { maxLen: MOST_LINES } } });
  queue.on('error', () => undefined);
  const [[last] = ['0-0']] = await redis.xrevrange(queue.toKey('events'), '+', '-', 'COUNT', 1);
  const further = { connection: connection.another(), lastEventId: last };
  const events: QueueEvents = new bullmq.QueueEvents(name, { ...own, ...further });
  events.on('error', () => undefined);
  const checks = { stalledInterval: LOCK.checked, maxStalledCount: MOST_LOST };
  const finder: Worker = new bullmq.Worker(name, undefined, { ...own, ...checks });
  finder.on('error', () => undefined);
  return { options, queue, events, finder, open: new Map() };
}

/** Puts units in, but for those that are in the store by now. */
async function putUnits(own: Dispatching, indices: readonly number[]): Promise<void> {
  const { idAt, store } = own.options;
  const units = indices.map((index): [string, OpenUnit] => [idAt(index), { index, missing: 0 }]);
  for (const [id, unit] of units) own.open.set(id, unit);
  // Another run may have had it computed since.
  const absent = units.filter(([id]) => !endIfThere(own, id));
  await addJobs(own, absent);
  // Units that are done already bring no event.
  if (!store)
    await askRedis(
      own,
      units.map(([id]) => id),
    );
}

async function addJobs(
  { queue, options: { store } }: Dispatching,
  units: readonly (readonly [string, OpenUnit])[],
): Promise<void> {
  if (units.length === 0) return;
  const jobs = units.map(([id, { index }]) => ({
    name: 'unit',
    data: { index } satisfies UnitJob,
    opts: {
      jobId: id,
      // A unit that ran out of memory may find more elsewhere; one that always fails says so itself.
      attempts: 3,
      removeOnComplete: store ? REMEMBERED : { count: MOST_LINES, age: 3600 },
      removeOnFail: { count: MOST_LINES },
    },
  }));
  await queue.addBulk(jobs);
}

/**
 * Asks Redis for units, and takes the results of those that are done.
 *
 * @returns the units that it does not have, and with a store those that are done: they have to be there
 */
async function askRedis(own: Dispatching, ids: readonly string[]): Promise<string[]> {
  const { Job } = own.options.connection.bullmq;
  const absent: string[] = [];
  for (let at = 0; at < ids.length; at += ASKED_AT_ONCE) {
    const some = ids.slice(at, at + ASKED_AT_ONCE);
    const jobs = await Promise.all(some.map((id) => Job.fromId<UnitJob, JobResult>(own.queue, id)));
    for (const [i, job] of jobs.entries()) {
      const id = some[i]!;
      if (!job) absent.push(id);
      else if (job.finishedOn === undefined) resetMissing(own.open.get(id));
      else if (job.failedReason && (await job.isFailed())) await takeFailed(own, id, job.failedReason);
      else {
        takeCompleted(own, id, job.returnvalue);
        if (own.options.store) absent.push(id);
      }
    }
  }
  return absent;
}

/** Asks what became of the units that are open, and puts in again what Redis has lost. */
async function reconcileWithRedis(own: Dispatching): Promise<void> {
  const { post, store } = own.options;
  const forgotten = await post.renew();
  const absent = await askRedis(own, [...own.open.keys()]);
  lookIntoStore(own);
  const lost = absent.flatMap((id): [string, OpenUnit][] => {
    const unit = own.open.get(id);
    if (!unit) return [];
    unit.missing++;
    return !store || forgotten || unit.missing >= MISSING_LOOKS ? [[id, unit]] : [];
  });
  for (const [, unit] of lost) resetMissing(unit);
  // A job that is done, but is not in the store, would block the new one.
  if (store) await Promise.all(lost.map(([id]) => own.queue.remove(id).catch(() => undefined)));
  await addJobs(own, lost);
}

async function closeQueue({ options, queue, events, finder }: Dispatching): Promise<void> {
  const { connection, post } = options;
  try {
    if (await post.leave()) {
      await queue.drain();
      // Workers finish the units that they have begun.
      await forgetUnwanted(connection, post.key);
    }
  } finally {
    // They would go on asking a Redis that is not there.
    await Promise.allSettled([queue.close(), events.close(), finder.close()]);
  }
}

function endUnit({ open, options }: Dispatching, id: string, outcome: UnitOutcome): void {
  const unit = open.get(id);
  if (!unit) return;
  open.delete(id);
  options.report(unit.index, outcome);
}

/** Ends a unit that the store has. @returns whether it has it */
function endIfThere(own: Dispatching, id: string): boolean {
  const unit = own.open.get(id);
  const isThere = unit !== undefined && own.options.store?.isThere(id, unit.index) === true;
  if (isThere) endUnit(own, id, { kept: true });
  return isThere;
}

/** Asks the store which units are done. */
function lookIntoStore(own: Dispatching): void {
  for (const id of own.options.store?.look() ?? []) endIfThere(own, id);
}

function takeCompleted(own: Dispatching, id: string, done: JobResult): void {
  const { store, changed } = own.options;
  if (store) changed();
  else if (done && own.open.has(id)) endUnit(own, id, outcomeOfLine(done));
}

async function takeFailed(own: Dispatching, id: string, why: string): Promise<void> {
  if (!own.open.has(id)) return;
  endUnit(own, id, { failure: unitFailure(why) });
  await own.queue.remove(id).catch(() => undefined);
}

function resetMissing(unit: OpenUnit | undefined): void {
  if (unit) unit.missing = 0;
}

import type { Queue, QueueEvents, Worker } from 'bullmq';
import { UserError } from '../../core/error.ts';
import type { UnitResult } from '../../run/unit_result.ts';
import type { UnitCache } from '../unit_cache.ts';
import { parseUnit } from '../unit_text.ts';
import type { QueueConnection } from './connect.ts';
import { type JobResult, LOCK, MOST_LINES, MOST_LOST, type UnitJob } from './job.ts';
import { forgetUnwanted, KEY_PREFIX, type Post, queueName } from './post.ts';

/** What becomes of a unit that was put in: it is in the store, its result came, or it failed. */
export type UnitOutcome = { kept: true } | { result: UnitResult } | { failure: UserError };

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
  /** How often in a row Redis did not have it. */
  missing: number;
}

/** The failure of a unit whose result in Redis holds no unit. */
const NO_UNIT = new UserError('what the queue gives as the result of a unit is none; use another queue.', {
  kind: 'run',
});

/** So many jobs are asked for at once. */
const ASKED_AT_ONCE = 500;
/** A store may show a file late: only then a unit that Redis has no more is put in again. */
const MISSING_LOOKS = 2;

/** Puts units of one experiment into its queue, and takes their results. */
export async function dispatchExperiment(options: DispatchOptions): Promise<Dispatched> {
  const { connection, post, idAt, store, report } = options;
  const { bullmq, redis } = connection;
  const name = queueName(post.key);
  const own = { prefix: KEY_PREFIX, connection: redis };
  const queue: Queue = new bullmq.Queue(name, { ...own, streams: { events: { maxLen: MOST_LINES } } });
  queue.on('error', () => undefined);
  const stream = queue.toKey('events');
  const [[last] = ['0-0']] = await redis.xrevrange(stream, '+', '-', 'COUNT', 1);
  const events: QueueEvents = new bullmq.QueueEvents(name, {
    ...own,
    connection: connection.another(),
    lastEventId: last,
  });
  events.on('error', () => undefined);
  // It takes no unit: it finds those whose worker is lost, where no other worker does.
  const finder: Worker = new bullmq.Worker(name, undefined, {
    ...own,
    stalledInterval: LOCK.checked,
    maxStalledCount: MOST_LOST,
  });
  finder.on('error', () => undefined);
  await finder.startStalledCheckTimer();
  // What failed before is tried again.
  await queue.clean(0, 0, 'failed');
  if (options.fresh) await queue.clean(0, 0, 'completed');

  const open = new Map<string, OpenUnit>();
  const end = (id: string, outcome: UnitOutcome) => {
    const unit = open.get(id);
    if (!unit) return;
    open.delete(id);
    report(unit.index, outcome);
  };
  const completed = (id: string, done: JobResult) => {
    if (store) options.changed();
    else if (done && open.has(id)) {
      const unit = parseUnit(done.line);
      end(id, unit ? { result: { ...unit, seconds: done.seconds } } : { failure: NO_UNIT });
    }
  };
  const failed = async (id: string, why: string) => {
    if (!open.has(id)) return;
    end(id, { failure: unitFailure(why) });
    await queue.remove(id).catch(() => undefined);
  };
  events.on('completed', ({ jobId, returnvalue }) => completed(jobId, returnvalue as unknown as JobResult));
  events.on('failed', ({ jobId, failedReason }) => void failed(jobId, failedReason));

  const add = async (units: readonly (readonly [string, OpenUnit])[]) => {
    if (units.length === 0) return;
    const jobs = units.map(([id, { index }]) => ({
      name: 'unit',
      data: { index } satisfies UnitJob,
      opts: {
        jobId: id,
        // What ran out of memory may find more elsewhere; what always fails says so itself.
        attempts: 3,
        removeOnComplete: store ? true : { count: MOST_LINES, age: 3600 },
        removeOnFail: { count: MOST_LINES },
      },
    }));
    await queue.addBulk(jobs);
  };

  /** @returns the units that Redis does not have */
  const ask = async (ids: readonly string[]): Promise<string[]> => {
    const absent: string[] = [];
    for (let at = 0; at < ids.length; at += ASKED_AT_ONCE) {
      const some = ids.slice(at, at + ASKED_AT_ONCE);
      const jobs = await Promise.all(some.map((id) => bullmq.Job.fromId<UnitJob, JobResult>(queue, id)));
      for (const [i, job] of jobs.entries()) {
        const id = some[i]!;
        if (!job) absent.push(id);
        else if (job.finishedOn === undefined) resetMissing(open.get(id));
        else if (job.failedReason && (await job.isFailed())) await failed(id, job.failedReason);
        else completed(id, job.returnvalue);
      }
    }
    return absent;
  };

  const active = async () => (await queue.getJobCounts('active')).active ?? 0;

  const endIfThere = (id: string) => {
    const unit = open.get(id);
    const isThere = unit !== undefined && store?.isThere(id, unit.index) === true;
    if (isThere) end(id, { kept: true });
    return isThere;
  };
  const lookIntoStore = () => store?.look().forEach(endIfThere);

  return {
    async put(indices) {
      const units = indices.map((index): [string, OpenUnit] => [idAt(index), { index, missing: 0 }]);
      for (const [id, unit] of units) open.set(id, unit);
      // Another run may have had it computed since.
      await add(units.filter(([id]) => !endIfThere(id)));
      // What is done already brings no event.
      if (!store) await ask(units.map(([id]) => id));
    },
    open: () => open.size,
    lookIntoStore,
    async reconcile() {
      const forgotten = await post.renew();
      const absent = await ask([...open.keys()]);
      lookIntoStore();
      const lost = absent.flatMap((id): [string, OpenUnit][] => {
        const unit = open.get(id);
        if (!unit) return [];
        unit.missing++;
        return !store || forgotten || unit.missing >= MISSING_LOOKS ? [[id, unit]] : [];
      });
      for (const [, unit] of lost) resetMissing(unit);
      await add(lost);
    },
    active,
    async close() {
      try {
        if (await post.leave()) {
          await queue.drain();
          // What workers are at work on, they end.
          await forgetUnwanted(connection, post.key);
        }
      } finally {
        // They would go on asking a Redis that is not there.
        await Promise.allSettled([queue.close(), events.close(), finder.close()]);
      }
    },
  };
}

function resetMissing(unit: OpenUnit | undefined): void {
  if (unit) unit.missing = 0;
}

/** Why a unit failed, as its worker said, or BullMQ where its workers were lost. */
function unitFailure(why: string): UserError {
  const message = /stalled more than/.test(why)
    ? 'the workers that computed a unit of it were lost each time; they may have run out of memory.'
    : why;
  return new UserError(
    message.split('\n').map((line) => ({ message: line })),
    { kind: 'run' },
  );
}

import type { Job, Worker } from 'bullmq';
import { UserError } from '../../core/error.ts';
import { reason } from '../../results/reason.ts';
import type { UnitResult } from '../../run/unit_result.ts';
import { formatUnit } from '../unit_text.ts';
import type { QueueConnection } from './connect.ts';
import { type JobResult, LOCK, MOST_LINE, MOST_LOST, type UnitJob } from './job.ts';
import { KEY_PREFIX, queueName } from './post.ts';
import type { StorePacker } from './store_packer.ts';

/** A unit was not computed, and is to be given to another worker. */
export class GivenBack extends Error {}

export interface TakeOptions {
  connection: QueueConnection;
  /** The key of the experiment. */
  key: string;
  /** How many units are computed at once. */
  threads: number;
  /**
   * Computes a unit.
   *
   * @throws GivenBack where another worker should; UserError where it fails wherever it is computed
   */
  compute(index: number): Promise<UnitResult>;
  /** Whether a failure may not come again elsewhere. */
  mayPass(error: unknown): boolean;
  /** Where results go. Default: to Redis. */
  packer?: StorePacker | undefined;
  /** Called where a unit was given back: nothing more is taken. */
  gaveBack(why: unknown): void;
}

/** The units of one experiment, as a worker takes them. */
export interface TakenUnits {
  /** How many were computed. */
  done(): number;
  /** Milliseconds since the last unit was there. */
  idle(): number;
  /** Takes no more, and waits until Redis knows what became of each unit: `compute` gives back what it has. */
  close(): Promise<void>;
}

/** Seconds of work that each thread has at hand, so that it never waits for Redis or the store. */
const AT_HAND_SECONDS = 1;
const MOST_AT_HAND = 100;
/** Seconds that one waits in Redis for a unit before it asks again. */
const WAIT_SECONDS = 2;

/** Takes units of an experiment from its queue, one after the other, until it is closed. */
export function takeUnits(options: TakeOptions): TakenUnits {
  const { connection, key, threads, compute, packer } = options;
  const { bullmq, redis } = connection;
  let seconds = 0;
  let done = 0;
  let held = 0;
  let lastThere = performance.now();

  const run = async (job: Job<UnitJob, JobResult>): Promise<JobResult> => {
    // Its worker may have been lost after it wrote.
    if (packer && job.attemptsStarted > 1 && (await usingStore(() => packer.has(job.id!)))) return null;
    const result = await compute(job.data.index);
    seconds = seconds === 0 ? result.seconds : 0.9 * seconds + 0.1 * result.seconds;
    const atHand = Math.max(1, Math.min(MOST_AT_HAND, Math.round(AT_HAND_SECONDS / seconds)));
    worker.concurrency = threads * atHand;
    const line = formatUnit(result);
    if (packer) await usingStore(() => packer.add(job.id!, line, result.seconds, () => held));
    else if (line.length > MOST_LINE)
      throw new UserError(
        `the result of a unit has ${line.length} characters, more than the ${MOST_LINE} that may go through Redis; give run and worker a --store.`,
        { kind: 'run' },
      );
    done++;
    return packer ? null : { line, seconds: result.seconds };
  };

  const processor = async (job: Job<UnitJob, JobResult>, token?: string): Promise<JobResult> => {
    held++;
    lastThere = Number.POSITIVE_INFINITY;
    try {
      return await run(job);
    } catch (error) {
      if (error instanceof GivenBack) {
        // It would be the next to be taken.
        stopTaking();
        await job.moveToWait(token!);
        options.gaveBack(error);
        throw new bullmq.WaitingError();
      }
      const why = error instanceof UserError ? messagesOf(error) : String((error as Error)?.message ?? error);
      throw options.mayPass(error) ? new Error(why) : new bullmq.UnrecoverableError(why);
    } finally {
      held--;
      packer?.flushIfWhole(held);
      if (held === 0) lastThere = performance.now();
    }
  };

  const worker: Worker = new bullmq.Worker<UnitJob, JobResult>(queueName(key), processor, {
    connection: redis,
    prefix: KEY_PREFIX,
    concurrency: threads,
    lockDuration: LOCK.held,
    lockRenewTime: LOCK.renewed,
    stalledInterval: LOCK.checked,
    maxStalledCount: MOST_LOST,
    drainDelay: WAIT_SECONDS,
    runRetryDelay: 1000,
  });
  worker.on('error', (error) => {
    // A unit that took too long to say so, or that a Redis has lost, is another worker's by now.
    if (/Missing (lock|key) for job|lock mismatch/i.test(error.message)) return;
    if (!CONNECTION.test(`${(error as NodeJS.ErrnoException).code} ${error.message}`))
      connection.say(`the queue at ${connection.address.shown}: ${error.message.split('\n')[0]}`);
  });
  let stopped: Promise<void> | undefined;
  const stopTaking = () => {
    // Without a connection it would wait for the end of one.
    stopped ??= worker.close(redis.status !== 'ready');
    return stopped;
  };
  return {
    done: () => done,
    idle: () => performance.now() - lastThere,
    async close() {
      const ended = stopTaking();
      packer?.flush();
      await ended;
    },
  };
}

/** Does something with the store. @throws GivenBack in place of the system's error: another worker may reach it */
async function usingStore<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new GivenBack(`the store cannot be used (${reason(cause)})`, { cause });
  }
}

/** What the connection itself says. */
const CONNECTION = /ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|Connection is closed/;

function messagesOf(error: UserError): string {
  return error.problems.map(({ message }) => message).join('\n');
}

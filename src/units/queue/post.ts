import { randomUUID } from 'node:crypto';
import type { NamedFile } from '../../core/files.ts';
import { sha256 } from '../../results/sha256.ts';
import type { Computer } from '../unit_id.ts';
import type { QueueConnection } from './connect.ts';

/** An experiment whose units are in a queue: all that a worker needs to read it as the run did. Plain data. */
export interface PostedExperiment extends Computer {
  name: string;
  /** The path of its file, as the run named it: the files that it names are relative to its folder. */
  path: string;
  text: string;
  /** How the run read it: overrides, and the variants and pictures that were chosen. */
  reading: Readonly<Record<string, unknown>>;
  /** The backend that was asked for. */
  backendName: string;
  digest: string;
  files: readonly NamedFile[];
  /** The id of the store that results go to; without one they go to Redis. */
  store?: string | undefined;
}

/** The prefix of all keys of this package. */
export const KEY_PREFIX = 'coincide';
const LIST_KEY = `${KEY_PREFIX}:experiments`;

/** Seconds that an experiment stays without a run that wants it: workers go on after a run was killed. */
const POSTED_SECONDS = 24 * 3600;
/** A run that was not heard of for as long, in milliseconds, has ended. */
const SILENT_MS = 60_000;

function textKey(key: string): string {
  return `${KEY_PREFIX}:experiment:${key}`;
}

function runsKey(key: string): string {
  return `${KEY_PREFIX}:runs:${key}`;
}

/** The name of the queue of an experiment's units, by the experiment's key. @example queueName('ab12') // 'units-ab12' */
export function queueName(key: string): string {
  return `units-${key}`;
}

/** A run's share in an experiment that it posted. */
export interface Post {
  key: string;
  /** Says that the run still wants it. @returns whether Redis had forgotten it */
  renew(): Promise<boolean>;
  /** Takes the run's share back. @returns whether no other run wants it */
  leave(): Promise<boolean>;
}

/** Makes an experiment known to workers. Its key follows from what it is. */
export async function postExperiment(
  { redis }: QueueConnection,
  experiment: PostedExperiment,
): Promise<Post> {
  const text = JSON.stringify(experiment);
  const key = (await sha256(text)).slice(0, 32);
  const run = randomUUID();
  const renew = async () => {
    const [there] = (await redis
      .multi()
      .expire(textKey(key), POSTED_SECONDS)
      .sadd(LIST_KEY, key)
      .zadd(runsKey(key), Date.now(), run)
      .expire(runsKey(key), POSTED_SECONDS)
      .exec())!;
    if (there![1] === 1) return false;
    await redis.set(textKey(key), text, 'EX', POSTED_SECONDS);
    return true;
  };
  await renew();
  return {
    key,
    renew,
    async leave() {
      await redis.zrem(runsKey(key), run);
      return (await redis.zcount(runsKey(key), Date.now() - SILENT_MS, '+inf')) === 0;
    },
  };
}

/** The keys of all experiments that are posted, in one order. */
export async function postedKeys({ redis }: QueueConnection): Promise<string[]> {
  return (await redis.smembers(LIST_KEY)).sort();
}

/** Undefined for an experiment that nobody wants any more. */
export async function readPosted(
  { redis }: QueueConnection,
  key: string,
): Promise<PostedExperiment | undefined> {
  const text = await redis.get(textKey(key));
  if (text === null) {
    await redis.srem(LIST_KEY, key);
    return undefined;
  }
  return JSON.parse(text) as PostedExperiment;
}

/** Whether units of an experiment wait for a worker. */
export async function hasWaiting({ redis }: QueueConnection, key: string): Promise<boolean> {
  return (await redis.llen(`${KEY_PREFIX}:${queueName(key)}:wait`)) > 0;
}

/** Removes what is left of an experiment that no run wants, once no unit of it is at work. */
export async function forgetUnwanted(connection: QueueConnection, key: string): Promise<void> {
  const { redis, bullmq } = connection;
  if ((await redis.zcount(runsKey(key), Date.now() - SILENT_MS, '+inf')) > 0) return;
  const queue = new bullmq.Queue(queueName(key), {
    prefix: KEY_PREFIX,
    connection: redis,
    skipMetasUpdate: true,
  });
  queue.on('error', () => undefined);
  const counts = await queue.getJobCounts('wait', 'active', 'delayed');
  if (Object.values(counts).every((jobs) => jobs === 0)) {
    await queue.obliterate();
    await redis.multi().srem(LIST_KEY, key).del(textKey(key), runsKey(key)).exec();
  }
  await queue.close();
}

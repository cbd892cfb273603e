import type * as bullmq from 'bullmq';
import type * as ioredis from 'ioredis';
import type { Redis } from 'ioredis';
import { UserError } from '../../core/error.ts';
import { installCommand } from '../../core/install.ts';
import { type QueueAddress, withoutPassword } from './address.ts';

/** A connection to Redis. It connects again by itself for as long as it is open; meanwhile commands wait. */
export interface QueueConnection extends QueuePackages {
  redis: Redis;
  address: QueueAddress;
  /** A further connection, for what waits inside of Redis. */
  another(): Redis;
  /** Says what happens to the connection, and what went wrong. The same text only once until it connects again. */
  say(text: string): void;
  /** Ends it and all others of it at once: commands that wait are rejected. */
  end(): void;
}

/** Milliseconds until the first connection must be there. */
const CONNECT_MS = 10_000;
/** Milliseconds between tries to connect again: at first, and at most. */
const RECONNECT_MS = { first: 100, most: 2000 };

/**
 * Connects to a queue.
 *
 * @param note prints a line
 * @throws UserError (storage) where it cannot be reached or does not let us in; (run) where packages are missing
 */
export async function connectQueue(
  address: QueueAddress,
  note: (text: string) => void,
): Promise<QueueConnection> {
  const packages = await queuePackages();
  const { host, port, db, username, password, tls, shown } = address;
  const said = new Set<string>();
  const say = (text: string) => {
    const masked = withoutPassword(text, address);
    if (!said.has(masked)) note(masked);
    said.add(masked);
  };
  let open = true;
  const redis = new packages.Redis({
    ...{ host, port, db, username, password },
    ...(tls && { tls: {} }),
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    // Commands wait for a connection that is lost.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => (open ? Math.min(RECONNECT_MS.first * times, RECONNECT_MS.most) : null),
  });
  const all: Redis[] = [redis];
  let lastError = '';
  redis.on('error', (error: Error) => {
    lastError = connectionReason(error);
  });
  try {
    await firstConnection(redis, () => lastError);
  } catch (error) {
    redis.disconnect();
    const why = withoutPassword((error as Error).message, address);
    throw new UserError(`cannot use the queue at ${shown}: ${why}.`, { kind: 'storage' });
  }
  // BullMQ makes some of its own, which would go on connecting after the end.
  const duplicate = redis.duplicate.bind(redis);
  redis.duplicate = (override) => {
    const further = duplicate(override);
    // The first connection says what is wrong.
    further.on('error', () => undefined);
    further.on('ready', () => open || further.disconnect());
    all.push(further);
    return further;
  };
  redis.on('close', () => {
    if (open) say(`lost the connection to ${shown}; trying again.`);
  });
  redis.on('ready', () => {
    if (!open) return redis.disconnect();
    note(`connected to ${shown} again.`);
    said.clear();
  });
  return {
    ...packages,
    redis,
    address,
    say,
    another: () => redis.duplicate({ lazyConnect: false }),
    end() {
      open = false;
      // One that tries again ends with that: ended sooner, it would leave the commands that wait without an answer.
      for (const one of all) if (one.status === 'ready' || one.status === 'wait') one.disconnect();
    },
  };
}

/** Waits until a client is ready. A server that refuses the password or the connection ends it. */
async function firstConnection(redis: Redis, lastError: () => string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(lastError() || 'it does not answer')), CONNECT_MS);
  });
  const refused = new Promise<never>((_, reject) => {
    redis.once('error', (error: Error) => reject(new Error(connectionReason(error))));
  });
  refused.catch(() => undefined);
  try {
    await Promise.race([
      redis.connect().then(async () => {
        await redis.ping();
      }),
      late,
      refused,
    ]);
  } catch (error) {
    // `connect` rejects with an error that says only that it was closed; the client reports the reason separately.
    throw new Error(lastError() || (error as Error).message.replace(/\.$/, ''));
  } finally {
    clearTimeout(timer);
  }
}

function connectionReason(error: Error): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const text = message || code || String(error);
  return text.replace(/\.$/, '');
}

/** The packages that only a queue needs. */
interface QueuePackages {
  bullmq: typeof bullmq;
  Redis: typeof ioredis.Redis;
}

/** @throws UserError (run) if one of them is missing: only users of a queue install them */
async function queuePackages(): Promise<QueuePackages> {
  try {
    const [queue, { Redis }] = await Promise.all([import('bullmq'), import('ioredis')]);
    return { bullmq: queue, Redis };
  } catch (cause) {
    const absent = (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    const why = absent ? 'are not both installed' : 'are installed but do not load';
    throw new UserError(
      `--queue needs bullmq and ioredis, which ${why}: ${installCommand('bullmq@6 ioredis')}.`,
      {
        kind: 'run',
        cause,
      },
    );
  }
}

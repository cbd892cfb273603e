import { availableParallelism } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { backends } from '../../backend/registry.ts';
import { count, UserError } from '../../core/error.ts';
import { queueAddress } from '../../units/queue/address.ts';
import { connectQueue, type QueueConnection } from '../../units/queue/connect.ts';
import {
  forgetUnwanted,
  hasWaiting,
  type PostedExperiment,
  postedKeys,
  readPosted,
} from '../../units/queue/post.ts';
import { openStore, type Store } from '../../units/queue/store.ts';
import { createStorePacker } from '../../units/queue/store_packer.ts';
import { GivenBack, type TakenUnits, takeUnits } from '../../units/queue/take_units.ts';
import { MOST_THREADS, wholeNumber } from '../arguments/whole_number.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { isOutOfMemory, OutOfMemory } from '../terminal/out_of_memory.ts';
import { note } from '../terminal/terminal.ts';
import { startComputing } from './computing_threads.ts';
import { readable } from './readable.ts';

export interface WorkArguments {
  queue: string;
  store?: string;
  threads?: string;
  quiet?: boolean;
}

/** By default no more threads than this: each has a backend and models of its own. */
const DEFAULT_THREADS = 8;
/** Milliseconds between looks at which experiments have units. */
const POLL_MS = 500;
/** Milliseconds before an experiment that was left to others is tried again. */
const LEFT_MS = 20_000;
/** Milliseconds without a unit: then another experiment may be begun, and then this one is put down in any case. */
const UNUSED_MS = { switched: 300, ended: 30_000 };
/** A worker that ends waits so long for a Redis that does not answer, in milliseconds. */
const GIVE_BACK_MS = 5000;
/** Milliseconds after the end of the connection. */
const LEAVE_BEHIND_MS = 2000;

/** A worker, as its functions share it. */
interface Working {
  connection: QueueConnection;
  store: Store | undefined;
  threads: number;
  quiet: boolean;
  signal: AbortSignal;
  /** When an experiment that was left to others may be tried again, by key. */
  left: Map<string, number>;
  said: Set<string>;
  posts: Map<string, PostedExperiment>;
}

/** Computes units of a queue until it is interrupted. */
export async function workOnQueue({
  queue,
  store: folder,
  threads,
  quiet = false,
}: WorkArguments): Promise<ExitCode> {
  const address = queueAddress(queue, process.env);
  const most =
    wholeNumber('--threads', threads, MOST_THREADS) ?? Math.min(availableParallelism(), DEFAULT_THREADS);
  if (folder === '') throw new UserError('--store: expected a folder.');
  const store = folder === undefined ? undefined : openStore(folder);
  return interruptible(async (signal) => {
    const connection = await connectQueue(address, note);
    if (!quiet)
      note(
        `${count(most, 'thread')}, for the units at ${address.shown}; Ctrl-C gives back what is not done.`,
      );
    const working: Working = {
      ...{ connection, store, threads: most, quiet, signal },
      left: new Map(),
      said: new Set(),
      posts: new Map(),
    };
    try {
      while (!signal.aborted) {
        const key = await nextKey(working);
        if (key !== undefined) await workOn(key, working);
        else await pause(POLL_MS, signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      connection.end();
    }
    throw signal.reason;
  });
}

/** The first experiment that has units, and that this worker has not left to others. */
async function nextKey({ connection, left, signal }: Working, but?: string): Promise<string | undefined> {
  const keys = await abortable(postedKeys(connection), signal);
  for (const key of keys) {
    if (key === but || (left.get(key) ?? 0) > performance.now()) continue;
    if (await abortable(hasWaiting(connection, key), signal)) return key;
  }
  return undefined;
}

/** Computes units of one experiment for as long as there are some, or no other experiment has any. */
async function workOn(key: string, working: Working): Promise<void> {
  const { connection, store, threads, quiet, signal, left, posts } = working;
  const posted = posts.get(key) ?? (await abortable(readPosted(connection, key), signal));
  if (!posted) return;
  posts.clear();
  posts.set(key, posted);
  const found = await readable(posted, store);
  const leave = (why: string) => {
    say(working, `${posted.name}: its units are left to other workers: ${why}.`);
    left.set(key, performance.now() + LEFT_MS);
  };
  if ('why' in found) return leave(found.why);
  const { reading } = found;
  const hasOwn = backends[posted.backendName as keyof typeof backends]?.threads === true;
  const computing = startComputing(posted, {
    reading,
    backend: posted.backendName,
    count: hasOwn ? 1 : threads,
  });
  let gaveBack: GivenBack | undefined;
  const taken = takeUnits({
    connection,
    key,
    threads: hasOwn ? 1 : threads,
    async compute(index) {
      try {
        return await computing.compute(index);
      } catch (error) {
        if (error instanceof GivenBack || signal.aborted) throw error;
        // A file may have been lost since.
        const now = await readable(posted, store);
        if ('why' in now) throw new GivenBack(now.why);
        say(working, `${posted.name}: a unit failed: ${(error as Error).message}`);
        throw error;
      }
    },
    mayPass: (error) => error instanceof OutOfMemory || isOutOfMemory(error),
    packer: posted.store === undefined || !store ? undefined : createStorePacker(store, posted.name),
    gaveBack(why) {
      gaveBack ??= why as GivenBack;
    },
  });
  try {
    while (!signal.aborted && !gaveBack && !(await isOver(key, taken, working)))
      await pause(POLL_MS / 5, signal);
  } finally {
    await inTime(Promise.all([taken.close(), computing.close()]), connection);
    if (!quiet && taken.done() > 0) note(`${posted.name}: computed ${count(taken.done(), 'unit')}.`);
  }
  if (signal.aborted) return;
  if (gaveBack) leave(gaveBack.message);
  else await abortable(forgetUnwanted(connection, key), signal);
}

/** Whether an experiment has no unit now, and another has. */
async function isOver(key: string, taken: TakenUnits, working: Working): Promise<boolean> {
  const idle = taken.idle();
  if (idle < UNUSED_MS.switched) return false;
  return idle >= UNUSED_MS.ended || (await nextKey(working, key)) !== undefined;
}

function say({ said }: Working, text: string): void {
  if (!said.has(text)) note(text);
  said.add(text);
}

/** Ends the connection where Redis does not answer in time. What waits for it even then is left behind. */
async function inTime(closed: Promise<unknown>, connection: QueueConnection): Promise<void> {
  const end = setTimeout(() => connection.end(), GIVE_BACK_MS);
  let leave: NodeJS.Timeout | undefined;
  const left = new Promise((resolve) => {
    leave = setTimeout(resolve, GIVE_BACK_MS + LEAVE_BEHIND_MS);
  });
  // It may fail after it was left behind.
  closed.catch(() => undefined);
  try {
    await Promise.race([closed, left]);
  } finally {
    clearTimeout(end);
    clearTimeout(leave);
  }
}

/** Commands wait while there is no connection; an interrupted worker does not. */
function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Waits, unless the signal aborts before. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal }).catch(() => undefined);
}

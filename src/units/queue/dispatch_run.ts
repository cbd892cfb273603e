import { UserError } from '../../core/error.ts';
import { withoutPassword } from './address.ts';
import type { QueueConnection } from './connect.ts';
import { type Dispatched, type DispatchOptions, dispatchExperiment } from './dispatch.ts';
import type { UnitOutcome } from './unit_outcome.ts';

/** One unit of one of a run's experiments. */
interface UnitPlace {
  file: number;
  index: number;
}

export interface DispatchRunOptions {
  connection: QueueConnection;
  /** Whether results come through a store. */
  store: boolean;
  /** The next units, at most `most`, all of one experiment. Empty: none for now. */
  take(most: number): readonly UnitPlace[];
  /** How an experiment is put in. */
  begin(file: number): Promise<Pick<DispatchOptions, 'post' | 'idAt' | 'store' | 'fresh'>>;
  report(place: UnitPlace, outcome: UnitOutcome): void;
  /** Called once where the queue cannot go on. */
  fail(error: unknown): void;
}

/** The units of a run, in a queue. */
export interface DispatchedRun {
  /** Takes out what no worker has begun, and ends the connection. */
  close(): Promise<void>;
}

/** How many units are in the queue at once; fewer without a store, since Redis holds their results. */
const MOST_OPEN = { store: 10_000, redis: 500 };
/** How many are put in at once: each takes memory on its way. */
const PUT_AT_ONCE = 250;
/** Milliseconds between two checks: for units to put in, for results in the store, and for what Redis has lost. */
const LOOK_MS = { units: 250, store: 1000, redis: 4000 };
/** After a worker says that a unit is in the store, milliseconds to wait for others of its file. */
const CHANGED_MS = 50;
/** Milliseconds without a unit taken by any worker before the run says so. */
const IDLE_MS = 10_000;
/** Milliseconds that closing waits for a Redis that does not answer. */
const CLOSE_MS = 3000;

/** A run whose units are in a queue, as its functions share it. */
interface DispatchingRun {
  options: DispatchRunOptions;
  /** The experiments that have units in the queue, by file. */
  begun: Map<number, Dispatched>;
  /** Failed units, by file. */
  failures: Map<number, [UnitPlace, UnitOutcome][]>;
  /** When a unit was done last. */
  lastDone: number;
  closed: boolean;
  /** Ends the pause of the work. */
  wake(): void;
  looks: StoreLooks;
}

/**
 * Puts the units of a run into a queue, few at a time, and reports what becomes of them. What Redis loses is put in
 * again. A unit that failed is reported once the others of its experiment are done, so that they are kept.
 */
export function dispatchRun(options: DispatchRunOptions): DispatchedRun {
  const { connection, fail } = options;
  const stop = (error: unknown) => {
    if (!own.closed) fail(ofQueue(error, connection));
  };
  const begun: DispatchingRun['begun'] = new Map();
  const look = () => {
    try {
      for (const one of begun.values()) one.lookIntoStore();
    } catch (error) {
      stop(error);
    }
  };
  const own: DispatchingRun = {
    ...{ options, begun, failures: new Map(), lastDone: performance.now(), closed: false },
    ...{ wake: () => undefined, looks: repeatedLooks(look) },
  };
  const working = putWhileOpen(own).catch(stop);
  if (options.store) own.looks.begin();
  return {
    async close() {
      own.closed = true;
      own.looks.end();
      own.wake();
      const late = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_MS).unref());
      const leave = async () => {
        await working;
        for (const one of begun.values()) await one.close().catch(() => undefined);
      };
      await Promise.race([leave(), late]);
      connection.end();
    },
  };
}

/** Puts units in until the run is closed. */
async function putWhileOpen(own: DispatchingRun): Promise<void> {
  const { connection, take, store } = own.options;
  const most = store ? MOST_OPEN.store : MOST_OPEN.redis;
  let reconciled = performance.now();
  connection.redis.on('ready', () => {
    reconciled = 0;
    own.wake();
  });
  while (!own.closed) {
    const room = most - [...own.begun.values()].reduce((sum, one) => sum + one.open(), 0);
    const places = room > 0 ? take(Math.min(room, PUT_AT_ONCE)) : [];
    if (places.length > 0) {
      const one = await begunExperiment(own, places[0]!.file);
      await one.put(places.map(({ index }) => index));
    }
    if (room > 0) await endDone(own, places[0]?.file ?? Number.POSITIVE_INFINITY);
    if (performance.now() - reconciled > LOOK_MS.redis) {
      for (const one of own.begun.values()) if (one.open() > 0) await one.reconcile();
      if (own.begun.size > 0) await sayIfIdle(own);
      reconciled = performance.now();
    }
    if (places.length === 0 && !own.closed) await woken(own);
  }
}

/** Ends after a while, or when the work is woken. */
function woken(own: DispatchingRun): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LOOK_MS.units);
    own.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

/** The queue of an experiment, opened when its first units are put in. */
async function begunExperiment(own: DispatchingRun, file: number): Promise<Dispatched> {
  const { options, begun, failures, looks } = own;
  const known = begun.get(file);
  if (known) return known;
  const made = await dispatchExperiment({
    ...(await options.begin(file)),
    connection: options.connection,
    changed: looks.soon,
    report(index, outcome) {
      own.lastDone = performance.now();
      const place = { file, index };
      if ('failure' in outcome) failures.set(file, [...(failures.get(file) ?? []), [place, outcome]]);
      else options.report(place, outcome);
      own.wake();
    },
  });
  begun.set(file, made);
  return made;
}

/** Ends the experiments of which every unit is done. @param taken no unit before this experiment is left to take */
async function endDone({ options, begun, failures }: DispatchingRun, taken: number): Promise<void> {
  for (const [file, one] of begun) {
    if (file >= taken || one.open() > 0) continue;
    begun.delete(file);
    for (const [place, outcome] of failures.get(file) ?? []) options.report(place, outcome);
    failures.delete(file);
    await one.close();
  }
}

async function sayIfIdle({ options: { connection, store }, begun, lastDone }: DispatchingRun): Promise<void> {
  if (performance.now() - lastDone < IDLE_MS) return;
  for (const one of begun.values()) if ((await one.active()) > 0) return;
  connection.say(
    `no worker has taken a unit for ${IDLE_MS / 1000} s; coincide worker --queue ${connection.address.shown}${store ? ' --store DIR' : ''} starts one, and says why if it leaves these units to others.`,
  );
}

/** Looks into the store, again and again. */
interface StoreLooks {
  begin(): void;
  /** Looks soon after a change. A look that is due is not put off by the next change. */
  soon(): void;
  end(): void;
}

function repeatedLooks(look: () => void): StoreLooks {
  let next: NodeJS.Timeout | undefined;
  let changed: NodeJS.Timeout | undefined;
  let ended = false;
  const lookAfter = (delay: number) => {
    clearTimeout(next);
    next = setTimeout(() => {
      look();
      if (!ended) lookAfter(LOOK_MS.store);
    }, delay);
  };
  return {
    begin: () => lookAfter(LOOK_MS.store),
    soon() {
      if (ended) return;
      changed ??= setTimeout(() => {
        changed = undefined;
        lookAfter(0);
      }, CHANGED_MS);
    },
    end() {
      ended = true;
      clearTimeout(next);
      clearTimeout(changed);
    },
  };
}

/** An error of Redis or BullMQ as a sentence without a password. */
function ofQueue(error: unknown, { address }: QueueConnection): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const why = withoutPassword(error.message.split('\n')[0]!.replace(/\.$/, ''), address);
  return new UserError(`the queue at ${address.shown}: ${why}; the same command goes on from what is kept.`, {
    kind: 'storage',
  });
}

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

/**
 * Puts the units of a run into a queue, few at a time, and reports what becomes of them. What Redis loses is put in
 * again. A unit that failed is reported once the others of its experiment are done, so that they are kept.
 */
export function dispatchRun(options: DispatchRunOptions): DispatchedRun {
  const { connection, take, report, fail } = options;
  const most = options.store ? MOST_OPEN.store : MOST_OPEN.redis;
  const begun = new Map<number, Dispatched>();
  const failures = new Map<number, [UnitPlace, UnitOutcome][]>();
  let closed = false;
  let wake = () => {};
  let storeTimer: NodeJS.Timeout | undefined;
  let lastDone = performance.now();

  const lookSoon = (delay: number) => {
    clearTimeout(storeTimer);
    storeTimer = setTimeout(() => {
      guarded(() => begun.forEach((one) => void one.lookIntoStore()));
      if (!closed) lookSoon(LOOK_MS.store);
    }, delay);
  };
  /** A change that has been waited for is not put off by the next. */
  let changing = false;
  const changed = () => {
    if (changing || closed) return;
    changing = true;
    setTimeout(() => {
      changing = false;
      if (!closed) lookSoon(0);
    }, CHANGED_MS);
  };
  const guarded = (look: () => void) => {
    try {
      look();
    } catch (error) {
      stop(error);
    }
  };
  const stop = (error: unknown) => {
    if (!closed) fail(ofQueue(error, connection));
  };

  const began = async (file: number): Promise<Dispatched> => {
    const known = begun.get(file);
    if (known) return known;
    const made = await dispatchExperiment({
      ...(await options.begin(file)),
      connection,
      changed,
      report(index, outcome) {
        lastDone = performance.now();
        const place = { file, index };
        if ('failure' in outcome) failures.set(file, [...(failures.get(file) ?? []), [place, outcome]]);
        else report(place, outcome);
        wake();
      },
    });
    begun.set(file, made);
    return made;
  };

  /** Ends the experiments of which every unit is done. @param taken no unit before this experiment is left to take */
  const endDone = async (taken: number) => {
    for (const [file, one] of begun) {
      if (file >= taken || one.open() > 0) continue;
      begun.delete(file);
      for (const [place, outcome] of failures.get(file) ?? []) report(place, outcome);
      failures.delete(file);
      await one.close();
    }
  };

  const sayIfIdle = async () => {
    if (performance.now() - lastDone < IDLE_MS) return;
    for (const one of begun.values()) if ((await one.active()) > 0) return;
    connection.say(
      `no worker has taken a unit for ${IDLE_MS / 1000} s; coincide worker --queue ${connection.address.shown}${options.store ? ' --store DIR' : ''} starts one, and says why if it leaves these units to others.`,
    );
  };

  const work = async () => {
    let reconciled = performance.now();
    const reconnected = () => {
      reconciled = 0;
      wake();
    };
    connection.redis.on('ready', reconnected);
    while (!closed) {
      const room = most - [...begun.values()].reduce((sum, one) => sum + one.open(), 0);
      const places = room > 0 ? take(Math.min(room, PUT_AT_ONCE)) : [];
      if (places.length > 0) {
        const one = await began(places[0]!.file);
        await one.put(places.map(({ index }) => index));
      }
      if (room > 0) await endDone(places[0]?.file ?? Number.POSITIVE_INFINITY);
      if (performance.now() - reconciled > LOOK_MS.redis) {
        for (const one of begun.values()) if (one.open() > 0) await one.reconcile();
        if (begun.size > 0) await sayIfIdle();
        reconciled = performance.now();
      }
      if (places.length > 0 || closed) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LOOK_MS.units);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const working = work().catch(stop);
  if (options.store) lookSoon(LOOK_MS.store);

  return {
    async close() {
      closed = true;
      clearTimeout(storeTimer);
      wake();
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

/** An error of Redis or BullMQ as a sentence without a password. */
function ofQueue(error: unknown, { address }: QueueConnection): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const why = withoutPassword(error.message.split('\n')[0]!.replace(/\.$/, ''), address);
  return new UserError(`the queue at ${address.shown}: ${why}; the same command goes on from what is kept.`, {
    kind: 'storage',
  });
}

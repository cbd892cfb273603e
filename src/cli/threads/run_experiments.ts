import { UserError } from '../../core/error.ts';
import { createScheduler, type Scheduler } from '../../core/scheduler.ts';
import type { ExperimentFile } from '../../experiment/disk/files.ts';
import type { Experiment } from '../../experiment/parse.ts';
import { createHeldLayers, type HeldLayers } from '../../layers/stack/held_layers.ts';
import { gatherVariant, type VariantGatherer, variantFacts } from '../../run/combine.ts';
import { type Gathered, gatherResults } from '../../run/gather.ts';
import { runUnit } from '../../run/run_unit.ts';
import { unitsOf } from '../../run/unit.ts';
import type { UnitResult } from '../../run/unit_result.ts';
import type { Reading } from '../arguments/reading.ts';
import { isOutOfMemory, OutOfMemory, outOfMemory } from '../terminal/out_of_memory.ts';
import type { Progress } from '../terminal/progress.ts';
import type { Computing } from './backend_chooser.ts';
import { limitHeapGrowth } from './heap_growth.ts';
import { addingWork, THREADS_AFTER_MS } from './long_work.ts';
import { createQueue, type Job, type KeptUnits, type Queue } from './queue.ts';
import { type Closable, startLater, startNow } from './start.ts';
import type { EarlyThread } from './thread.ts';

export interface RunExperimentsOptions extends Computing {
  /** How the files were read: other threads read them again. */
  reading: Reading;
  /** How many threads compute, this one included. Default: as many as there are cores, after a second of work. */
  workers: number | undefined;
  /** A thread that may have started before. */
  early?: EarlyThread | undefined;
  bar: Progress;
  signal: AbortSignal;
  /** Whether to go on with the next experiment after one fails. Default: only after it ran out of memory. */
  keepGoing?: boolean;
  /** Units that need not be computed. */
  kept?: KeptUnits | undefined;
  /** Takes the results of an experiment's units in order. Default: puts them together. */
  gather?: (experiment: Experiment) => UnitGatherer;
  /** Receives the result of each unit that was computed. */
  computed?: ((job: Job, result: UnitResult) => void) | undefined;
  /**
   * Has the units computed by other processes: none is computed here.
   *
   * @param fail ends the run
   */
  elsewhere?: ((queue: Queue, fail: (error: unknown) => void) => Promise<Closable>) | undefined;
}

/** Takes the results of an experiment's units, in order. */
interface UnitGatherer {
  add(result: UnitResult, index: number): void;
  end(): Gathered;
}

/** The results of an experiment's variants, or why it could not be run. */
export type Outcome = { gathered: Gathered } | { failure: UserError };

/** A run of some experiments, as its functions share it. */
interface Session {
  found: readonly ExperimentFile[];
  options: RunExperimentsOptions;
  queue: Queue;
  layers: HeldLayers;
  scheduler: Scheduler;
  /** How many units there are in all. */
  total: number;
  /** Index of the experiment whose outcome is next. */
  current: number;
}

/**
 * Runs experiments and yields the outcome of each, in order. Where there is much to do, the units are spread over
 * threads; which thread runs a unit changes no number.
 *
 * @throws the first unit's failure that ends the run; the signal's reason
 */
export async function* runExperiments(
  found: readonly ExperimentFile[],
  options: RunExperimentsOptions,
): AsyncGenerator<{ file: ExperimentFile } & Outcome> {
  const { elsewhere } = options;
  limitHeapGrowth(found);
  const counts = found.map(({ experiment }) => unitsOf(experiment).count);
  const ending = new AbortController();
  const signal = elsewhere ? AbortSignal.any([options.signal, ending.signal]) : options.signal;
  const queue = createQueue(counts, (failure) => endsRun(failure, options.keepGoing), options.kept);
  const session: Session = {
    found,
    options: { ...options, signal },
    queue,
    layers: createHeldLayers(),
    scheduler: createScheduler(signal),
    total: counts.reduce((sum, count) => sum + count, 0),
    current: 0,
  };
  const fail = (error: unknown) => ending.abort(error);
  const pool = elsewhere
    ? startNow(() => elsewhere(queue, fail), fail)
    : startsThreadsAtOnce(found, options)
      ? // One unit is for this thread.
        await startThreads(session, queue.left() - 1)
      : startLater(() => startThreads(session, queue.left()), THREADS_AFTER_MS);
  try {
    for (const [index, file] of found.entries()) {
      session.current = index;
      showProgress(session);
      const outcome = await complete(index, session);
      session.layers.release(index);
      yield { file, ...outcome };
    }
  } finally {
    session.layers.releaseAll();
    await pool.close();
  }
}

/**
 * Whether threads are started before it is seen how long the work takes: for a number of them that was asked for, and for
 * work that is long by estimate.
 */
export function startsThreadsAtOnce(
  found: readonly ExperimentFile[],
  { workers, kept }: Pick<RunExperimentsOptions, 'workers' | 'kept'>,
): boolean {
  const isLong = addingWork();
  return (
    workers !== undefined ||
    found.some(({ experiment }, file) => isLong(experiment, (index) => kept?.has(file, index) ?? false))
  );
}

/** Whether a variant's failure ends the run: a mistake or a defect always does, a failed run unless it keeps going. */
export function endsRun(failure: unknown, keepGoing = false): boolean {
  if (failure instanceof OutOfMemory) return false;
  return !keepGoing || !(failure instanceof UserError) || failure.kind !== 'run';
}

/** Runs jobs on this thread until the outcome of an experiment is there. */
async function complete(file: number, session: Session): Promise<Outcome> {
  const { queue, options, scheduler } = session;
  const results = (options.gather ?? gatherUnits)(session.found[file]!.experiment);
  for (;;) {
    const outcome = outcomeOf(() => {
      return queue.handOver(file, results.add) ? { gathered: results.end() } : undefined;
    }, options.keepGoing);
    if (outcome) return outcome;
    const [job] = options.elsewhere ? [] : queue.take(1);
    if (options.elsewhere) showProgress(session);
    await (job ? runHere(job, session) : queue.changed(options.signal));
    if (scheduler.due()) await scheduler.yieldNow();
    options.signal.throwIfAborted();
  }
}

/** Puts the units of each variant together. */
function gatherUnits(experiment: Experiment): UnitGatherer {
  const { name, measures } = experiment;
  const units = unitsOf(experiment);
  const gathering = gatherResults(experiment);
  let open: VariantGatherer | undefined;
  return {
    add(result, index) {
      const { variant } = units.at(index);
      open ??= gatherVariant(name, variantFacts(experiment, variant), measures);
      open.add(result);
      if (index + 1 < units.of(variant)[1]) return;
      gathering.add(open.end());
      open = undefined;
    },
    end: gathering.end,
  };
}

/**
 * An outcome, or the failure in its place; undefined until there is one.
 *
 * @param keepGoing whether a run that failed is an outcome; else it is thrown
 * @throws a failure that ends the run, as `endsRun` says
 */
export function outcomeOf(ended: () => Outcome | undefined, keepGoing?: boolean): Outcome | undefined {
  try {
    return ended();
  } catch (failure) {
    if (endsRun(failure, keepGoing)) throw failure;
    return { failure: failure as UserError };
  }
}

/** Runs one unit on this thread, and reports its result or failure to the queue. */
async function runHere(job: Job, session: Session): Promise<void> {
  const { queue, layers, scheduler, options } = session;
  const { experiment } = session.found[job.file]!;
  layers.hold(job.file, experiment.variants);
  try {
    const result = await runUnit(experiment, unitsOf(experiment).at(job.index), {
      ...options.computing,
      told: (why) => options.say(experiment.name, why),
      scheduler,
      progress(done, of) {
        queue.report(job, { share: done / of });
        showProgress(session);
      },
    });
    options.computed?.(job, result);
    queue.report(job, { result });
  } catch (failure) {
    queue.report(job, { failure: isOutOfMemory(failure) ? outOfMemory(failure) : failure });
  }
}

function showProgress({ found, queue, options, total, current }: Session): void {
  const { own, all } = queue.done(current);
  const { experiment } = found[current]!;
  const { count } = unitsOf(experiment);
  options.bar.update({ what: experiment.name, done: own, of: count, before: all - own, all: total });
}

/** @param most how many threads have work at the most */
async function startThreads(session: Session, most: number): Promise<Closable> {
  const { startPool } = await import('./pool.ts');
  const { found, queue, options } = session;
  return startPool({
    found,
    queue,
    workers: options.workers,
    most,
    early: options.early,
    reading: options.reading,
    backend: options.name,
    computed: options.computed,
    explain: ({ file }, why) => options.say(found[file]!.experiment.name, why),
    onProgress: () => showProgress(session),
  });
}

import { backendClass } from '../../backend/backend_class.ts';
import { UserError } from '../../core/error.ts';
import { type ExperimentFile, experimentText } from '../../experiment/disk/files.ts';
import { digestOfExperiment } from '../../run/run.ts';
import type { QueueAddress } from '../../units/queue/address.ts';
import { connectQueue } from '../../units/queue/connect.ts';
import { type DispatchedRun, dispatchRun } from '../../units/queue/dispatch_run.ts';
import { type PostedExperiment, postExperiment } from '../../units/queue/post.ts';
import type { Store } from '../../units/queue/store.ts';
import { unitIds } from '../../units/unit_id.ts';
import type { Reading } from '../arguments/reading.ts';
import { note } from '../terminal/terminal.ts';
import { buildVersion } from '../terminal/version.ts';
import type { RunExperimentsOptions } from '../threads/run_experiments.ts';
import type { UnitCaches } from '../threads/unit_caches.ts';

/** How a run uses a queue. */
export interface QueueUse {
  address: QueueAddress;
  /** The folder that workers write to. Default: results come through Redis. */
  store?: Store | undefined;
}

/** What puts the units of a run into a queue, in place of threads. */
export function dispatchFiles(
  found: readonly ExperimentFile[],
  { address, store }: QueueUse,
  {
    reading,
    backend,
    fresh,
    caches,
  }: { reading: Reading; backend: string; fresh: boolean; caches: UnitCaches | undefined },
): NonNullable<RunExperimentsOptions['elsewhere']> {
  const cacheOf = (file: number) => {
    const cache = caches?.of(file);
    if (!cache) throw new UserError('--store: it cannot be read.', { kind: 'storage' });
    return cache;
  };
  return async (queue, fail) => {
    if (queue.left() === 0) return NOTHING_TO_DO;
    const connection = await connectQueue(address, note);
    if (!store) note('without --store, results wait in Redis: what is lost with it is computed again.');
    const computer = { coincide: buildVersion, backend: backendClass(backend) };
    return dispatchRun({
      connection,
      store: store !== undefined,
      take: (most) => queue.take(most),
      async begin(file) {
        const { experiment } = found[file]!;
        const posted = await postedOf(found[file]!, reading, { ...computer, backendName: backend, store });
        return {
          post: await postExperiment(connection, posted),
          idAt: unitIds(experiment, computer),
          store: store && cacheOf(file),
          fresh,
        };
      },
      report(place, outcome) {
        if ('result' in outcome) caches?.computed?.(place, outcome.result);
        queue.report(place, outcome);
      },
      fail,
    });
  };
}

const NOTHING_TO_DO: DispatchedRun = { close: () => Promise.resolve() };

/** An experiment as a worker needs it. */
async function postedOf(
  { path, experiment }: ExperimentFile,
  { stdin, ...reading }: Reading,
  {
    store,
    ...computer
  }: Pick<PostedExperiment, 'coincide' | 'backend' | 'backendName'> & {
    store: Store | undefined;
  },
): Promise<PostedExperiment> {
  return {
    ...computer,
    name: experiment.name,
    path,
    text: await experimentText(path, stdin),
    reading: { ...reading, stdin: stdin && { name: stdin.name } },
    digest: await digestOfExperiment(experiment),
    files: experiment.files,
    store: store?.id,
  };
}

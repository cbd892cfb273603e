import type { Command } from './arguments/command.ts';
import { cache } from './cache/cache.ts';
import { check } from './check/check.ts';
import { completionOf } from './completion/completion.ts';
import { doctor } from './doctor/doctor.ts';
import { explain } from './explain/explain.ts';
import { init } from './init/init.ts';
import { inspect } from './inspect/inspect.ts';
import { list } from './list/list.ts';
import { mergeShards } from './merge/merge.ts';
import { playground } from './playground/playground.ts';
import { plot } from './plot/plot.ts';
import { report } from './report/report.ts';
import { run } from './run/run.ts';
import { schema } from './schema/schema.ts';
import { serve } from './serve/serve.ts';
import { show } from './show/show.ts';
import { validate } from './validate/validate.ts';
import { queueWorker } from './worker/worker.ts';

const ownCommands: readonly Command[] = [
  run,
  check,
  validate,
  explain,
  show,
  plot,
  report,
  serve,
  playground,
  init,
  inspect,
  list,
  mergeShards,
  queueWorker,
  schema,
  cache,
  doctor,
];

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [...ownCommands, completionOf(ownCommands)];

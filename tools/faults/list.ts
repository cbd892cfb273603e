import { atOnce } from './families/at_once.ts';
import { everyCall } from './families/every_call.ts';
import { experiments } from './families/experiments.ts';
import { fullDisk } from './families/full_disk.ts';
import { killedThread } from './families/killed_thread.ts';
import { limits } from './families/limits.ts';
import { models } from './families/models.ts';
import { nodes } from './families/nodes.ts';
import { pictures } from './families/pictures.ts';
import { queue } from './families/queue.ts';
import { signals } from './families/signals.ts';
import { standardInput } from './families/standard_input.ts';
import { streams } from './families/streams.ts';
import { surroundings } from './families/surroundings.ts';
import { tables } from './families/tables.ts';
import { watch } from './families/watch.ts';
import type { Family } from './family.ts';

/** Every family of faults, in the order in which they are tried. */
export const families: readonly Family[] = [
  everyCall,
  experiments,
  tables,
  pictures,
  models,
  standardInput,
  fullDisk,
  atOnce,
  signals,
  queue,
  killedThread,
  limits,
  streams,
  surroundings,
  nodes,
  watch,
];

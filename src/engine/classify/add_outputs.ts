import { runWork, type Work } from '../../core/scheduler.ts';
import { everyMember, type OutputMap, windowOf, windowOfImage } from '../../core/tensor.ts';
import { copyWindow } from '../copy_window.ts';
import { addDistances } from '../distances/distance_arrays.ts';
import { newArray } from '../short_arrays.ts';
import { findEqualWindows } from './equal_windows.ts';
import { outputsOfMap } from './output_cache.ts';
import { sortAmongOthers } from './sort_among_others.ts';
import {
  bitsDecide,
  type HashedMembers,
  type Leaders,
  type OutputBatch,
  referenceOf,
  type Sorter,
} from './sorter.ts';
import { windowHashes } from './window_hashes.ts';

/** Sorts some outputs. @returns the shifts among them that lead: only they need to go on to the next layer */
export function addOutputs(sorter: Sorter, batch: OutputBatch): Int32Array | Promise<Int32Array> {
  const { map, lasting } = batch;
  const { rule, scheduler } = sorter.options;
  if (sorter.unshifted === undefined) {
    const first = windowOf(map, 0);
    sorter.reference = batch.reference ?? (lasting ? undefined : copyWindow(first));
    sorter.unshifted = sorter.reference ? windowOfImage(sorter.reference) : first;
    // Aligned outputs are sorted afterwards.
    if (!rule.align) sorter.tolerance = rule.tolerance(first);
  }
  const equal = runWork(equalMembers(sorter, batch), scheduler);
  return equal instanceof Promise
    ? equal.then((found) => sortBatch(sorter, batch, found))
    : sortBatch(sorter, batch, equal);
}

function sortBatch(
  sorter: Sorter,
  batch: OutputBatch,
  equal: HashedMembers,
): Int32Array | Promise<Int32Array> {
  const { map, members, lasting } = batch;
  const whole = bitsDecide(sorter) && equal.complete && lasting && members.length === sorter.options.shifts;
  return whole
    ? measureLeaders(sorter, batch, sortWhole(sorter, map, members, equal))
    : sortAmongOthers(sorter, batch, equal).then((found) => measureLeaders(sorter, batch, found));
}

/** Adds their distances, if those are asked for. @returns their shifts */
function measureLeaders(
  sorter: Sorter,
  { map, members, lasting, overlapping }: OutputBatch,
  { leaders, places }: Leaders,
): Int32Array | Promise<Int32Array> {
  const { distances, options } = sorter;
  if (!distances) return leaders;
  const whole = members.length === options.shifts;
  const measured = { map, leaders, places, reference: referenceOf(sorter), whole };
  const pending = runWork(
    addDistances(distances, measured, lasting && overlapping, options.told),
    options.scheduler,
  );
  return pending ? pending.then(() => leaders) : leaders;
}

function* equalMembers(sorter: Sorter, { map, members, known, earlier }: OutputBatch): Work<HashedMembers> {
  const { shifts, trials } = sorter.options;
  const all = members.length === shifts;
  const links = all ? (earlier ?? members) : everyMember(members.length);
  // Outputs that all differ differed at the step before.
  if (known === 'distinct') return { links, complete: true };
  let hashes = known && (all ? known : selectByShift(known, members));
  hashes ??= yield* windowHashes(map);
  const counted = all && bitsDecide(sorter) ? trials : undefined;
  const { links: found, complete, classes } = yield* findEqualWindows(map, hashes, links, counted);
  return { links: found, complete, classes, hashes };
}

function selectByShift(byShift: Uint32Array, members: Int32Array): Uint32Array {
  const values = newArray(Uint32Array, members.length);
  for (let member = 0; member < members.length; member++) values[member] = byShift[members[member]!]!;
  return values;
}

/** Fast path: one lasting map holds every shift, so its links are the leaders and its leaders the classes. */
function sortWhole(
  sorter: Sorter,
  map: OutputMap,
  members: Int32Array,
  { links, hashes, classes }: HashedMembers,
): Leaders {
  // The shifts are shared with the next run, so they are copied before they are given away.
  const leader = links === members ? members.slice() : links;
  // If all outputs differ, each is a class of its own.
  const { leaders, classOf } = classes ?? { leaders: members, classOf: leader };
  sorter.tables = { leader, classOf, hashes: hashes ?? NO_HASHES };
  sorter.outputs = outputsOfMap(map);
  sorter.classes = leaders.length;
  sorter.trialsOf = classes?.trialsOf;
  return { leaders, places: leaders };
}

const NO_HASHES = new Uint32Array();

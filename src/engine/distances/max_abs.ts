import type { Work } from '../../core/scheduler.ts';
import { everyMember, type Image, type OutputMap } from '../../core/tensor.ts';
import { select } from '../pass/members.ts';
import { byBox } from './boxes.ts';
import { atExtremeValues, limitOf, togetherAtExtremes } from './extreme_values.ts';
import { largestAtFewValues, raiseAtFewValues } from './few_values.ts';
import { largestByBounds } from './running_extremes.ts';

/** The largest |x - r| of each of some windows. */
export function* maxAbsOf(map: OutputMap, members: Int32Array, reference: Image): Work<Float64Array> {
  const limit = limitOf(map, reference);
  const found = atExtremeValues(map, members, reference, TRIED_VALUES, limit);
  yield;
  const open = everyMember(members.length).filter((i) => found[i]! < limit);
  if (open.length === 0) return found;
  const rest = select(members, open);
  const largest = found.filter((value) => value < limit);
  const few = yield* raiseAtFewValues(map, rest, reference, largest, limit);
  for (const { box, at } of few ? [] : byBox(map, rest)) {
    const some = at ? select(rest, at) : rest;
    const before = new Float64Array(some.length);
    for (let k = 0; k < some.length; k++) before[k] = largest[at ? at[k]! : k]!;
    const raised = yield* largestByBounds(map, box, some, reference, 'each', before);
    for (let k = 0; k < some.length; k++) largest[at ? at[k]! : k] = raised[k]!;
  }
  for (let k = 0; k < open.length; k++) found[open[k]!] = largest[k]!;
  return found;
}

/** How many of the reference's largest values, and of its smallest, are compared first. */
const TRIED_VALUES = 32;

/**
 * The largest |x - r| over the windows of a map that belong to some shifts: one number for all of them. Where only some
 * windows of a box are asked for, only the values are looked at whose bound is above the largest so far.
 *
 * @param members the shifts, ascending
 * @param all whether these are all windows of the map
 * @returns 0 where every window equals the reference
 */
export function* largestDifferenceOf(
  map: OutputMap,
  members: Int32Array,
  reference: Image,
  all: boolean,
): Work<number> {
  const limit = limitOf(map, reference);
  let most = togetherAtExtremes(map, members, reference, limit);
  if (most === limit) return most;
  const few = yield* largestAtFewValues(map, members, reference, most, limit);
  if (few !== undefined) return few;
  for (const { box, at } of byBox(map, members)) {
    const some = at ? select(members, at) : members;
    const which = all && box.full ? 'full' : 'together';
    const [largest] = yield* largestByBounds(map, box, some, reference, which, Float64Array.of(most));
    most = Math.max(most, largest!);
  }
  return most;
}

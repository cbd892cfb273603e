import type { OutputMap } from '../../core/tensor.ts';
import { newArray } from '../short_arrays.ts';
import { outputsOfMap } from './output_cache.ts';
import type { HashedMembers, Leaders, Sorter } from './sorter.ts';

/** Fast path: one lasting map holds every shift, so its links are the leaders and its leaders the classes. */
export function sortWhole(
  sorter: Sorter,
  map: OutputMap,
  members: Int32Array,
  { links, hashes }: HashedMembers,
): Leaders {
  // The shifts are shared with the next run, so they are copied before they are given away.
  const leader = links === members ? members.slice() : links;
  const { leaders, classOf } = hashes
    ? numberLeaders(leader, members)
    : { leaders: members, classOf: leader };
  sorter.tables = { leader, classOf, hashes: hashes ?? NO_HASHES };
  sorter.outputs = outputsOfMap(map);
  sorter.classes = leaders.length;
  return { leaders, places: leaders };
}

const NO_HASHES = new Uint32Array();

/** The shifts that lead themselves, and the class of each shift, numbered in the order of the leaders. */
function numberLeaders(leader: Int32Array, shifts: Int32Array): { leaders: Int32Array; classOf: Int32Array } {
  const leaders = newArray(Int32Array, leader.length);
  const classOf = new Int32Array(leader.length);
  let count = 0;
  for (let shift = 0; shift < leader.length; shift++) {
    const first = leader[shift]!;
    if (first === shift) leaders[count] = shift;
    classOf[shift] = first === shift ? count++ : classOf[first]!;
  }
  return { leaders: count === leader.length ? shifts : leaders.subarray(0, count), classOf };
}

import type { OutputMap } from '../../core/tensor.ts';
import { outputsOfMap } from './output_cache.ts';
import type { HashedMembers, Leaders, Sorter } from './sorter.ts';

/** Fast path: one lasting map holds every shift, so its links are the leaders and its leaders the classes. */
export function sortWhole(
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

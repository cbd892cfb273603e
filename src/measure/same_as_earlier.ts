import type { Work } from '../breathe.ts';
import type { OutputMap, Pair } from '../tensor.ts';
import { originsOf } from './origins.ts';
import { type Weights, windowSums } from './window_sums.ts';

/**
 * Of each member, one before it whose window holds the same, for certain: the one that begins a step further right, or
 * down, as in a range of shifts most have. Sums of how many values differ from those a step further, all with the same
 * weight, are 0 only where none does; so no window is read by itself.
 *
 * @param hashes of the members
 * @returns -1 where that is not known; no array where it would save too little
 */
export function* sameAsEarlier(map: OutputMap, hashes: Uint32Array): Work<Int32Array | undefined> {
  const { rows, shape, width, data } = map;
  const memberAt = membersOnGrid(map);
  let same: Int32Array | undefined;
  for (const [down, right] of memberAt ? steps(map) : []) {
    const { candidates, count } = alikeByHash(map, hashes, memberAt!, [down, right], same);
    if (count * shape[0] * shape[1] * shape[2] * READ < data.length) continue;
    const differing = yield* windowSums(map, (down * width + right) * shape[2], ALIKE);
    same ??= new Int32Array(rows.length).fill(-1);
    for (let member = 0; member < rows.length; member++)
      if (candidates[member] !== -1 && differing[member] === 0) same[member] = candidates[member]!;
  }
  return same;
}

/** Which member begins at each place, from the first row and column on, -1: none; undefined where that is a large grid of few. */
function membersOnGrid({ rows, columns }: OutputMap): Int32Array | undefined {
  const { top, left, down, across } = originsOf({ rows, columns });
  if (down * across > SPARSE * rows.length) return undefined;
  const memberAt = new Int32Array(down * across).fill(-1);
  for (let member = 0; member < rows.length; member++)
    memberAt[(rows[member]! - top) * across + columns[member]! - left] = member;
  return memberAt;
}

/**
 * Of each member, the one that begins a step further, if it is an earlier one of the same hash; else -1.
 *
 * @param known of which nothing need be known any more
 */
function alikeByHash(
  map: OutputMap,
  hashes: Uint32Array,
  memberAt: Int32Array,
  [down, right]: Pair,
  known: Int32Array | undefined,
): { candidates: Int32Array; count: number } {
  const { rows, columns } = map;
  const origins = originsOf(map);
  const candidates = new Int32Array(rows.length).fill(-1);
  let count = 0;
  for (let member = 0; member < rows.length; member++) {
    if (known && known[member] !== -1) continue;
    const y = rows[member]! + down - origins.top;
    const x = columns[member]! + right - origins.left;
    if (y >= origins.down || x >= origins.across) continue;
    const other = memberAt[y * origins.across + x]!;
    if (other === -1 || other >= member || hashes[other] !== hashes[member]) continue;
    candidates[member] = other;
    count++;
  }
  return { candidates, count };
}

const ALIKE: Weights = [1, 1, 1];

/** So many places for each member are too many. */
const SPARSE = 4;

/** Reading a value of a window by itself takes about so many times as long as adding up a value of the map. */
const READ = 3;

/** How far windows lie apart that follow each other, down or right: as the first do. */
function steps({ rows, columns }: OutputMap): [down: number, right: number][] {
  const found: [number, number][] = [];
  const right = rows.findIndex((row, i) => i > 0 && row === rows[i - 1]);
  if (right > 0 && columns[right - 1]! > columns[right]!)
    found.push([0, columns[right - 1]! - columns[right]!]);
  const down = rows.findIndex((row, i) => i > 0 && row < rows[i - 1]!);
  if (down > 0) found.push([rows[down - 1]! - rows[down]!, 0]);
  return found;
}

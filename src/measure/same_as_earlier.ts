import type { Work } from '../breathe.ts';
import type { OutputMap } from '../tensor.ts';
import { span, type Weights, windowSums } from './window_sums.ts';

/**
 * Of each member, one before it whose window holds the same, for certain: the one that begins a step further right, or
 * down, as in a range of shifts most have. Sums of how many values differ from those a step further, all with the same
 * weight, are 0 only where none does; so no window is read by itself.
 *
 * @param hashes of the members
 * @returns -1 where that is not known; no array where it would save too little
 */
export function* sameAsEarlier(map: OutputMap, hashes: Uint32Array): Work<Int32Array | undefined> {
  const { rows, columns, shape, width, data } = map;
  const [top, bottom] = span(rows);
  const [left, right] = span(columns);
  const across = right - left + 1;
  const area = (bottom - top + 1) * across;
  if (area > SPARSE * rows.length) return undefined;
  const memberAt = new Int32Array(area).fill(-1);
  for (let member = 0; member < rows.length; member++)
    memberAt[(rows[member]! - top) * across + columns[member]! - left] = member;

  let same: Int32Array | undefined;
  for (const [down, right] of steps(map)) {
    /** Those that have the same hash as the one that begins a step further. */
    const candidates: number[] = [];
    for (let member = 0; member < rows.length; member++) {
      if (same && same[member] !== -1) continue;
      const other = earlier(member, down, right);
      if (other !== -1 && hashes[other] === hashes[member]) candidates.push(member);
    }
    if (candidates.length * shape[0] * shape[1] * shape[2] * READ < data.length) continue;
    const differing = yield* windowSums(map, (down * width + right) * shape[2], ALIKE);
    same ??= new Int32Array(rows.length).fill(-1);
    for (const member of candidates) if (differing[member] === 0) same[member] = earlier(member, down, right);
  }
  return same;

  function earlier(member: number, down: number, right: number): number {
    const y = rows[member]! + down;
    const x = columns[member]! + right - left;
    const other = y > bottom || x >= across ? -1 : memberAt[(y - top) * across + x]!;
    return other < member ? other : -1;
  }
}

const ALIKE: Weights = [1, 1, 1];

/** So many places for each member are too many. */
const SPARSE = 4;

/** Reading a value of a window by itself takes about so many times as long as adding up a value of the map. */
const READ = 6;

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

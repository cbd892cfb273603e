import { equalValues } from './equal.assembly';

// `links` holds for each member of a map an earlier member with an equal window, or itself.

/**
 * Links members to the very first with an equal window, from one member on, until enough values are compared. A member
 * that links to itself is compared value by value with the members of the same hash.
 *
 * @param slots an open-addressing table of 2^(32 - shift) members by their hash; -1: empty
 * @param rows of the windows' first cells, in a map of `width` cells a row at `from`
 * @param columns of the windows' first cells
 * @param rowStep values from a window's row to the next
 * @param cellStep values from a cell to the next
 * @returns the next member
 */
export function linkToFirst(
  first: i32,
  members: i32,
  enough: i32,
  hashes: usize,
  links: usize,
  slots: usize,
  shift: i32,
  from: usize,
  rows: usize,
  columns: usize,
  width: i32,
  height: i32,
  cells: i32,
  channels: i32,
  rowStep: i32,
  cellStep: i32,
): i32 {
  let compared = 0;
  let member = first;
  for (; member < members && compared < enough; member++) {
    const at = 4 * usize(member);
    const link = load<i32>(links + at);
    if (link !== member) {
      store<i32>(links + at, load<i32>(links + 4 * usize(link)));
      continue;
    }
    const hash = load<i32>(hashes + at);
    for (let slot = slotOf(hash, shift); ; slot = next(slot, shift)) {
      const other = load<i32>(slots + 4 * usize(slot));
      if (other < 0) {
        store<i32>(slots + 4 * usize(slot), member);
        break;
      }
      if (load<i32>(hashes + 4 * usize(other)) !== hash) continue;
      compared += height * cells * channels;
      const there = 4 * usize(other);
      const one = load<i32>(rows + at) * width + load<i32>(columns + at);
      const another = load<i32>(rows + there) * width + load<i32>(columns + there);
      const size = 4 * usize(channels);
      if (equalValues(from + size * one, from + size * another, height, cells, channels, rowStep, cellStep)) {
        store<i32>(links + at, other);
        break;
      }
    }
  }
  return member;
}

/**
 * Numbers the classes of members that all link to the very first with an equal window, in the order of those.
 *
 * @param trials of each member, in double precision
 * @param classOf receives the class of each member
 * @param leaders receives the first member of each class
 * @param trialsOf receives the trials of each class
 * @returns how many classes there are
 */
export function numberClasses(
  members: i32,
  links: usize,
  trials: usize,
  classOf: usize,
  leaders: usize,
  trialsOf: usize,
): i32 {
  let classes = 0;
  // Without branches, as above: each member is taken for the first of the next class, until it is seen to be none.
  for (let member = 0; member < members; member++) {
    const at = 4 * usize(member);
    store<i32>(classOf + at, classes);
    store<i32>(leaders + 4 * usize(classes), member);
    store<f64>(trialsOf + 8 * usize(classes), 0);
    const link = load<i32>(links + at);
    const own = load<i32>(classOf + 4 * usize(link));
    store<i32>(classOf + at, own);
    const sum = trialsOf + 8 * usize(own);
    store<f64>(sum, load<f64>(sum) + load<f64>(trials + 2 * at));
    classes += i32(link === member);
  }
  return classes;
}

/** Whether no two hashes are equal. @param slots an empty table, as for `linkToFirst` */
export function hashesDistinct(members: i32, hashes: usize, slots: usize, shift: i32): bool {
  for (let member = 0; member < members; member++) {
    const hash = load<i32>(hashes + 4 * usize(member));
    let slot = slotOf(hash, shift);
    for (; ; slot = next(slot, shift)) {
      const other = load<i32>(slots + 4 * usize(slot));
      if (other < 0) break;
      if (load<i32>(hashes + 4 * usize(other)) === hash) return false;
    }
    store<i32>(slots + 4 * usize(slot), member);
  }
  return true;
}

/** 2^32 over the golden ratio spreads neighbouring hashes over all slots (Knuth 1973, 6.4). */
function slotOf(hash: i32, shift: i32): u32 {
  return u32(hash * i32(0x9e3779b1)) >>> shift;
}

function next(slot: u32, shift: i32): u32 {
  return (slot + 1) & (u32(0xffffffff) >>> shift);
}

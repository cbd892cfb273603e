import { equalValues } from './equal.assembly';

// `links` holds for each member of a map an earlier member with an equal window, or itself.

/**
 * For each cell of a grid the first of four directions in which a neighbour is an earlier member with the same hash; 4: none.
 *
 * @param rows of the windows' first cells, from `top` on
 * @param columns of the windows' first cells, from `left` on
 * @param memberAt by cell, the member whose window begins there; -1: none
 * @param width cells of a row of the grid
 * @param further by direction, the positive number of cells from one to its neighbour
 * @param counts by direction, to which is added how many cells have it
 */
export function findCandidates(
  members: i32,
  rows: usize,
  top: i32,
  columns: usize,
  left: i32,
  memberAt: usize,
  width: i32,
  further: usize,
  counts: usize,
  hashes: usize,
  cells: i32,
  grid: usize,
): void {
  for (let member: usize = 0; member < 4 * usize(members); member += 4) {
    const cell = (load<i32>(rows + member) - top) * width + load<i32>(columns + member) - left;
    store<i32>(grid + 4 * usize(cell), load<i32>(hashes + member));
  }
  for (let cell: usize = 0; cell < 4 * usize(cells); cell += 16) {
    const member = v128.load(memberAt + cell);
    const hash = v128.load(grid + cell);
    let found = i32x4.splat(4);
    for (let direction = 3; direction >= 0; direction--) {
      const other = cell + 4 * usize(load<i32>(further + 4 * usize(direction)));
      // Without a sign, -1 is above all.
      const earlier = i32x4.lt_u(v128.load(memberAt + other), member);
      const equal = v128.and(earlier, i32x4.eq(v128.load(grid + other), hash));
      found = v128.bitselect(i32x4.splat(direction), found, equal);
    }
    // No later hash is compared with this one.
    v128.store(grid + cell, found);
    for (let direction = 0; direction < 4; direction++) {
      const count = counts + 4 * usize(direction);
      const those = i32x4.bitmask(i32x4.eq(found, i32x4.splat(direction)));
      store<i32>(count, load<i32>(count) + popcnt(those));
    }
  }
}

/**
 * Links members that link to themselves to the neighbour that `findCandidates` found, if no value of its window differs.
 *
 * @param differing by direction, the address of a bit for each value, `words` words of 64 bits for a row of `channels` a
 * cell: whether the window that begins there differs from its neighbour; 0: not known
 * @param grid by cell, the direction that was found
 */
export function linkCandidates(
  members: i32,
  rows: usize,
  top: i32,
  columns: usize,
  left: i32,
  memberAt: usize,
  width: i32,
  further: usize,
  differing: usize,
  words: i32,
  channels: i32,
  grid: usize,
  links: usize,
): void {
  for (let member = 0; member < members; member++) {
    const at = 4 * usize(member);
    const row = load<i32>(rows + at) - top;
    const column = load<i32>(columns + at) - left;
    const cell = row * width + column;
    const direction = 4 * usize(load<i32>(grid + 4 * usize(cell)));
    const other = load<i32>(memberAt + 4 * usize(cell + load<i32>(further + direction)));
    const bits = load<i32>(differing + direction);
    const bit = column * channels;
    const differs = (i32(load<u8>(usize(bits) + 8 * usize(row * words) + (bit >> 3))) >> (bit & 7)) & 1;
    const link = load<i32>(links + at);
    // Without branches, since a processor cannot predict them. Several windows may begin in a cell.
    const equal = i32(link === member) & i32(other < member) & i32(bits !== 0) & (differs ^ 1);
    store<i32>(links + at, select(other, link, equal));
  }
}

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

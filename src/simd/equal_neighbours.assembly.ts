import { areBeside, reversed } from './beside.assembly';

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
  const all: usize = 4 * usize(members);
  for (let member: usize = 0; member < all; ) {
    const cell = (load<i32>(rows + member) - top) * width + load<i32>(columns + member) - left;
    const at = grid + 4 * usize(cell);
    if (member + 16 <= all && areBeside(rows + member, columns + member)) {
      v128.store(at - 12, reversed(hashes + member));
      member += 16;
      continue;
    }
    store<i32>(at, load<i32>(hashes + member));
    member += 4;
  }
  const first = 4 * usize(load<i32>(further));
  const second = 4 * usize(load<i32>(further, 4));
  const third = 4 * usize(load<i32>(further, 8));
  const fourth = 4 * usize(load<i32>(further, 12));
  // Four counts of each direction: less by 1 for each cell that has it.
  let ofFirst = i32x4.splat(0);
  let ofSecond = i32x4.splat(0);
  let ofThird = i32x4.splat(0);
  let ofFourth = i32x4.splat(0);
  for (let cell: usize = 0; cell < 4 * usize(cells); cell += 16) {
    const member = v128.load(memberAt + cell);
    const hash = v128.load(grid + cell);
    const at = grid + cell;
    const there = memberAt + cell;
    let found = i32x4.splat(4);
    found = v128.bitselect(i32x4.splat(3), found, areEarlier(there + fourth, member, at + fourth, hash));
    found = v128.bitselect(i32x4.splat(2), found, areEarlier(there + third, member, at + third, hash));
    found = v128.bitselect(i32x4.splat(1), found, areEarlier(there + second, member, at + second, hash));
    found = v128.bitselect(i32x4.splat(0), found, areEarlier(there + first, member, at + first, hash));
    // No later hash is compared with this one.
    v128.store(at, found);
    ofFirst = i32x4.add(ofFirst, i32x4.eq(found, i32x4.splat(0)));
    ofSecond = i32x4.add(ofSecond, i32x4.eq(found, i32x4.splat(1)));
    ofThird = i32x4.add(ofThird, i32x4.eq(found, i32x4.splat(2)));
    ofFourth = i32x4.add(ofFourth, i32x4.eq(found, i32x4.splat(3)));
  }
  subtractLanes(counts, ofFirst);
  subtractLanes(counts + 4, ofSecond);
  subtractLanes(counts + 8, ofThird);
  subtractLanes(counts + 12, ofFourth);
}

/** Of four neighbours, which are earlier members with the same hash. */
function areEarlier(members: usize, member: v128, hashes: usize, hash: v128): v128 {
  // Without a sign, -1 is above all.
  return v128.and(i32x4.lt_u(v128.load(members), member), i32x4.eq(v128.load(hashes), hash));
}

function subtractLanes(at: usize, four: v128): void {
  const pairs = i32x4.add(four, v128.shuffle<i32>(four, four, 2, 3, 0, 1));
  const sum = i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1);
  store<i32>(at, load<i32>(at) - sum);
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
  for (let member = 0; member < members; ) {
    const at = 4 * usize(member);
    const row = load<i32>(rows + at) - top;
    const column = load<i32>(columns + at) - left;
    const cell = row * width + column;
    if (channels === 1 && member + 4 <= members && areBeside(rows + at, columns + at)) {
      const ids = i32x4.add(i32x4.splat(member), i32x4(0, 1, 2, 3));
      const own = reversed(grid + 4 * usize(cell) - 12);
      let all = v128.load(links + at);
      for (let direction: usize = 0; direction < 16; direction += 4) {
        const chosen = i32x4.eq(own, i32x4.splat(i32(direction >> 2)));
        const bits = usize(load<i32>(differing + direction));
        if (bits === 0 || !v128.any_true(chosen)) continue;
        const others = reversed(memberAt + 4 * usize(cell + load<i32>(further + direction)) - 12);
        const first = column - 3;
        const four = i32(load<u16>(bits + 8 * usize(row * words) + (first >> 3))) >> (first & 7);
        const same = i32x4.eq(v128.and(i32x4.splat(four), i32x4(8, 4, 2, 1)), i32x4.splat(0));
        const equal = v128.and(v128.and(chosen, same), v128.and(i32x4.eq(all, ids), i32x4.lt_s(others, ids)));
        all = v128.bitselect(others, all, equal);
      }
      v128.store(links + at, all);
      member += 4;
      continue;
    }
    const direction = 4 * usize(load<i32>(grid + 4 * usize(cell)));
    const other = load<i32>(memberAt + 4 * usize(cell + load<i32>(further + direction)));
    const bits = load<i32>(differing + direction);
    const bit = column * channels;
    const differs = (i32(load<u8>(usize(bits) + 8 * usize(row * words) + (bit >> 3))) >> (bit & 7)) & 1;
    const link = load<i32>(links + at);
    // Without branches, since a processor cannot predict them. Several windows may begin in a cell.
    const equal = i32(link === member) & i32(other < member) & i32(bits !== 0) & (differs ^ 1);
    store<i32>(links + at, select(other, link, equal));
    member++;
  }
}

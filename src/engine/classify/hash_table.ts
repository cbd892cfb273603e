/** Numbers by their hash, in an open-addressing table: a `Map` hashes numbers of 32 bits slowly. */
export interface Slots {
  /** What stands in each slot; -1 is nothing. */
  held: Int32Array;
  /** The slot of a hash: the one that holds a number of that hash, else the empty one where such belongs. */
  slotOf(hash: number): number;
}

/** @param hashes of the numbers that are put there, by number: as many as there may be of them */
export function slotsFor(hashes: Uint32Array): Slots {
  const held = new Int32Array(slotCount(hashes.length)).fill(-1);
  const shift = Math.clz32(held.length) + 1;
  const last = held.length - 1;
  return {
    held,
    slotOf(hash) {
      let slot = Math.imul(hash, SPREAD) >>> shift;
      while (held[slot] !== -1 && hashes[held[slot]!] !== hash) slot = (slot + 1) & last;
      return slot;
    },
  };
}

/** How many are made for so many numbers: a power of 2, twice as many at least. */
export function slotCount(numbers: number): number {
  return 2 ** Math.max(1, 33 - Math.clz32(numbers));
}

/** 2^32 over the golden ratio, which spreads what is near over all slots (Knuth 1973, 6.4). */
const SPREAD = 0x9e3779b1;

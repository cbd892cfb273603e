/** Words of 32 bits in a digest. */
export const DIGEST_WORDS = 4;

/**
 * A digest of the bits of each picture of a batch: four words, of which each depends on every value, so that different
 * pictures have the same one with a probability of about 2^-128.
 *
 * @param count of pictures
 * @returns [count, 4]
 */
export function pictureDigests(batch: Float32Array, count: number): Int32Array {
  const bits = new Int32Array(batch.buffer, batch.byteOffset, batch.length);
  const size = bits.length / count;
  const digests = new Int32Array(count * DIGEST_WORDS);
  for (let i = 0; i < count; i++) writeDigest(bits, i * size, (i + 1) * size, digests, i * DIGEST_WORDS);
  return digests;
}

/** Four chains of products with odd numbers, which lose no bit, and of shifts, which bring high bits down. */
function writeDigest(bits: Int32Array, first: number, end: number, to: Int32Array, place: number): void {
  let a = 0x2545f491;
  let b = 0x1b873593;
  let c = 0x5bd1e995;
  let d = 0x38b34ae5;
  for (let i = first; i < end; i++) {
    const value = bits[i]!;
    a = Math.imul(a ^ value, 0x9e3779b1);
    a ^= a >>> 15;
    b = Math.imul(b ^ value, 0x85ebca77);
    b ^= b >>> 13;
    c = Math.imul(c + value, 0xc2b2ae3d);
    c ^= c >>> 16;
    d = Math.imul(d + value, 0x27d4eb2f);
    d ^= d >>> 14;
  }
  to[place] = a;
  to[place + 1] = b;
  to[place + 2] = c;
  to[place + 3] = d;
}

/** The most that deflate can make of a byte (zlib, technical details). */
const MAX_RATIO = 1032;

/**
 * What a gzip file holds, or the bytes as they are where it is none. It stops as soon as there is more than is wanted,
 * and sets nothing aside that so few bytes cannot fill, so that a small file does not take the memory.
 *
 * @param head how many of the first bytes say how many there are
 * @param wanted how many that is, the first ones included
 * @throws a phrase, as an Error
 */
export async function gunzip(
  bytes: Uint8Array,
  head: number,
  wanted: (first: Uint8Array) => number,
): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return requireSize(bytes, wanted(bytes));
  const packed = new Blob([new Uint8Array(bytes)]).stream();
  const reader = packed.pipeThrough(new DecompressionStream('gzip')).getReader();
  let held = new Uint8Array(head);
  let size = 0;
  let whole: number | undefined;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause) => {
        throw new Error('is damaged: it cannot be unpacked', { cause });
      });
      if (done) return requireSize(held.subarray(0, size), whole ?? wanted(held.subarray(0, size)));
      if (whole === undefined) {
        held = concatenated(held.subarray(0, size), value);
        if (held.length >= head) {
          whole = wanted(held);
          if (whole > MAX_RATIO * bytes.length) throw new Error('ends before its data do');
          if (held.length <= whole) held = concatenated(held, new Uint8Array(whole - held.length));
        }
      } else if (size + value.length <= whole) held.set(value, size);
      size += value.length;
      if (whole !== undefined && size > whole) throw new Error('holds more than its header says');
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function concatenated(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function requireSize(bytes: Uint8Array, wanted: number): Uint8Array {
  if (bytes.length === wanted) return bytes;
  throw new Error(bytes.length < wanted ? 'ends before its data do' : 'holds more than its header says');
}

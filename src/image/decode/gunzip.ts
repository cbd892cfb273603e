import { joined } from '../../core/joined.ts';

/** Deflate makes at most this many bytes of one (zlib, technical details). */
const MAX_RATIO = 1032;

/**
 * Unpacks a gzip file; returns other bytes unchanged. The content states its own size, so a small hostile file cannot
 * fill the memory: reading stops at the first byte too many, and a size that the packed bytes cannot reach is refused.
 *
 * @param head number of first bytes that `wanted` needs
 * @param wanted reads the content's whole size, in bytes, from its first bytes
 * @throws Error whose message completes `"file" …`: damaged, too short, too long
 */
export async function gunzip(
  bytes: Uint8Array,
  head: number,
  wanted: (first: Uint8Array) => number,
): Promise<Uint8Array> {
  if (!isGzip(bytes)) {
    requireUnpackedSize(bytes.length, wanted(bytes));
    return bytes;
  }
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
      if (done) {
        const unpacked = held.subarray(0, size);
        requireUnpackedSize(size, whole ?? wanted(unpacked));
        return unpacked;
      }
      if (whole === undefined) {
        held = joined([held.subarray(0, size), value]);
        if (held.length >= head) {
          whole = wanted(held);
          if (whole > MAX_RATIO * bytes.length) throw new Error('ends before its data do');
          if (held.length <= whole) held = joined([held, new Uint8Array(whole - held.length)]);
        }
      } else if (size + value.length <= whole) held.set(value, size);
      size += value.length;
      if (whole !== undefined && size > whole) throw new Error('holds more than its header says');
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Whether a file is packed, by its first bytes. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** @throws Error whose message completes `"file" …` where content has another size than it says */
export function requireUnpackedSize(size: number, wanted: number): void {
  if (size < wanted) throw new Error('ends before its data do');
  if (size > wanted) throw new Error('holds more than its header says');
}

/** Chunks of a PNG file that hold a text: plain, packed, and of any language. */
const TEXT_CHUNKS = ['tEXt', 'zTXt', 'iTXt'];

/** Larger packed texts are passed over: unpacked, a text may be a thousand times as long. */
const MOST_PACKED = 2 ** 17;

/**
 * The text that a chunk of a PNG file holds, as its bytes.
 *
 * @param name of the chunk
 * @param keywords of the texts that are asked for
 * @returns undefined for other chunks and texts, and for a text that cannot be unpacked
 */
export async function chunkText(
  name: string,
  content: Uint8Array,
  keywords: readonly string[],
): Promise<{ keyword: string; text: Uint8Array } | undefined> {
  if (!TEXT_CHUNKS.includes(name)) return undefined;
  const keyword = keywords.find(
    (one) => String.fromCharCode(...content.subarray(0, one.length + 1)) === `${one}\0`,
  );
  if (keyword === undefined) return undefined;
  const rest = content.subarray(keyword.length + 1);
  const [isPacked, stored] = {
    tEXt: [false, rest] as const,
    zTXt: [true, rest.subarray(1)] as const,
    iTXt: [rest[0] === 1, afterZeros(rest.subarray(2), 2)] as const,
  }[name]!;
  const text = isPacked ? await inflatedText(stored) : stored;
  return text && { keyword, text };
}

/** The bytes behind the n-th zero: the name of a language and the translated keyword each end with one. */
function afterZeros(bytes: Uint8Array, count: number): Uint8Array {
  if (count === 0) return bytes;
  const at = bytes.indexOf(0);
  return at < 0 ? new Uint8Array() : afterZeros(bytes.subarray(at + 1), count - 1);
}

async function inflatedText(packed: Uint8Array): Promise<Uint8Array | undefined> {
  if (packed.length > MOST_PACKED) return undefined;
  const { inflate } = await import('pako');
  try {
    return inflate(packed);
  } catch {
    return undefined;
  }
}

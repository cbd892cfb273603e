/** A chunk of a PNG file: its name, and its content. */
interface Chunk {
  name: string;
  data: Uint8Array;
}

/**
 * The chunks of a PNG file up to IEND, each checked: its length and its checksum. Decoders stop reading once they have
 * all pixels, and would miss later damage.
 *
 * @throws Error whose message completes `"file" is a PNG picture that …`
 */
export function* checkedChunks(bytes: Uint8Array): Generator<Chunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) break;
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) {
      throw new Error(
        `is damaged: the checksum of its ${/^[A-Za-z]{4}$/.test(name) ? name : 'data'} does not fit`,
      );
    }
    yield { name, data: bytes.subarray(at + 8, end) };
    if (name === 'IEND') return;
    at = end + 4;
  }
  throw new Error('is cut off');
}

/** The CRC-32 of ISO 3309, as PNG and zlib use it. */
function crc32(bytes: Uint8Array): number {
  let code = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) code = TABLE[(code ^ bytes[i]!) & 0xff]! ^ (code >>> 8);
  return (code ^ 0xffffffff) >>> 0;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let code = byte;
  for (let bit = 0; bit < 8; bit++) code = code & 1 ? 0xedb88320 ^ (code >>> 1) : code >>> 1;
  return code;
});

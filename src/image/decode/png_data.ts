import type { Files, Inflated } from '../../core/files.ts';

/**
 * Unpacks the pixel data of a PNG file, and checks the Adler-32 at its end. Bytes after the packed data are ignored, as
 * libpng does.
 *
 * @param packed the contents of the IDAT chunks, in order
 * @param limit unpacking stops after this many bytes: more than the pixels can need
 * @param files has the platform's own zlib, if there is one
 * @throws Error whose message completes `"file" is a PNG picture that …`
 */
export async function unpackPixels(
  packed: readonly Uint8Array[],
  limit: number,
  files: Pick<Files, 'inflated'>,
): Promise<Uint8Array> {
  const { bytes, wrong } = files.inflated?.(packed, limit) ?? (await inflatedByPako(packed, limit));
  if (wrong === 'checksum') throw new Error('is damaged: the checksum of its pixels does not fit');
  if (!bytes) throw new Error('is damaged: its data cannot be unpacked');
  return bytes;
}

async function inflatedByPako(packed: readonly Uint8Array[], limit: number): Promise<Inflated> {
  const { Inflate } = await import('pako');
  const inflate: InstanceType<typeof Inflate> & { ended?: boolean } = new Inflate();
  const chunks: Uint8Array[] = [];
  let size = 0;
  inflate.onData = (chunk) => {
    chunks.push(chunk as Uint8Array);
    size += (chunk as Uint8Array).length;
  };
  for (const part of packed) {
    for (let at = 0; at < part.length && size <= limit && !inflate.ended; at += SLICE)
      inflate.push(part.subarray(at, at + SLICE), false);
  }
  const wrong = inflate.msg === 'incorrect data check' ? 'checksum' : 'data';
  if (size <= limit && !(inflate.ended && inflate.err === 0)) return { wrong };
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return { bytes };
}

/** Bytes that are unpacked at a time, so that a small hostile file is stopped early. */
const SLICE = 16_384;

import type { Files, ZlibState } from '../../core/files.ts';

/**
 * Unpacks the pixel data of a PNG file, to check the Adler-32 at its end; the unpacked bytes are dropped. Decoders do
 * not check it. Bytes after the packed data are ignored, as libpng does.
 *
 * @param packed the contents of the IDAT chunks, in order
 * @param limit unpacking stops after this many bytes: more than the pixels can need
 * @param files has the platform's own zlib, if there is one
 * @throws Error whose message completes `"file" is a PNG picture that …`
 */
export async function requireChecksum(
  packed: readonly Uint8Array[],
  limit: number,
  files: Pick<Files, 'zlibState'>,
): Promise<void> {
  const state = files.zlibState?.(packed, limit) ?? (await stateByPako(packed, limit));
  if (state === 'checksum') throw new Error('is damaged: the checksum of its pixels does not fit');
  if (state === 'damaged') throw new Error('is damaged: its data cannot be unpacked');
}

async function stateByPako(packed: readonly Uint8Array[], limit: number): Promise<ZlibState> {
  const { Inflate } = await import('pako');
  const inflate: InstanceType<typeof Inflate> & { ended?: boolean } = new Inflate();
  let size = 0;
  inflate.onData = (chunk) => {
    size += (chunk as Uint8Array).length;
  };
  for (const part of packed) {
    for (let at = 0; at < part.length; at += SLICE) {
      inflate.push(part.subarray(at, at + SLICE), false);
      if (size > limit) return 'intact';
      if (inflate.ended) break;
    }
    if (inflate.ended) break;
  }
  if (inflate.ended && inflate.err === 0) return 'intact';
  return inflate.msg === 'incorrect data check' ? 'checksum' : 'damaged';
}

/** Bytes that are unpacked at a time, so that a small hostile file is stopped early. */
const SLICE = 16_384;

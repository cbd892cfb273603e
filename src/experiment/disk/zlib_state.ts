import { inflateSync } from 'node:zlib';
import type { ZlibState } from '../../core/files.ts';

/** Node's zlib gives as many bytes at a time. */
const MOST_AT_ONCE = 2 ** 20;

/** What is wrong with packed data, by Node's own zlib. See `Files.zlibState`. */
export function zlibState(
  packed: readonly Uint8Array[],
  limit: number,
  receive?: (unpacked: Uint8Array) => void,
): ZlibState {
  const chunkSize = Math.max(64, Math.min(limit, MOST_AT_ONCE));
  try {
    const unpacked = inflateSync(Buffer.concat(packed), { maxOutputLength: limit, chunkSize });
    receive?.(unpacked);
    return 'intact';
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') return 'intact';
    return message === 'incorrect data check' ? 'checksum' : 'damaged';
  }
}

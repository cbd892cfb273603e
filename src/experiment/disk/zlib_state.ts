import { inflateSync } from 'node:zlib';
import type { ZlibState } from '../../core/files.ts';

/** What is wrong with packed data, by Node's own zlib. See `Files.zlibState`. */
export function zlibState(packed: readonly Uint8Array[], limit: number): ZlibState {
  try {
    inflateSync(Buffer.concat(packed), { maxOutputLength: limit });
    return 'intact';
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') return 'intact';
    return message === 'incorrect data check' ? 'checksum' : 'damaged';
  }
}

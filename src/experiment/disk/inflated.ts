import { inflateSync } from 'node:zlib';
import type { Inflated } from '../../core/files.ts';

/** Data unpacked by Node's own zlib; undefined where there is more than `limit`. See `Files.inflated`. */
export function inflated(packed: readonly Uint8Array[], limit: number): Inflated | undefined {
  try {
    return { bytes: inflateSync(Buffer.concat(packed), { maxOutputLength: limit }) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') return undefined;
    return { wrong: message === 'incorrect data check' ? 'checksum' : 'data' };
  }
}

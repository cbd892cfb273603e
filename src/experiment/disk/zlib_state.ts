import type { ZlibState } from '../../core/files.ts';

/** What is wrong with packed data, by Node's own zlib, which few runs load. See `Files.zlibState`. */
export function zlibState(packed: readonly Uint8Array[], limit: number): ZlibState {
  const { inflateSync } = process.getBuiltinModule('node:zlib');
  try {
    inflateSync(Buffer.concat(packed), { maxOutputLength: limit });
    return 'intact';
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') return 'intact';
    return message === 'incorrect data check' ? 'checksum' : 'damaged';
  }
}

import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../../core/error.ts';
import { reason } from '../../results/reason.ts';

/**
 * Writes a file that was asked for by name, whole or not at all.
 *
 * @throws UserError (storage)
 */
export async function writeNew(path: string, content: string | Uint8Array): Promise<void> {
  if (path === '' || path.endsWith('/')) throw new UserError(`expected the name of a file, not "${path}".`);
  const scratch = `${path}.${process.pid}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(scratch, content, { flag: 'wx' });
    await rename(scratch, path);
  } catch (cause) {
    await rm(scratch, { force: true }).catch(() => undefined);
    throw new UserError(`could not write ${path}: ${reason(cause)}.`, { kind: 'storage', cause });
  }
}

import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../core/error.ts';
import { makeFolder } from '../../results/make_folder.ts';
import { reason } from '../../results/reason.ts';

/** A shared folder of unit files, for a run and its workers. */
export interface Store {
  folder: string;
  /** Says which folder it is, whatever the path by which a machine knows it. */
  id: string;
}

/** The file that holds the id. */
const ID_FILE = 'store-id';

/**
 * Opens a store: makes its folder, and an id for it, unless they are there.
 *
 * @throws UserError (storage) where that is not possible
 */
export function openStore(folder: string): Store {
  const path = join(folder, ID_FILE);
  try {
    makeFolder(folder);
    try {
      writeFileSync(path, `${randomUUID()}\n`, { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    // Another process may be about to write it.
    for (let tries = 0; tries < 50; tries++) {
      const id = readFileSync(path).toString('utf8').trim();
      if (id !== '') return { folder, id };
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
    throw new Error(`${path} is empty; remove it`);
  } catch (cause) {
    throw new UserError(`--store ${folder}: it cannot be used (${reason(cause)}).`, {
      kind: 'storage',
      cause,
    });
  }
}

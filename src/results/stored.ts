import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../core/error.ts';
import type { LongText } from './long_text.ts';
import { type ResultPart, resultPaths } from './paths.ts';
import { readWhole } from './read_whole.ts';
import { reason } from './reason.ts';
import { isWriting } from './store.ts';
import { slashed } from './system_paths.ts';

/** A file of results, with its content. A long one is read from disk each time. */
export interface StoredFile<Text = string | LongText> {
  path: string;
  text: Text;
}

/** The committed results of one experiment; absent files are left out. */
export type Stored = { readonly [Part in Exclude<ResultPart, 'package'>]?: StoredFile | undefined } & {
  readonly package?: StoredFile<string> | undefined;
};

/** Bytes. The text of a longer table is not held. */
const MAX_HELD_BYTES = 2 ** 24;

const PATIENCE = 3_000;
const PAUSE = 25;

/**
 * Reads an experiment's results, all of one run: while another run is renaming its files into their places, it waits.
 *
 * @throws UserError (storage) where a file is there and cannot be read
 */
export async function readStored(folder: string, name: string): Promise<Stored> {
  const paths = Object.entries(resultPaths(name)).map(([key, path]) => [key, join(folder, path)] as const);
  const began = performance.now();
  for (;;) {
    const before = await Promise.all(paths.map(([, path]) => fingerprint(path)));
    const files = await Promise.all(
      paths.map(async ([key, path]) => [key, await readStoredFile(path, key === 'package')] as const),
    );
    const after = await Promise.all(paths.map(([, path]) => fingerprint(path)));
    const quiet = before.join() === after.join() && !(await isWriting(folder));
    // A killed run leaves a folder that looks as if it were writing: wait for it no longer than this.
    if (quiet || performance.now() - began > PATIENCE) return Object.fromEntries(files) as Stored;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

/** Every file below a folder of results that is one of coincide's by its name, sorted. */
export async function storedFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch((cause) => {
    if (cause.code === 'ENOENT') return [];
    throw unreadable(folder, cause);
  });
  return names
    .map((name) => slashed(name))
    .filter((name) => /\.(?:csv|datapackage\.json)$/.test(name) && !/(?:^|\/)\./.test(name))
    .sort();
}

/** @param whole whether its text is needed, however long it is */
async function readStoredFile(path: string, whole: boolean): Promise<StoredFile | undefined> {
  try {
    const { size } = await stat(path);
    return {
      path,
      text: whole || size <= MAX_HELD_BYTES ? (await readWhole(path)).toString() : await longText(path),
    };
  } catch (cause) {
    if (isAbsent(cause)) return undefined;
    throw unreadable(path, cause);
  }
}

/** The text of a file that stays as it is, in parts. */
async function longText(path: string): Promise<LongText> {
  const before = await fingerprint(path);
  async function* parts(): AsyncGenerator<string> {
    try {
      for await (const part of createReadStream(path, { encoding: 'utf8', highWaterMark: 2 ** 18 }))
        yield part;
    } catch (cause) {
      throw unreadable(path, cause);
    }
    if ((await fingerprint(path)) === before) return;
    const message = 'it was written anew while it was read; try again.';
    throw new UserError([{ message, where: { file: path } }], { kind: 'storage' });
  }
  return {
    [Symbol.asyncIterator]: parts,
    async sha256() {
      const [asIs, plain] = [createHash('sha256'), createHash('sha256')];
      let open = '';
      for await (const part of parts()) {
        asIs.update(part);
        // The end of a line may be cut in two.
        const text = open + part;
        open = text.endsWith('\r') ? '\r' : '';
        plain.update(text.slice(0, text.length - open.length).replaceAll('\r\n', '\n'));
      }
      return [asIs.digest('hex'), plain.update(open).digest('hex')];
    },
  };
}

/** A text that differs for another file under the same name. */
async function fingerprint(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return found ? `${found.ino} ${found.size} ${found.mtimeMs}` : '';
}

function isAbsent(cause: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '');
}

function unreadable(path: string, cause: unknown): UserError {
  return new UserError([{ message: `it cannot be read (${reason(cause)}).`, where: { file: path } }], {
    kind: 'storage',
    cause,
  });
}

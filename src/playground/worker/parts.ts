import { UserError } from '../../core/error.ts';
import type { WorkerSetup } from '../protocol.ts';

let setup: WorkerSetup = { base: '', parts: {}, shipped: [] };

/** Says where the parts of the page are. */
export function placeParts(given: WorkerSetup): void {
  setup = given;
}

export function placedParts(): WorkerSetup {
  return setup;
}

const loaded = new Map<string, Promise<any>>();

/**
 * A part of the page that is loaded when it is needed, once. It is a file beside the page, and runs only if it has the
 * hash that was written into the page.
 *
 * @throws UserError (run) where it is not there, as on a page that was opened from disk
 */
export function part(name: string): Promise<any> {
  const known = loaded.get(name) ?? load(name);
  loaded.set(name, known);
  known.catch(() => loaded.delete(name));
  return known;
}

async function load(name: string): Promise<unknown> {
  const bytes = await partBytes(name);
  const url = URL.createObjectURL(new Blob([bytes as BlobPart], { type: 'text/javascript' }));
  try {
    const loadedPart = await import(url);
    await loadedPart.prepare?.(partBytes);
    return loadedPart;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** The bytes of a part. @throws UserError (run) as `part` */
export async function partBytes(name: string): Promise<Uint8Array> {
  const described = setup.parts[name];
  if (!described) throw missing(name, 'this page was built without it');
  if (setup.base.startsWith('file:'))
    throw missing(
      name,
      'a page that was opened from disk may not load it; open the page with `coincide playground`, or from a web server',
    );
  let response: Response;
  try {
    response = await fetch(setup.base + described.file, { integrity: described.integrity });
  } catch (cause) {
    throw missing(name, 'it cannot be loaded', cause);
  }
  if (!response.ok) throw missing(name, `the server answers ${response.status} for ${described.file}`);
  return new Uint8Array(await response.arrayBuffer());
}

function missing(name: string, why: string, cause?: unknown): UserError {
  return new UserError(`this needs ${name}: ${why}.`, { kind: 'run', cause });
}

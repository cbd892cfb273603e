import { UserError } from '../../core/error.ts';
import type { WorkerSetup } from '../protocol.ts';

let places: WorkerSetup = { base: '', parts: {}, shipped: [] };

/** Sets where the parts of the page are: `part` loads them from there. */
export function placeParts(given: WorkerSetup): void {
  places = given;
}

/** What `placeParts` was last given: where the parts of the page are. */
export function placedParts(): WorkerSetup {
  return places;
}

const loadedParts = new Map<string, Promise<any>>();

/**
 * A part of the page that is loaded when it is needed, once. It is a file beside the page, and runs only if it has the
 * hash that was written into the page.
 *
 * @throws UserError (run) where it is not there, as on a page that was opened from disk
 */
export function part(name: string): Promise<any> {
  const known = loadedParts.get(name) ?? load(name);
  loadedParts.set(name, known);
  known.catch(() => loadedParts.delete(name));
  return known;
}

async function load(name: string): Promise<unknown> {
  const bytes = await partBytes(name);
  const url = URL.createObjectURL(new Blob([bytes as BlobPart], { type: 'text/javascript' }));
  try {
    const module = await import(url);
    await module.prepare?.(partBytes);
    return module;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** The bytes of a part. @throws UserError (run) as `part` */
export async function partBytes(name: string): Promise<Uint8Array> {
  const described = places.parts[name];
  if (!described) throw missing(name, 'this page was built without it');
  if (places.base.startsWith('file:'))
    throw missing(
      name,
      'a page that was opened from disk may not load it; open the page with `coincide playground`, or from a web server',
    );
  let response: Response;
  try {
    response = await fetch(places.base + described.file, { integrity: described.integrity });
  } catch (cause) {
    throw missing(name, 'it cannot be loaded, or is another version', cause);
  }
  if (!response.ok) throw missing(name, `the server answers ${response.status} for ${described.file}`);
  return new Uint8Array(await response.arrayBuffer());
}

function missing(name: string, why: string, cause?: unknown): UserError {
  const remedy = places.parts[name]?.remedy;
  return new UserError(`this needs ${name}: ${why}${remedy ? `; ${remedy}` : ''}.`, { kind: 'run', cause });
}

import { isObject } from '../core/is_object.ts';
import { joined } from '../core/joined.ts';
import type { Setting } from './state.ts';

/** The first part of a fragment: the version of what follows. */
const VERSION = '1';

/** A setting as the fragment of an address: its JSON, deflated, in the letters of base64url. */
export async function toFragment(setting: Setting): Promise<string> {
  const packed = await through(
    new TextEncoder().encode(JSON.stringify(setting)),
    new CompressionStream('deflate-raw'),
  );
  return `#${VERSION}.${toBase64Url(packed)}`;
}

/** The setting of a fragment; undefined if it holds none. */
export async function fromFragment(fragment: string): Promise<Setting | undefined> {
  const [, version, packed] = /^#(\d+)\.([\w-]+)$/.exec(fragment) ?? [];
  if (version !== VERSION) return undefined;
  try {
    const bytes = await through(
      fromBase64Url(packed!),
      new DecompressionStream('deflate-raw'),
      MAX_FRAGMENT_BYTES,
    );
    return checkedSetting(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return undefined;
  }
}

/** More than any setting has: an experiment has at most 256 KiB. */
const MAX_FRAGMENT_BYTES = 4 * 2 ** 20;

/** A setting with the right types; undefined otherwise. Anyone can write an address. */
function checkedSetting(given: unknown): Setting | undefined {
  if (!isObject(given)) return undefined;
  const { name, text, variant, picture, shift, at, trace, second, language, path, files } = given as Record<
    string,
    any
  >;
  const isWhole = (value: unknown, least = 0) => Number.isSafeInteger(value) && (value as number) >= least;
  // Links of before had the language in the path.
  const spoken = language ?? path?.language;
  const right =
    typeof name === 'string' &&
    typeof text === 'string' &&
    isWhole(variant) &&
    isWhole(picture) &&
    isWhole(at, -1) &&
    Array.isArray(shift) &&
    shift.length === 2 &&
    shift.every(Number.isFinite) &&
    (second === undefined || typeof second === 'string') &&
    (trace === undefined || [trace.at, trace.y, trace.x].every((value) => isWhole(value))) &&
    (spoken === undefined || ['en', 'tr'].includes(spoken)) &&
    (path === undefined || isWhole(path.claim));
  if (!right) return undefined;
  return {
    name,
    text,
    variant,
    picture,
    shift: [shift[0], shift[1]],
    at,
    ...(trace && { trace: { at: trace.at, y: trace.y, x: trace.x } }),
    ...(second !== undefined && { second }),
    ...(spoken !== undefined && { language: spoken }),
    ...(path && { path: { claim: path.claim } }),
    ...(files === true && { files }),
  };
}

async function through(
  bytes: Uint8Array,
  stream: CompressionStream | DecompressionStream,
  most = Number.POSITIVE_INFINITY,
): Promise<Uint8Array> {
  const reader = new Blob([bytes as BlobPart]).stream().pipeThrough(stream).getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > most) throw new RangeError('the fragment is too long');
    parts.push(value);
  }
  return joined(parts);
}

function toBase64Url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

import type { Random } from '../../src/core/random.ts';
import { pick } from './family.ts';

/** Values that something may trip over. */
const HOSTILE: readonly unknown[] = [
  ...[
    '',
    ' ',
    '.',
    '..',
    '/',
    '-0',
    '1e400',
    '0x10',
    '0o17',
    '__proto__',
    'constructor',
    'toString',
    '\u202e',
    '🙂',
  ],
  ...[
    'a'.repeat(3000),
    '$&',
    '%s',
    '[',
    '{',
    '\\',
    '"',
    "'",
    '#',
    '&a',
    '*a',
    '~',
    'yes',
    'off',
    '1_000',
    '12:30:45',
  ],
  ...[0, -1, 1, 0.5, 1e-320, 1e300, -1e300, 2 ** 31, 2 ** 32 + 1, 2 ** 53 + 2, null, true, false],
  ...[[], {}, [[]], [null], [[1, 2], [3]], { type: {} }, { type: [] }, { constructor: { prototype: 1 } }],
];

/** The texts among them, and numbers as texts. */
const NAMES = HOSTILE.filter((value) => typeof value !== 'object' || value === null).map(String);

type Holder = Record<string, unknown> | unknown[];

/** Every list and object in some data, the outermost first. */
function holdersIn(value: unknown): Holder[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Holder, ...Object.values(value).flatMap(holdersIn)];
}

/** Changes a copy of plain data in one to three places, without regard to what may stand there. */
export function roughly(data: unknown, random: Random): unknown {
  const copy = structuredClone(data);
  for (let times = 1 + Math.floor(random() * 3); times > 0; times--) {
    const holders = holdersIn(copy);
    if (holders.length === 0) break;
    const holder = pick(holders, random) as Record<string, unknown>;
    const keys = Object.keys(holder);
    if (keys.length === 0) continue;
    const key = pick(keys, random);
    const kind = random();
    if (kind < 0.4) holder[key] = structuredClone(pick(HOSTILE, random));
    else if (kind < 0.55) holder[key] = structuredClone(pick(holders, random));
    else if (kind < 0.7) removeKey(holder, key);
    else if (kind < 0.85) addValue(holder, pick(NAMES, random), structuredClone(holder[key]));
    else holder[key] = [structuredClone(holder[key]), structuredClone(holder[key])];
  }
  return copy;
}

/** Changes a copy in one to three places by what may well be meant: other numbers, other words of the same list, less. */
export function gently(data: unknown, words: readonly (readonly string[])[], random: Random): unknown {
  const copy = structuredClone(data);
  for (let times = 1 + Math.floor(random() * 3); times > 0; times--) {
    const holders = holdersIn(copy).filter((holder) => Object.keys(holder).length > 0);
    const holder = pick(holders, random) as Record<string, unknown>;
    const key = pick(Object.keys(holder), random);
    const value = holder[key];
    if (typeof value === 'number') holder[key] = otherNumber(value, random);
    else if (typeof value === 'boolean') holder[key] = !value;
    else if (typeof value === 'string') holder[key] = otherWord(value, words, random);
    else if (Array.isArray(value) && value.length > 1) value.splice(Math.floor(random() * value.length), 1);
    else if (random() < 0.3) removeKey(holder, key);
  }
  return copy;
}

function otherNumber(value: number, random: Random): number {
  const whole = Number.isInteger(value);
  const kind = random();
  if (whole) return kind < 0.7 ? Math.max(0, value + Math.floor(random() * 5) - 2) : Math.floor(random() * 9);
  return kind < 0.7 ? value * (0.5 + random()) : random();
}

/** A word of the first list that has the old one. */
function otherWord(value: string, words: readonly (readonly string[])[], random: Random): string {
  const list = words.find((one) => one.includes(value));
  return list ? pick(list, random) : value;
}

function removeKey(holder: Holder, key: string): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

function addValue(holder: Holder, key: string, value: unknown): void {
  if (Array.isArray(holder)) holder.push(value);
  // As JSON does: __proto__ too becomes a key of its own.
  else Object.defineProperty(holder, key, { value, enumerable: true, writable: true, configurable: true });
}

/** Cuts, doubles, moves and replaces pieces of a text. */
export function tornText(text: string, random: Random): string {
  const pieces = text.split(/(\n|[\s,:;"[\]{}=]+)/);
  for (let times = 1 + Math.floor(random() * 4); times > 0; times--) {
    const at = Math.floor(random() * pieces.length);
    const kind = random();
    if (kind < 0.2) pieces.splice(at, 1 + Math.floor(random() * 3));
    else if (kind < 0.4) pieces.splice(at, 0, pieces[Math.floor(random() * pieces.length)] ?? '');
    else if (kind < 0.8) pieces[at] = pick(NAMES, random);
    else if (kind < 0.95)
      pieces.splice(at, 0, pick(['\t', '\r', '\0', '\ufeff', '\n---\n', '\n...\n', '<<: *a\n'], random));
    else pieces.length = at;
  }
  return pieces.join('');
}

/** Damages bytes: flips, zeroes, cuts, doubles, exchanges. */
export function damaged(bytes: Uint8Array, random: Random): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const kind = random();
  const place = () => Math.floor(random() * copy.length);
  if (kind < 0.15) return copy.subarray(0, place());
  if (kind < 0.2) return copy.subarray(place());
  if (kind < 0.25) return new Uint8Array(Buffer.concat([copy, copy.subarray(place())]));
  for (let times = 1 + Math.floor(random() ** 3 * 20); times > 0; times--) {
    const at = random() < 0.5 ? place() : Math.floor(random() * Math.min(64, copy.length));
    const how = random();
    if (how < 0.4) copy[at] = copy[at]! ^ (1 << Math.floor(random() * 8));
    else if (how < 0.6) copy[at] = Math.floor(random() * 256);
    else if (how < 0.8) copy[at] = pick([0, 1, 127, 128, 255], random);
    else copy.fill(pick([0, 255], random), at, at + Math.floor(random() * 8));
  }
  return copy;
}

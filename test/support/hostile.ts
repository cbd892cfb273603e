import { expect } from 'vitest';
import { UserError } from '../../src/core/error.ts';
import { FileProblem } from '../../src/core/files.ts';
import type { Random } from '../../src/core/random.ts';

/** Names that a JavaScript object has without being given them, and texts that something may take for a number. */
const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'length',
  '',
  ' ',
  '.',
  '0',
  '-0',
  '1e309',
  '*',
  '%',
  '\u202e',
  '𝕏',
  'a.b',
  'image.size',
  '(',
  '[',
  '\\',
  '$&',
];

const VALUES: readonly unknown[] = [
  ...NAMES,
  ...[0, -0, 1, -1, 0.5, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 53)],
  ...[null, true, false, [], {}, [[]], [null], [[[[]]]], { type: null }, { toString: 1, valueOf: 1 }],
  ...[{ type: 'constructor' }, { constructor: 1 }, ['toString', 'toString'], [1, 2, 3], 'x'.repeat(5000)],
  JSON.parse('{"__proto__": {"type": "circle"}}'),
];

export const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)]!;

type Container = Record<string, unknown> | unknown[];

/** A copy of plain data in which some parts are hostile, gone, twice, under another name or in another place. */
export function changedData(value: unknown, random: Random): unknown {
  const copy = { root: structuredClone(value) };
  for (let times = 1 + Math.floor(random() * 2); times > 0; times--) {
    const all = containers(copy.root);
    if (all.length === 0) return copy.root;
    const holder = pick(all, random) as Record<string, unknown>;
    const keys = Object.keys(holder);
    const key = keys.length === 0 ? '0' : pick(keys, random);
    const kind = random();
    if (kind < 0.55) put(holder, key, structuredClone(pick(VALUES, random)));
    else if (kind < 0.65) put(holder, key, structuredClone(pick(all, random)));
    else if (kind < 0.75 && Array.isArray(holder)) holder.push(structuredClone(holder[0]));
    else if (kind < 0.85) put(holder, pick(NAMES, random), structuredClone(holder[key]));
    else if (kind < 0.92 && Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
  }
  return copy.root;
}

/** Defines a key as JSON does: `__proto__` too becomes one of the object's own. */
function put(holder: object, key: string, value: unknown): void {
  if (Array.isArray(holder) && !/^\d+$/.test(key)) holder.push(value);
  else Object.defineProperty(holder, key, { value, enumerable: true, writable: true, configurable: true });
}

function containers(value: unknown): Container[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Container, ...Object.values(value).flatMap(containers)];
}

/** A text with some pieces gone, twice, in another place, or replaced by a hostile one. */
export function changedText(text: string, random: Random): string {
  const pieces = text.split(/(\s+|[[\]{},:;"'])/);
  for (let times = 1 + Math.floor(random() * 3); times > 0; times--) {
    const at = Math.floor(random() * pieces.length);
    const kind = random();
    if (kind < 0.25) pieces.splice(at, 1);
    else if (kind < 0.5) pieces.splice(at, 0, pick(pieces, random));
    else if (kind < 0.85)
      pieces[at] = pick([...NAMES, '&a', '*a', '!!map', '<<', '---', '"', '\t', '\r', '\0'], random);
    else pieces.length = at;
  }
  return pieces.join('');
}

/** Signs that a message was not written for people. */
const INTERNAL =
  /\bundefined\b|\[object |\bNaN\b|Cannot (?:read|convert|set|destructure)|is not (?:a function|iterable|a constructor|defined)|Maximum call stack|Invalid (?:array|typed array|string) length|(?:^|\n)\s+at |\b(?:Type|Range|Reference)Error\b/;

/** Requires what was thrown to be a mistake of the user's, in words. @param given says what was read */
export function requireSentence(error: unknown, given: () => string): void {
  const known = error instanceof UserError || error instanceof FileProblem;
  if (!known) throw new Error(`${given()}\nthrows ${(error as Error)?.stack ?? String(error)}`);
  if (error.message === '' || INTERNAL.test(error.message))
    throw new Error(`${given()}\nsays ${error.message}\n${(error.cause as Error)?.stack ?? error.stack}`);
  expect(error.message).not.toBe('');
}

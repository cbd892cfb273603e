import { readdir, stat } from 'node:fs/promises';
import type { PlatformPath } from 'node:path';
import { grouped, UserError } from '../../core/error.ts';
import { slashed } from '../../results/system_paths.ts';

/** Whether a path is a pattern: it has `*`, `?`, `[…]` or `{…,…}`. */
export function isGlob(path: string): boolean {
  return /[*?]|\[.+\]|\{.*,.*\}/.test(path);
}

/**
 * The paths that a pattern matches, by code units. `*`, `?` and `[…]` match within a name, `**` any number of folders,
 * `{a,b}` one of several texts. Hidden names match only a pattern that begins with a dot.
 *
 * @param system the rules for paths: the shells of Windows leave patterns as they are, and complete names with `\`
 * @example await expandGlob('experiments/*.yaml') // ['experiments/circle.yaml', …]
 * @throws UserError where the pattern is too long, or its braces give too many
 */
export async function expandGlob(pattern: string, system?: PlatformPath): Promise<string[]> {
  if (pattern.length > MOST_LETTERS)
    throw tooMany(pattern, `the pattern has more than ${grouped(MOST_LETTERS)} characters`);
  const found = new Set<string>();
  for (const one of expandBraces(slashed(pattern, system))) {
    const tried = new Set<string>();
    for (const path of await matching('', one.split('/'), tried)) found.add(path);
  }
  return [...found].sort((a, b) => (a < b ? -1 : 1));
}

/** Most characters of a pattern: those that a path can have. */
const MOST_LETTERS = 4096;

/** Most patterns that braces may give. */
const MOST_CHOICES = 1000;

/** `a{b,c}` as `ab` and `ac`. */
function expandBraces(pattern: string): string[] {
  const found: string[] = [];
  const open = [pattern];
  while (open.length > 0) {
    const next = open.pop()!;
    const [, before, inner, after] = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(next) ?? [];
    if (inner === undefined) found.push(next);
    else for (const choice of inner.split(',').reverse()) open.push(`${before}${choice}${after}`);
    if (found.length + open.length > MOST_CHOICES)
      throw tooMany(pattern, `its braces give more than ${grouped(MOST_CHOICES)} patterns`);
  }
  return found;
}

function tooMany(pattern: string, problem: string): UserError {
  const shown = pattern.length > 60 ? `${pattern.slice(0, 60)}…` : pattern;
  return new UserError(`${shown}: ${problem}; name a folder, or use * or **.`);
}

/**
 * The paths below a folder (`''` is the current one, else it ends with `/`) that match some names.
 *
 * @param tried the folders where as many names were looked for before: several `**` lead to one folder in many ways
 */
async function matching(
  folder: string,
  [name, ...rest]: readonly string[],
  tried: Set<string>,
): Promise<string[]> {
  const key = `${rest.length} ${name === undefined} ${folder}`;
  if (tried.has(key)) return [];
  tried.add(key);
  if (name === undefined) return [folder.replace(/\/$/, '')];
  if (name === '**') {
    const below = await folders(folder);
    const deeper = await Promise.all(
      below.map((one) => matching(`${folder}${one}/`, ['**', ...rest], tried)),
    );
    return [...(await matching(folder, rest.length > 0 ? rest : ['*'], tried)), ...deeper.flat()];
  }
  const names = isGlob(name) ? (await entries(folder)).filter(matcher(name)) : [name];
  const found = await Promise.all(
    names.map(async (one) => {
      const path = `${folder}${one}`;
      const there = await stat(path || '/').catch(() => undefined);
      if (!there || (rest.length > 0 && !there.isDirectory())) return [];
      return matching(rest.length > 0 ? `${path}/` : path, rest, tried);
    }),
  );
  return found.flat();
}

/** Whether a name matches a pattern. A regular expression with many `.*` would take exponential time. */
function matcher(pattern: string): (name: string) => boolean {
  const parts = (pattern.match(/\*+|\[!?[^\]]+\]|./gsu) ?? []).map(testOf);
  return (name) => {
    if (name.startsWith('.') && !pattern.startsWith('.')) return false;
    return name === pattern || matchesParts([...name], parts);
  };
}

/** A test of one character; `many` for `*`. */
type PatternPart = 'many' | ((letter: string) => boolean);

function testOf(part: string): PatternPart {
  if (part.startsWith('*')) return 'many';
  if (part === '?') return () => true;
  const [, not, set] = /^\[(!?)(.+)\]$/s.exec(part) ?? [];
  const expression =
    set === undefined ? undefined : expressionOf(`^[${not ? '^' : ''}${set.replaceAll(/[\\^]/g, '\\$&')}]$`);
  return expression ? (letter) => expression.test(letter) : (letter) => letter === part;
}

/** Whether letters match parts: where they do not, the last `many` takes one letter more. */
function matchesParts(letters: readonly string[], parts: readonly PatternPart[]): boolean {
  let [at, part] = [0, 0];
  let last: { part: number; at: number } | undefined;
  while (at < letters.length) {
    const test = parts[part];
    if (test === 'many') last = { part: part++, at };
    else if (test?.(letters[at]!)) {
      at++;
      part++;
    } else if (last) {
      at = ++last.at;
      part = last.part + 1;
    } else return false;
  }
  return parts.slice(part).every((test) => test === 'many');
}

/** A regular expression; undefined for one that is none, such as of `[z-a]`. */
function expressionOf(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 'su');
  } catch {
    return undefined;
  }
}

async function folders(folder: string): Promise<string[]> {
  const all = await readdir(folder || '.', { withFileTypes: true }).catch(() => []);
  return all
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(({ name }) => name);
}

function entries(folder: string): Promise<string[]> {
  return readdir(folder || '.').catch(() => []);
}

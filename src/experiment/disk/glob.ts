import { readdir, stat } from 'node:fs/promises';

/** Whether a path is a pattern: it has `*`, `?`, `[…]` or `{…}`. */
export function isGlob(path: string): boolean {
  return /[*?]|\[.+\]|\{.*,.*\}/.test(path);
}

/**
 * The paths that a pattern matches, by code units. `*`, `?` and `[…]` match within a name, `**` any number of folders,
 * `{a,b}` one of several texts. Hidden names match only a pattern that begins with a dot.
 *
 * @example await expandGlob('experiments/*.yaml') // ['experiments/circle.yaml', …]
 */
export async function expandGlob(pattern: string): Promise<string[]> {
  const found = new Set<string>();
  for (const one of expandBraces(pattern)) {
    for (const path of await matching('', one.split('/'))) found.add(path);
  }
  return [...found].sort((a, b) => (a < b ? -1 : 1));
}

/** `a{b,c}` as `ab` and `ac`. */
function expandBraces(pattern: string): string[] {
  const [, before, inner, after] = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/.exec(pattern) ?? [];
  if (inner === undefined) return [pattern];
  return inner.split(',').flatMap((choice) => expandBraces(`${before}${choice}${after}`));
}

/** The paths below a folder (`''` is the current one, else it ends with `/`) that match some names. */
async function matching(folder: string, [name, ...rest]: readonly string[]): Promise<string[]> {
  if (name === undefined) return [folder.replace(/\/$/, '')];
  if (name === '**') {
    const below = await folders(folder);
    const deeper = await Promise.all(below.map((one) => matching(`${folder}${one}/`, ['**', ...rest])));
    return [...(await matching(folder, rest.length > 0 ? rest : ['*'])), ...deeper.flat()];
  }
  const names = isGlob(name) ? (await entries(folder)).filter(matcher(name)) : [name];
  const found = await Promise.all(
    names.map(async (one) => {
      const path = `${folder}${one}`;
      const there = await stat(path || '/').catch(() => undefined);
      if (!there || (rest.length > 0 && !there.isDirectory())) return [];
      return matching(rest.length > 0 ? `${path}/` : path, rest);
    }),
  );
  return found.flat();
}

function matcher(pattern: string): (name: string) => boolean {
  const source = pattern.replaceAll(/\*|\?|\[(!?)([^\]]+)\]|[\\^$.|+(){}[\]]/g, (text, not, set) => {
    if (text === '*') return '.*';
    if (text === '?') return '.';
    return set === undefined ? `\\${text}` : `[${not ? '^' : ''}${set.replaceAll(/[\\^]/g, '\\$&')}]`;
  });
  const expression = expressionOf(`^${source}$`);
  if (!expression) return (name) => name === pattern;
  return (name) => expression.test(name) && (!name.startsWith('.') || pattern.startsWith('.'));
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

import { parse } from 'yaml';
import { isObject } from '../../core/is_object.ts';

/** Characters that are looked at. Longer files are not proposed whole. */
const MOST_TOML = 4000;

/** A header of a section, or a key with its value. A text in quotes may hold anything; line ends may be spaces. */
const ITEM =
  /\[\s*([\w.]+)\s*\]|([\w.]+)\s*=\s*("(?:[^"\\]|\\.)*"|'[^']*'|\[[^\]]*\]|\{[^}]*\}|dict\([^)]*\)|[^\s#,]+),?|#[^\n]*/g;

/**
 * What a text in TOML, or of assignments as Python has them, holds; undefined for any other text.
 *
 * @example tomlObject('[shift]\nmax = 3') // { shift: { max: 3 } }
 */
export function tomlObject(text: string): Record<string, unknown> | undefined {
  if (text.length > MOST_TOML || text.replace(ITEM, '').trim() !== '') return undefined;
  const found: Record<string, unknown> = {};
  let section = found;
  let isFound = false;
  for (const [, header, key, value] of text.matchAll(ITEM)) {
    if (header !== undefined) section = opened(found, header.split('.'));
    if (key === undefined) continue;
    isFound = true;
    const path = key.split('.');
    opened(section, path.slice(0, -1))[path.at(-1)!] = tomlValue(value!);
  }
  return isFound ? found : undefined;
}

/** The object at a path below another, made where it is not there. */
function opened(from: Record<string, unknown>, path: readonly string[]): Record<string, unknown> {
  let at = from;
  for (const name of path) {
    const inner = Object.hasOwn(at, name) ? at[name] : undefined;
    const next = isObject(inner) ? inner : {};
    at[name] = next;
    at = next;
  }
  return at;
}

function tomlValue(text: string): unknown {
  const [, named] = /^dict\((.*)\)$/s.exec(text) ?? [];
  if (named !== undefined) return tomlValue(`{ ${named} }`);
  const yaml = text.startsWith('{') ? text.replaceAll(/(\w)\s*=\s*/g, '$1: ') : text;
  try {
    return parse(yaml);
  } catch {
    return text;
  }
}

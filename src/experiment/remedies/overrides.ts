import { isObject } from '../../core/is_object.ts';
import { shellWord } from '../../core/shell_word.ts';
import { dottedPath, pathOfWord } from './option_path.ts';
import { aliasOf } from './words/alias_of.ts';
import { elsewhereWords, fileKeyWords } from './words/file_keys.ts';
import { instead, written } from './written.ts';

/**
 * The remedy for a key that `--set` was given and that no file has; undefined if none is known.
 *
 * @param file the experiment, whose stack may be `layers`
 * @example suggestOverride('max', 4, {}) // 'write --set shift.max=4'
 */
export function suggestOverride(
  key: string,
  value: unknown,
  file: Readonly<Record<string, unknown>>,
): string | undefined {
  const [section, ...rest] = key.split('.') as [string, ...string[]];
  const alias = aliasOf(section, fileKeyWords);
  const meant =
    dottedPath(key) ??
    pathOfWord(key, value) ??
    (alias === undefined ? undefined : [alias, ...rest].join('.'));
  const path = meant === undefined ? undefined : inStack(meant, file);
  const text = path === undefined ? undefined : written(value);
  if (text !== undefined) return `write --set ${shellWord(`${path}=${text}`)}`;
  return meant === undefined ? instead(aliasOf(key, elsewhereWords)) : undefined;
}

/** An option of `pool` as one of the first layer that has it, where the file has `layers`; undefined if none has. */
function inStack(path: string, { layers }: Readonly<Record<string, unknown>>): string | undefined {
  const option = /^pool\.(\w+)$/.exec(path)?.[1];
  if (option === undefined || !Array.isArray(layers)) return path;
  const at = layers.findIndex((layer) => isObject(layer) && Object.hasOwn(layer, option));
  return at < 0 ? undefined : `layers.${at}.${option}`;
}

import { isObject } from '../../core/is_object.ts';
import { nearest } from '../../core/mistake.ts';
import { isTimes, repeatText } from './layers.ts';
import { aliasOf } from './words/alias_of.ts';
import { aliases } from './words/aliases.ts';
import { instead, written } from './written.ts';

/** An image without its type: the first kind that has all of its options. */
export function suggestType(
  family: 'image' | 'layer' | string,
  input: Record<string, unknown>,
  kinds: Readonly<Record<string, readonly string[]>>,
): string | undefined {
  const [key, ...others] = Object.keys(input);
  if (key === undefined) return undefined;
  const names = Object.keys(kinds);
  const words = family === 'image' ? aliases.image : aliases.layer;
  const named = names.includes(key) ? key : (aliasOf(key, words, names) ?? nearest(key, names));
  const inner = input[key];
  if (family !== 'image' && named !== undefined && others.length === 0 && isTimes(inner))
    return instead(repeatText(inner, named));
  const fitting = names.find((name) => [key, ...others].every((option) => kinds[name]!.includes(option)));
  if (named !== undefined && fitting === undefined && others.length === 0 && /^\w+$/.test(named)) {
    const text = written({ type: named, ...(isObject(inner) ? inner : {}) });
    return instead(text ?? `{ type: ${named}, … }`);
  }
  if (fitting === undefined) return undefined;
  return instead(written({ type: fitting, ...input }) ?? `{ type: ${fitting}, … }`);
}

import type { Mistake } from '../../core/mistake.ts';
import { aliases } from '../remedies/words/aliases.ts';

/**
 * The mistake of a key of the top that is indented below another one with a value, and where it is; undefined for any
 * other mistake. `seed` may also be an option of a kind.
 */
export function indentedTopKey(
  text: string,
  offset: number,
): { mistake: Mistake; offset: number } | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const [, above, key, rest] = /^(\w+:\s+[^\n]*\n[^\S\n]+)(\w+):([^\n]*)/.exec(text.slice(start)) ?? [];
  if (key === undefined || key === 'seed' || !Object.hasOwn(aliases.keys.file, key)) return undefined;
  const remedy = `write "${key}:${rest!.trimEnd()}" without spaces before it`;
  return {
    mistake: { problem: 'a key at the top begins its line', remedy },
    offset: start + above!.length,
  };
}

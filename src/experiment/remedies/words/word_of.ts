import { aliasOf } from './alias_of.ts';
import { aliases } from './aliases.ts';

/**
 * The word of an option that another word means; undefined if none is known.
 *
 * @example wordOf('padding', 'zeros') // 'same'
 */
export function wordOf(option: string, word: string, allowed?: readonly string[]): string | undefined {
  const words = Object.hasOwn(aliases.values, option) ? aliases.values[option] : undefined;
  return words && aliasOf(word, words, allowed);
}

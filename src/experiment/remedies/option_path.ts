import { type Aliases, aliasOf } from './words/alias_of.ts';
import { imageWords } from './words/images.ts';
import { optionPaths } from './words/option_paths.ts';
import { saidText } from './written.ts';

/**
 * The path into a file of an option that a word means by itself; undefined if none is known.
 *
 * @param value what it is set to: a `type` may be that of an image, and `step` may be meant as `steps`
 * @example pathOfWord('max') // 'shift.max'
 * @example pathOfWord('type', 'dots') // 'image.type'
 */
export function pathOfWord(word: string, value?: unknown): string | undefined {
  if (word === 'type' && aliasOf(saidText(value), DRAWN) !== undefined) return 'image.type';
  if (word === 'step' && /^(all|pools)$/.test(saidText(value))) return 'steps';
  return word.includes('.') ? undefined : aliasOf(word, optionPaths);
}

/** Images that need no other option. */
const DRAWN: Aliases = Object.fromEntries(
  ['circle', 'dots', 'noise'].map((name) => [name, imageWords[name]!] as const),
);

/**
 * A path that is written with other signs between its parts; undefined for any other text.
 *
 * @example dottedPath('shift/max') // 'shift.max'
 * @example dottedPath('layers[0].type') // 'layers.0.type'
 */
export function dottedPath(key: string): string | undefined {
  const dotted = key
    .replaceAll(/\[["']?(\w+)["']?\]/g, '.$1')
    .replaceAll(/\/|:|__|->/g, '.')
    .replace(/^(?:\$?\.|--)/, '');
  return dotted !== key && /^[a-z_]+(\.\w+)+$/.test(dotted) ? dotted : undefined;
}

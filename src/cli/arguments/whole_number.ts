import { quoted, UserError } from '../../core/error.ts';

/**
 * The whole number that an option gives, from 1 on.
 *
 * @example wholeNumber('--workers', '4', 256) // 4; undefined if the option is not given
 * @throws UserError where the text is another, or the number is larger than `most`
 */
export function wholeNumber(option: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= most) return number;
  const remedy = /^(?:auto|max|any|default|none)$/i.test(text) ? '; leave it out for what fits' : '';
  throw new UserError(`${option}: expected a whole number from 1 to ${most}, not ${quoted(text)}${remedy}.`);
}

/** Most threads that compute. */
export const MOST_THREADS = 256;
export const MOST_PORT = 65_535;

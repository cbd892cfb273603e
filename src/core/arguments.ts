import { shown, UserError } from './error.ts';
import { isObject } from './is_object.ts';
import { formatMistake, unknownName } from './mistake.ts';

/**
 * Requires what a program gives to a function of the library to be what its types say: a program may have none.
 *
 * @param place the argument, or the key of one: `options.signal`
 * @throws UserError unless `holds`
 */
export function requireArgument(
  holds: boolean,
  place: string,
  expected: string,
  given: unknown,
  remedy?: string,
): void {
  if (holds) return;
  const advice = given instanceof Promise ? 'write await before it' : remedy;
  throw new UserError(formatMistake({ place, expected, value: sortOf(given), remedy: advice }));
}

/** @throws UserError unless the argument is a text */
export function requireText(place: string, given: unknown): void {
  requireArgument(typeof given === 'string', place, 'a text', given);
}

/** @throws UserError unless the argument is an object with no other keys than these */
export function requireKeys(place: string, given: unknown, keys: readonly string[]): void {
  requireArgument(isObject(given), place, 'an object', given);
  const unknown = Object.keys(given as object).find((key) => !keys.includes(key));
  if (unknown !== undefined)
    throw new UserError(formatMistake({ place, ...unknownName('key', unknown, keys) }));
}

/** @throws UserError unless the argument is an AbortSignal, or left out */
export function requireSignal(given: unknown): void {
  const holds = given === undefined || (isObject(given) && 'throwIfAborted' in given);
  requireArgument(holds, 'options.signal', 'an AbortSignal', given, 'write new AbortController().signal');
}

/** A value in a few words, with the name of its class: `a Promise`, `an Error`. */
export function sortOf(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  const name = isObject(value) ? value.constructor?.name : undefined;
  if (name === undefined || name === 'Object') return shown(value);
  return `${/^[AEIO]/i.test(name) ? 'an' : 'a'} ${name}`;
}

import { closest, distance } from 'fastest-levenshtein';
import { quoted } from './error.ts';

/**
 * A mistake in what a user wrote, as data. `formatMistake` makes a sentence of it; nothing reads the sentence back.
 * Each part is a phrase without a full stop.
 */
export interface Mistake {
  /** The part it is about: `image.radius`, `--format`. */
  place?: string | undefined;
  /** Set where the part is not there at all (`key`), or is there without a value (`value`). */
  missing?: 'key' | 'value' | undefined;
  /** A name that is not one of those that are allowed. `noun` says of what: `key`, `layer`. */
  unknown?: { noun: string; name: string; allowed: readonly string[] } | undefined;
  /** Anything else that is wrong: `only equals has a tolerance`. */
  problem?: string | undefined;
  /** The sort of value that belongs there: `a whole number of at least 1`. */
  expected?: string | undefined;
  /** The keys of an object that is expected. */
  keys?: readonly string[] | undefined;
  /** The value that was given, as text. */
  value?: string | undefined;
  /** A name that was probably meant. It is offered in place of `remedy`. */
  meant?: string | undefined;
  /** How to correct it: `write { repeat: { times: 4, layers: [max_pool] } }`. */
  remedy?: string | undefined;
  /** The combinations of swept values that it is limited to: `image.size is 16`. */
  when?: string | undefined;
}

/**
 * A mistake as one sentence.
 *
 * @example formatMistake({ place: 'shift.max', expected: 'a number', value: '"3"' }) // 'shift.max: expected a number, not "3".'
 * @example formatMistake({ place: 'image', missing: 'key' }) // 'image is missing.'
 */
export function formatMistake(mistake: Mistake): string {
  const limit = mistake.when ? ` (where ${mistake.when})` : '';
  const phrase = formatPhrase(mistake);
  return phrase.endsWith('?') ? `${phrase.slice(0, -1)}${limit}?` : `${phrase}${limit}.`;
}

/** A mistake as a phrase, without a full stop: for a message that is put into another sentence. */
export function formatPhrase(mistake: Mistake): string {
  return `${wordsOf(mistake)}${meantBy(mistake) === undefined ? '' : '?'}`;
}

/** A sentence without its full stop, to be put into another. @example phraseOf('It is odd.') // 'It is odd' */
export function phraseOf(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

/** A name that is not one of those allowed. */
export function unknownName(noun: string, name: string, allowed: readonly string[]): Mistake {
  return { unknown: { noun, name, allowed } };
}

/**
 * The name among `names` that was probably meant by `word`: one within a few letters of it, capitals aside. With none
 * near enough, undefined.
 */
export function nearest(word: string, names: readonly string[]): string | undefined {
  if (names.length === 0 || word.length > MAX_NAME_LENGTH) return undefined;
  const lower = names.map((name) => name.toLowerCase());
  const typed = word.toLowerCase();
  // Two letters that changed places are one slip, and two others are two.
  const turned = lower.find(
    (name) => sortedLetters(name) === sortedLetters(typed) && distance(name, typed) === 2,
  );
  const first = closest(typed, lower);
  const near = turned !== undefined && distance(typed, first) === 2 ? turned : first;
  const letters = distance(typed, near);
  // A short word with two other letters is another word, `foo` is not `pool`, unless only their order differs.
  const isLike = letters < 2 || 2 * letters <= word.length || sortedLetters(typed) === sortedLetters(near);
  const isNear = letters <= slips(near) && isLike;
  return isNear ? names[lower.indexOf(near)] : undefined;
}

function sortedLetters(word: string): string {
  return [...word].sort().join('');
}

const MISSING = { key: 'is missing', value: 'has no value' };

/** Longer words are not compared with names. */
const MAX_NAME_LENGTH = 40;

function wordsOf(mistake: Mistake): string {
  const { place = '', missing, unknown, problem, expected, keys, value, remedy } = mistake;
  const meant = meantBy(mistake);
  const wrong = unknown ? `unknown ${unknown.noun} ${quoted(unknown.name)}` : problem;
  const withKeys = keys && remedy === undefined ? ` with ${keys.join(', ') || 'no keys'}` : '';
  // For a missing value, the remedy and the allowed keys already say what is expected.
  const isSaid = missing === 'value' && remedy !== undefined && keys !== undefined;
  const wanted = expected === undefined || isSaid ? undefined : `expected ${expected}${withKeys}`;
  const given = value === undefined ? '' : wanted === undefined ? `; it is ${value}` : `, not ${value}`;
  const stated = [missing && MISSING[missing], wrong, wanted].filter((phrase) => phrase !== undefined);
  const list = unknown?.allowed ?? (remedy === undefined ? undefined : keys);
  const advice = meant === undefined ? [remedy, list && allowedText(list)] : [`did you mean "${meant}"`];
  const phrases = [`${stated.join('; ')}${given}`, ...advice.filter((phrase) => phrase !== undefined)].join(
    '; ',
  );
  return place === '' ? phrases : `${place}${missing ? ' ' : ': '}${phrases}`;
}

/** The name to offer. A remedy that is written out for an unknown name says more than the nearest name does. */
function meantBy({ meant, unknown, remedy }: Mistake): string | undefined {
  if (meant !== undefined || !unknown || remedy !== undefined) return meant;
  return nearest(unknown.name, unknown.allowed) ?? otherForm(unknown.name, unknown.allowed);
}

/** The only name that begins as the word does, or that the word begins with: `max` for `maximum`. */
function otherForm(word: string, names: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  const forms = names.filter(
    (name) => Math.min(name.length, typed.length) > 2 && (name.startsWith(typed) || typed.startsWith(name)),
  );
  return forms.length === 1 ? forms[0] : undefined;
}

function allowedText(names: readonly string[]): string {
  return names.length === 0 ? 'none is allowed here' : `allowed: ${[...names].sort().join(', ')}`;
}

/** How many letters may differ from a name: with more, anything could be meant. */
function slips(name: string): number {
  return name.length < 4 ? name.length - 1 : Math.max(2, Math.floor(name.length / 3));
}

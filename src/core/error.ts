import { closest, distance } from 'fastest-levenshtein';

/** What went wrong, in terms of who can mend it: the user's input, the run itself, or the disk. */
export type ErrorKind = 'input' | 'run' | 'storage';

/** A place in a user's file (lines and columns count from 1), or an argument such as `--set shift.max=x`. */
export interface Where {
  file: string;
  line?: number;
  column?: number;
}

/** One mistake: a sentence, and where it stands. */
export interface Problem {
  message: string;
  where?: Where | undefined;
}

/**
 * A failure that the user can understand and mend. Its message is one sentence a line, each with its place
 * (`file:line:column: sentence`). Everything else that is thrown is a defect of this package.
 */
export class UserError extends Error {
  override name = 'UserError';
  readonly kind: ErrorKind;
  readonly problems: readonly Problem[];

  constructor(
    problems: string | readonly Problem[],
    { kind = 'input' as ErrorKind, cause = undefined as unknown } = {},
  ) {
    const list = typeof problems === 'string' ? [{ message: problems }] : problems;
    super(list.map(formatProblem).join('\n'), { cause });
    this.kind = kind;
    this.problems = list;
  }
}

/** `file:line:column: sentence`, as compilers print it. */
export function formatProblem({ message, where }: Problem): string {
  return where ? `${formatWhere(where)}: ${message}` : message;
}

export function formatWhere({ file, line, column }: Where): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}

/** `; did you mean "radius"?` if one of `words` is within a typo of `word`, else the empty string. */
export function didYouMean(word: string, words: readonly string[]): string {
  const near = nearest(word, words);
  return near === undefined ? '' : `; did you mean "${near}"?`;
}

/** The one of `words` that was meant, if one is within a typo of `word`. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  if (words.length === 0 || word.length > LONGEST) return undefined;
  const lower = words.map((each) => each.toLowerCase());
  const near = closest(word.toLowerCase(), lower);
  return distance(word.toLowerCase(), near) <= slips(near) ? words[lower.indexOf(near)] : undefined;
}

/** With the full stop that a question needs not. */
export function sentence(text: string): string {
  return /[.?]$/.test(text) ? text : `${text}.`;
}

/** A value as a sentence names it, in a few words on one line. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return short(value) ?? 'a list';
  return typeof value === 'object' ? 'an object' : String(value);
}

/** A word that was written, in quotes; of a long one only the beginning. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);
}

/** `same, valid or circular` */
export function either(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** `1 file`, `2 files`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** A number as it is read: 16,000,000. */
export function grouped(n: number): string {
  return Number.isSafeInteger(n) ? String(n).replace(/\B(?=(\d{3})+$)/g, ',') : String(n);
}

const LONGEST = 40;

/** `[3, -3]`, if that is all there is to it. */
function short(list: readonly unknown[]): string | undefined {
  if (list.some((item) => typeof item === 'object' && item !== null)) return undefined;
  const text = `[${list.map(shown).join(', ')}]`;
  return text.length > LONGEST ? undefined : text;
}

/** How many letters may differ from a word that is meant: with too many, anything could be. */
function slips(word: string): number {
  return word.length < 4 ? word.length - 1 : Math.max(2, Math.floor(word.length / 3));
}

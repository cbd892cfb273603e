/** Who can put it right: `input`, the author of the file; `run`, whoever made the model or kind; `storage`, the system. */
export type ErrorKind = 'input' | 'run' | 'storage';

/** A place in a user's file (lines and columns count from 1), or an argument such as `--set shift.max=x`. */
export interface Where {
  file: string;
  line?: number;
  column?: number;
}

/** One mistake: a sentence, and its place. */
export interface Problem {
  message: string;
  where?: Where | undefined;
}

/**
 * A failure that a user can understand and put right. Its message has one line per problem, each with its place
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

/** `file:line:column`; parts that are not known are left out. */
export function formatWhere({ file, line, column }: Where): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}

/**
 * A value in a few words on one line, for a message.
 *
 * @example shown('a') // '"a"'
 * @example shown([3, -3]) // '[3, -3]'; a longer or a nested list is 'a list', null is 'nothing'
 */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return shortList(value) ?? 'a list';
  return typeof value === 'object' ? 'an object' : String(value);
}

/** A text as a JSON string; one of more than 40 characters is cut and ends with `…`. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > MAX_QUOTED_LENGTH ? `${text.slice(0, MAX_QUOTED_LENGTH - 1)}…` : text);
}

/** A path as a JSON string; one of more than 100 characters is cut in its middle, since its end matters most. */
export function quotedPath(path: string): string {
  return JSON.stringify(path.length > 100 ? `${path.slice(0, 29)}…${path.slice(-70)}` : path);
}

/** `same, valid or circular` */
export function either(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** `1 file`, `2 files`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** A whole number with its digits in groups of three: `16,000,000`. Other numbers as they are. */
export function grouped(n: number): string {
  return Number.isSafeInteger(n) ? String(n).replace(/\B(?=(\d{3})+$)/g, ',') : String(n);
}

const MAX_QUOTED_LENGTH = 40;

/** `[3, -3]`, if all items are scalars and the text is short. */
function shortList(list: readonly unknown[]): string | undefined {
  if (list.some((item) => typeof item === 'object' && item !== null)) return undefined;
  const text = `[${list.map(shown).join(', ')}]`;
  return text.length > MAX_QUOTED_LENGTH ? undefined : text;
}

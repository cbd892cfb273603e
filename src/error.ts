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

function nearest(word: string, words: readonly string[]): string | undefined {
  if (words.length === 0) return undefined;
  const lower = words.map((each) => each.toLowerCase());
  const near = closest(word.toLowerCase(), lower);
  return distance(word.toLowerCase(), near) <= Math.max(2, Math.floor(near.length / 3))
    ? words[lower.indexOf(near)]
    : undefined;
}

import { UserError } from './error.ts';

/** The lines that git leaves in a file where two versions could not be merged; `|||||||` with diff3. */
const MARK = /^(?:<{7}|\|{7}|={7}|>{7})(?: |\r?$)/m;

/** The line of the first mark that a merge left in a text; undefined if there is none. */
export function conflictLine(text: string): number | undefined {
  const mark = MARK.exec(text);
  return mark ? text.slice(0, mark.index).split('\n').length : undefined;
}

/** The phrase about a file with a conflict, which follows its name in messages. */
export function conflictAt(line: number): string {
  return `has a merge conflict at line ${line}; resolve it`;
}

/**
 * Refuses a file, or a part of it, that a merge left with conflicts.
 *
 * @param first the line on which the text begins
 * @throws UserError with the line of the first mark
 */
export function refuseConflicts(
  text: string,
  file: string,
  remedy = 'resolve it, or run the experiment again and commit',
  first = 1,
): void {
  const line = conflictLine(text);
  if (line === undefined) return;
  const message = `there is a merge conflict here; ${remedy}.`;
  throw new UserError([{ message, where: { file, line: first + line - 1, column: 1 } }]);
}

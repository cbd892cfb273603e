import { UserError } from '../core/error.ts';

/** The lines that git leaves in a file where two versions could not be merged; `|||||||` with diff3. */
const MARK = /^(?:<{7}|\|{7}|={7}|>{7})(?: |\r?$)/m;

/**
 * Refuses a file that a merge left with conflicts.
 *
 * @throws UserError with the line of the first mark
 */
export function refuseConflicts(
  text: string,
  file: string,
  remedy = 'resolve it, or run the experiment again and commit',
): void {
  const mark = MARK.exec(text);
  if (!mark) return;
  const line = text.slice(0, mark.index).split('\n').length;
  const message = `there is a merge conflict here; ${remedy}.`;
  throw new UserError([{ message, where: { file, line } }]);
}

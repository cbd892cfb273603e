import type * as v from 'valibot';
import { grouped, nearest, shown } from '../../core/error.ts';
import { formatPath, type Path } from '../text/source.ts';

/** What is wrong with a part of the file, in words, and whether with its key or its value. */
export interface Complaint {
  path: Path;
  message: string;
  part: 'key' | 'value';
}

type Issue = v.BaseIssue<unknown>;

/**
 * The issues of a schema as sentences: `image.radius: expected a whole number of at least 0, not -3`.
 *
 * @param section the key of the file that was checked
 * @param isShort whether a kind at a path is written as its name alone
 */
export function complaintsOf(
  section: string,
  issues: readonly Issue[],
  isShort: (path: Path) => boolean = () => false,
): Complaint[] {
  const unknown = issues.filter(isUnknownKey);
  return issues
    .filter((issue) => !(isMissingKey(issue) && unknown.some((other) => isMeant(issue, other))))
    .map((issue) => complaintOf(section, issue, isShort));
}

function complaintOf(section: string, issue: Issue, isShort: (path: Path) => boolean): Complaint {
  const { message } = issue;
  const items = issue.path ?? [];
  const full = [section, ...items.map(({ key }) => key as string | number)];
  const path = full.at(-1) === 'type' && isShort(full.slice(0, -1)) ? full.slice(0, -1) : full;
  if (isUnknownKey(issue)) {
    return { path, message: `${formatPath(path.slice(0, -1))}: ${message}`, part: 'key' };
  }
  const value = (said: string, at: Path = path): Complaint => ({ path: at, message: said, part: 'value' });
  if (message.startsWith('is missing')) return value(`${formatPath(path)} ${message}`);
  // A tuple that is too long is wrong as a whole.
  if (issue.type === 'strict_tuple' && issue.expected === 'never') {
    const list = items.at(-1)!.input;
    return value(`${formatPath(path.slice(0, -1))}: ${message}, not ${shown(list)}`, path.slice(0, -1));
  }
  const given = items.length > 0 ? items.at(-1)!.value : issue.input;
  if (given === undefined) return value(`${formatPath(path)} is missing; ${message}`);
  if (given === null) return value(`${formatPath(path)} has no value; ${message}`);
  if (issue.type === 'max_length') {
    return value(`${formatPath(path)}: ${message}, not ${grouped((given as unknown[]).length)}`);
  }
  const rule = issue.kind === 'validation' && typeof given === 'object' && !Array.isArray(given);
  const complete = rule || !message.startsWith('expected') || message.includes(', not ');
  return value(`${formatPath(path)}: ${message}${complete ? '' : `, not ${shown(given)}`}`);
}

function isUnknownKey(issue: Issue): boolean {
  return issue.type === 'strict_object' && issue.expected === 'never';
}

function isMissingKey(issue: Issue): boolean {
  return issue.message.startsWith('is missing');
}

/** Whether the unknown key is the missing one, misspelt. */
function isMeant(missing: Issue, unknown: Issue): boolean {
  const [here, there] = [missing.path!.at(-1)!, unknown.path!.at(-1)!];
  return here.input === there.input && nearest(String(there.key), [String(here.key)]) !== undefined;
}

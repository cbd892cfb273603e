import * as v from 'valibot';
import { grouped, shown } from '../../core/error.ts';
import { type Mistake, nearest, phraseOf } from '../../core/mistake.ts';
import type { MistakenIssue } from '../../core/options.ts';
import { isColumnName } from '../remedies/claim_words.ts';
import { suggest } from '../remedies/suggest.ts';
import { type Aliases, aliasOf } from '../remedies/words/alias_of.ts';
import { aliases } from '../remedies/words/aliases.ts';
import { formatPath, type Path } from '../text/source.ts';
import { describePlain } from './plain_issue.ts';

/** A mistake at a path of the file, in its key or in its value. */
interface FoundMistake {
  path: Path;
  mistake: Mistake;
  part: 'key' | 'value';
}

/** The value that a schema gives, with its defaults; or the mistakes that it finds. */
export type Checked<Output> =
  | { output: Output; mistakes?: never }
  | { output?: never; mistakes: FoundMistake[] };

/**
 * Checks one section of a file.
 *
 * @param section the key of the file that holds the value
 * @param isShort whether the kind at a path is written as its name alone, so that `type` has no place of its own
 */
export function checked<S extends v.GenericSchema>(
  schema: S,
  section: string,
  value: unknown,
  isShort: (path: Path) => boolean = () => false,
): Checked<v.InferOutput<S>> {
  const { success, output, issues } = v.safeParse(schema, value, { message: describePlain });
  if (success) return { output: output as v.InferOutput<S> };
  const unknown = issues.filter(isUnknownKey);
  const mistakes = issues
    .filter((issue) => !(isMissingKey(issue) && unknown.some((other) => isMisspelt(section, issue, other))))
    .map((issue) => withRemedy(mistakeOf(section, issue, isShort), issue));
  return { mistakes };
}

/** Adds the text to write instead, where a mistake has none. */
function withRemedy(
  { path, mistake, part }: FoundMistake,
  { path: items, input }: MistakenIssue,
): FoundMistake {
  const last = items?.at(-1);
  // A kind may be written as its name alone: then the path ends at that name, not at an object.
  const holder = last?.key === 'type' && path.at(-1) !== 'type' ? items!.at(-2) : last;
  const remedy =
    mistake.remedy ?? suggest({ path, mistake, value: last ? last.value : input, parent: holder?.input });
  return { path, mistake: remedy === undefined ? mistake : { ...mistake, remedy }, part };
}

function mistakeOf(section: string, issue: MistakenIssue, isShort: (path: Path) => boolean): FoundMistake {
  const items = issue.path ?? [];
  const full = [section, ...items.map(({ key }) => key as string | number)];
  const path = full.at(-1) === 'type' && isShort(full.slice(0, -1)) ? full.slice(0, -1) : full;
  // A message without data is the sentence of a kind's author.
  const mistake = issue.mistake ?? { problem: phraseOf(issue.message) };
  const at = (path: Path, more: Mistake = {}): FoundMistake => {
    return { path, mistake: { place: formatPath(path), ...mistake, ...more }, part: 'value' };
  };
  if (isUnknownKey(issue))
    return { ...at(path, { place: formatPath(path.slice(0, -1)) }), path, part: 'key' };
  if (mistake.missing) return at(path);
  // A tuple that is too long is wrong as a whole.
  if (issue.type === 'strict_tuple' && issue.expected === 'never')
    return at(path.slice(0, -1), { value: shown(items.at(-1)!.input) });
  const given = items.length > 0 ? items.at(-1)!.value : issue.input;
  if (given === undefined) return at(path, { missing: 'key' });
  if (given === null) return at(path, { missing: 'value' });
  return at(path, { value: mistake.value ?? valueText(issue, mistake, given) });
}

/** The value that a message shows. A broken rule shows none, and neither does a mistake in an object as a whole. */
function valueText(issue: MistakenIssue, mistake: Mistake, given: unknown): string | undefined {
  if (issue.type === 'max_length') return grouped((given as { length: number }).length);
  const isObjectRule = issue.kind === 'validation' && typeof given === 'object' && !Array.isArray(given);
  const explained = issue.mistake && (mistake.unknown !== undefined || mistake.problem !== undefined);
  return isObjectRule || explained ? undefined : shown(given);
}

function isUnknownKey(issue: v.BaseIssue<unknown>): boolean {
  return issue.type === 'strict_object' && issue.expected === 'never';
}

function isMissingKey({ mistake }: MistakenIssue): boolean {
  return mistake?.missing === 'key';
}

/** Whether the unknown key is the missing one, misspelt. */
function isMisspelt(section: string, missing: v.BaseIssue<unknown>, unknown: v.BaseIssue<unknown>): boolean {
  const [here, there] = [missing.path!.at(-1)!, unknown.path!.at(-1)!];
  if (here.input !== there.input) return false;
  const words = (aliases.keys as Readonly<Record<string, Aliases>>)[section];
  return (
    (here.key === 'metric' && isColumnName(String(there.key))) ||
    nearest(String(there.key), [String(here.key)]) !== undefined ||
    (words !== undefined && aliasOf(String(there.key), words, [String(here.key)]) === here.key)
  );
}

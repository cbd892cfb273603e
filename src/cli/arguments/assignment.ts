import { shellWord } from '../../core/shell_word.ts';
import { pathOfWord } from '../../experiment/remedies/option_path.ts';
import { fileKeyWords } from '../../experiment/remedies/words/file_keys.ts';
import { endingOf, pictureEndings } from '../../image/picture_endings.ts';

/**
 * A key of the file with a value, as `--set` takes them; undefined where the option is no key, or not one to try.
 *
 * @example assignment('--fill-mode', 'wrap') // 'shift.fill_mode=wrap'
 */
export function assignment(typed: string, value: string): string | undefined {
  // A key as the file has it: `--shift.max`, or `--set.shift.max`.
  const word = typed.replace(/^-+(?:set\.)?/, '');
  if (word.includes('.')) return `${word}=${value}`;
  const key = word.replaceAll('-', '_').toLowerCase();
  if (key === 'sweep') return sweepText(value);
  if (key === 'image') return `image=${value}`;
  const path = Object.hasOwn(OPTION_OF_SECTION, key) ? OPTION_OF_SECTION[key] : pathOfWord(key, value);
  if (path !== undefined) return `${path}=${value}`;
  if (LISTS.includes(key)) return `${key}=${value.startsWith('[') ? value : `[${value}]`}`;
  return Object.hasOwn(fileKeyWords, key) && !OF_THE_TABLE.includes(key) ? `${key}=${value}` : undefined;
}

/** The option that a section's name alone means. */
const OPTION_OF_SECTION: Readonly<Record<string, string>> = { shift: 'shift.max', pool: 'pool.type' };
const LISTS = ['layers', 'measures', 'tables'];

/** Keys that say what is stated of results, or how they are compared: nothing to try another value of. */
const OF_THE_TABLE = ['description', 'expect', 'baseline'];

/** `shift.max=1,2` as the values of a sweep. */
function sweepText(text: string): string {
  const [, key, values] = /^([\w.]+)[=:]\s*(.+)$/.exec(text) ?? [];
  if (key === undefined || values === undefined) return 'sweep={ shift.max: [1, 2, 3] }';
  const path = key.includes('.') ? key : (pathOfWord(key) ?? key);
  return `sweep.${path}=${values.startsWith('[') ? values : `[${values}]`}`;
}

/** Another image; where the value is the file of a picture, it may be one of a set. */
export function imageAssignment(value: string, known: readonly string[]): string {
  if (!pictureEndings.includes(endingOf(value))) return `write --set ${shellWord(`image=${value}`)}`;
  const one = known.includes('--picture') ? `--picture ${shellWord(value)} for one of a set, or ` : '';
  return `write ${one}--set ${shellWord(`image={ type: file, path: ${value} }`)}`;
}

import { isObject } from '../../core/is_object.ts';
import { nearest } from '../../core/mistake.ts';
import { builtinKinds } from '../schema/kinds.ts';
import { experimentEntries } from '../schema/schema.ts';

/** What a file in a folder is meant as: an experiment, something else, or perhaps an experiment, with what speaks against it. */
export type Meant = 'experiment' | 'other' | { doubt: string };

/** Every experiment has several of these keys. */
const MAIN_KEYS = ['image', 'shift', 'layers', 'pool'];

/**
 * What a file is meant as, by the keys at its top level. With two of an experiment's main keys, or two that are nearly so,
 * it is one; with one of them, unless most of its keys are none of an experiment's. A file that is empty, or has only keys
 * of an experiment and no main one, may be meant as one.
 *
 * @param text the file or its beginning
 * @example meaningOfText('image: circle\nshift: { max: 3 }\n', false) // 'experiment'
 * @example meaningOfText('image: node:22\nstages: [a]\nbuild: {}\n', false) // 'other'
 * @example meaningOfText('shfit: { max: 3 }\n', false) // { doubt: '"shfit" is no key of an experiment; did you mean "shift"?' }
 */
export function meaningOfText(text: string, json: boolean): Meant {
  if (isBlank(text)) return { doubt: 'it is empty' };
  const keys = json ? jsonKeys(text) : yamlKeys(text);
  if (keys === undefined) return 'experiment';
  if (keys === 'other') return 'other';
  if (keys.length === 0) return { doubt: json ? 'it is empty' : 'it has no keys' };
  const known = keys.filter(isKnown);
  const near = keys.filter((key) => !isKnown(key) && nearest(key, MAIN_KEYS) !== undefined);
  const main = known.filter((key) => MAIN_KEYS.includes(key));
  const foreign = keys.length - known.length - near.length;
  if (main.length > 1) return 'experiment';
  if (foreign > known.length + near.length) return 'other';
  if (main.length + near.length > 1 || main.length > 0) return 'experiment';
  if (foreign > 0) return 'other';
  const [first] = near;
  if (first === undefined) return { doubt: `it has none of ${MAIN_KEYS.join(', ')}` };
  return { doubt: `"${first}" is no key of an experiment; did you mean "${nearest(first, MAIN_KEYS)}"?` };
}

let experimentKeys: ReadonlySet<string> | undefined;

/** Whether an experiment may have a key. */
function isKnown(key: string): boolean {
  experimentKeys ??= new Set([...Object.keys(experimentEntries(builtinKinds)), 'sweep']);
  return experimentKeys.has(key);
}

/** Whether there is nothing but space, comments and marks of a document. */
function isBlank(text: string): boolean {
  return /^\ufeff?(?:\s|#.*|---|\.\.\.)*$/.test(text);
}

/** The keys of an object; `other` for another value. Undefined where the text is cut off or is no JSON. */
function jsonKeys(text: string): string[] | 'other' | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? Object.keys(value) : 'other';
  } catch {
    return hasQuoted(text) ? undefined : 'other';
  }
}

/** Whether a JSON text without an end has one of the main keys, or is too short to be the beginning of anything else. */
function hasQuoted(text: string): boolean {
  return text.length < SHORT || new RegExp(`"(?:${MAIN_KEYS.join('|')})"\\s*:`).test(text);
}

const SHORT = 2 ** 16;

/** The keys at the beginning of lines, or all of a text in braces; `other` for a list. */
function yamlKeys(text: string): string[] | 'other' {
  const content = text.replace(/^\ufeff?(?:\s|#.*|---(?=\s))*/, '');
  if (/^(?:-\s|\[)/.test(content)) return 'other';
  const words = content.startsWith('{')
    ? content.matchAll(/[{,]\s*["']?([\w$-]+)["']?\s*:/g)
    : text.matchAll(/^\ufeff?(?:---\s+)?["']?([\w$.-]+)["']?\s*:(?=\s|$)/gm);
  return [...new Set(Array.from(words, ([, word]) => word!))];
}

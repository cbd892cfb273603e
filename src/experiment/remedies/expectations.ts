import { isObject } from '../../core/is_object.ts';
import { measures } from '../../measure/registry.ts';
import { aliasOf } from './words/alias_of.ts';
import { aliases } from './words/aliases.ts';
import { keyWithValue, written } from './written.ts';

/** `">=": 0.9`, `match_rate: 1` as an expectation writes them. */
export function forExpectKey(
  expectation: Record<string, unknown>,
  name: string,
  allowed: readonly string[],
): string | undefined {
  const value = expectation[name];
  const bound = Object.hasOwn(BOUNDS, name) ? BOUNDS[name] : undefined;
  if (bound !== undefined && !Object.hasOwn(expectation, bound)) return keyWithValue(bound, value);
  if (/^(op|operator|comparison|relation|sign)$/i.test(name) && typeof value === 'string') {
    const end = Object.hasOwn(BOUNDS, value) ? BOUNDS[value] : undefined;
    const given = expectation.value ?? expectation.target ?? expectation.threshold;
    if (end !== undefined && typeof given === 'number') return keyWithValue(end, given);
  }
  if (allowed.includes(name) || Object.hasOwn(expectation, 'metric')) return undefined;
  const isMetric = Object.values(measures).some(({ columns }) => Object.hasOwn(columns, name));
  if (!isMetric || (typeof value !== 'number' && !isObject(value))) return undefined;
  const { [name]: _, ...others } = expectation;
  return written({ metric: name, ...(isObject(value) ? value : { equals: value }), ...others });
}

/**
 * A sentence as an expectation; undefined where a part of it is unknown.
 *
 * @example claimOf('match rate at depth 5 >= 90%') // { metric: 'match_rate', at: { depth: 5 }, min: 0.9 }
 */
export function claimOf(text: string): Record<string, unknown> | undefined {
  const at: Record<string, unknown> = {};
  const rest = inSigns(text)
    .replaceAll(CONDITION, (_, column: string, value: string) => {
      at[column] = /^\d+$/.test(value) ? Number(value) : value;
      return ' ';
    })
    .replaceAll(/[()[\],;:@]|\b(?:at|for|when|where|if|and|with|is|rate of)\b/g, ' ');
  const [, words = '', sign = '', digits, percent] = COMPARISON.exec(rest) ?? [];
  if (sign === '' && ALWAYS.test(rest))
    return { metric: 'match_rate', ...(Object.keys(at).length > 0 && { at }), equals: 1 };
  const metric = metricOf(words);
  if (metric === undefined) return undefined;
  const number = Number(digits) / (percent === '%' ? 100 : 1);
  return { metric, ...(Object.keys(at).length > 0 && { at }), [BOUNDS[sign]!]: number };
}

/**
 * A list of expectations in place of what was given: an object by metrics, a sentence, or a list of such; undefined if
 * one of them is not understood.
 *
 * @example claimsText({ match_rate: 1 }) // 'expect: [{ metric: match_rate, equals: 1 }]'
 */
export function claimsText(value: unknown): string | undefined {
  const items = isObject(value) && !Object.hasOwn(value, 'metric') ? Object.entries(value) : [value].flat();
  const list = items.map((item) => {
    if (typeof item === 'string') return claimOf(item);
    if (!Array.isArray(item)) return isObject(item) && Object.hasOwn(item, 'metric') ? item : undefined;
    const [metric, claim] = item;
    return isObject(claim) ? { metric, ...claim } : { metric, equals: claim };
  });
  const text = list.includes(undefined) || list.length === 0 ? undefined : written(list);
  return text === undefined ? undefined : `expect: ${text}`;
}

function metricOf(words: string): string | undefined {
  const name = words.trim().replaceAll(/\s+/g, '_');
  const isColumn = Object.values(measures).some(({ columns }) => Object.hasOwn(columns, name));
  return isColumn ? name : aliasOf(name, aliases.metric);
}

/** `should be at least 0.9` as `>= 0.9`. */
function inSigns(text: string): string {
  const verb = String.raw`(?:(?:should|must|shall|has to|have to|needs to)\s+)?(?:be|is|are|equals?|equal to)?\s*`;
  const signs: [string, string][] = [
    ['(?:at least|no less than|not less than|not below|greater than or equal to)', '>='],
    ['(?:at most|no more than|not more than|not above|less than or equal to)', '<='],
    ['(?:above|over|more than|greater than|larger than)', '>'],
    ['(?:below|under|less than|smaller than)', '<'],
  ];
  const compared = signs.reduce(
    (said, [words, sign]) =>
      said.replace(new RegExp(`\\b${verb}\\b${words}\\s+(?=-?[\\d.])`, 'i'), ` ${sign} `),
    text,
  );
  return compared.replace(
    /\b(?:(?:should|must|shall|has to|have to|needs to)\s+(?:be|equal)|equals?|is exactly|is equal to)\s+(?=-?[\d.])/i,
    ' == ',
  );
}

/** A sentence that says that every trial matches. */
const ALWAYS =
  /^\s*(?:(?:everything|every(?: trial)?|all(?: trials)?|they all|it|each(?: trial)?)\s+(?:always\s+)?(?:match(?:es)?|coincides?|stays? the same|are the same|equal)|always match(?:es)?|nothing (?:changes|moves)|no change)\s*$/i;

/** The columns that tell rows apart in every table, with a value. */
const CONDITION = /\b(depth|step|layer|label)\s*(?:==?|:|\bis\b)?\s*(\w+)/g;

const COMPARISON = /^\s*(\w[\w ]*?)\s*(>=|<=|==|[>=<≥≤])\s*(-?(?:\d+\.?\d*|\.\d+))\s*(%?)\s*$/;

const BOUNDS: Readonly<Record<string, string>> = {
  '>=': 'min',
  '>': 'min',
  '≥': 'min',
  '<=': 'max',
  '<': 'max',
  '≤': 'max',
  '==': 'equals',
  '=': 'equals',
};

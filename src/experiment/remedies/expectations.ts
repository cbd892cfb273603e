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
  const said =
    typeof value === 'string' && boundOf(name) === 'equals' ? claimOf(`match_rate ${value}`) : undefined;
  if (said !== undefined) return written(said)!.replace(/^\{ metric: match_rate, (.*) \}$/, '$1');
  if (
    Object.hasOwn(expectation, 'metric') &&
    /^(name|description|title|id|comment|note|message|skip|tags?)$/i.test(name)
  )
    return 'leave it out, or write it as a comment, after #';
  const bound = Object.hasOwn(BOUNDS, name) ? BOUNDS[name] : undefined;
  if (bound !== undefined && !Object.hasOwn(expectation, bound)) return keyWithValue(bound, value);
  if (/^(op|operator|comparison|relation|sign)$/i.test(name) && typeof value === 'string') {
    const end = Object.hasOwn(BOUNDS, value) ? BOUNDS[value] : undefined;
    const given = expectation.value ?? expectation.target ?? expectation.threshold;
    if (end !== undefined && typeof given === 'number') return keyWithValue(end, given);
  }
  const between = TWO_ENDS.test(name) ? twoNumbers(value) : undefined;
  if (between) return `min: ${between[0]}, max: ${between[1]}`;
  if (NEAR.test(name) && typeof value === 'number') return `equals: ${value}, within: 0.01`;
  if (NOT.test(name)) return 'leave it out: an expectation says what must hold, by min, max or equals';
  if (/^metrics$/i.test(name) && Array.isArray(value) && value.length > 0)
    return `metric: ${value[0]}, and an expectation for each of the others`;
  if (allowed.includes(name) || Object.hasOwn(expectation, 'metric') || !isColumnName(name)) return undefined;
  const { [name]: _, ...others } = expectation;
  const claim = claimAbout(name, value);
  return claim ? written({ ...claim, ...others }) : deniedText(`${name} ${value}`);
}

/** What is claimed of a metric as an expectation: a number, ends by any of their names, or a text; undefined for another value. */
function claimAbout(metric: string, value: unknown): Record<string, unknown> | undefined {
  if (typeof value === 'string') return claimOf(`${metric} ${value}`);
  if (typeof value === 'number') return { metric, equals: value };
  const ends = Array.isArray(value) ? twoNumbers(value) : undefined;
  if (ends) return { metric, min: ends[0], max: ends[1] };
  if (!isObject(value)) return undefined;
  const claim: Record<string, unknown> = { metric };
  const at: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(value)) {
    if (ROW_COLUMNS.includes(name)) at[name] = given;
    else claim[boundOf(name) ?? name] = given;
  }
  return Object.keys(at).length > 0 ? { ...claim, at } : claim;
}

const ROW_COLUMNS = ['depth', 'step', 'layer', 'label'];

/** The key of an expectation that a word or a sign means. */
function boundOf(name: string): string | undefined {
  return Object.hasOwn(BOUNDS, name) ? BOUNDS[name] : aliasOf(name, aliases.keys.expect);
}

/** Whether a measure of the package fills a column of this name. */
export function isColumnName(name: string): boolean {
  return Object.values(measures).some(({ columns }) => Object.hasOwn(columns, name));
}

/** Keys with two ends, with a value that may be off, and with one that must not be. */
const TWO_ENDS = /^(between|in|in_?range|range|inside|bounds|interval|limits)$/i;
const NEAR = /^(approx|approximately|approx_equals?|almost|about|near|close|close_?to|isclose|≈|~|~=|≃|≅)$/i;
const NOT = /^(not|not_?equals?|ne|neq|!=|<>|≠|is_?not|not_in)$/i;

/** Two numbers in order: `[0.1, 0.2]`, `0.1..0.2`, `0.1 to 0.2`. */
export function twoNumbers(value: unknown): [number, number] | undefined {
  const number = String.raw`(-?\d*\.?\d+)`;
  const [, low, high] =
    typeof value === 'string'
      ? (new RegExp(String.raw`^[[(]?\s*${number}\s*(?:,|;|\.\.+|…|–|-|to|and)\s*${number}\s*[\])]?$`).exec(
          value,
        ) ?? [])
      : [];
  const ends = Array.isArray(value) ? value : low === undefined ? [] : [Number(low), Number(high)];
  return ends.length === 2 && ends.every(Number.isFinite)
    ? [Math.min(...ends), Math.max(...ends)]
    : undefined;
}

/**
 * A sentence as an expectation; undefined where a part of it is unknown.
 *
 * @example claimOf('match rate at depth 5 >= 90%') // { metric: 'match_rate', at: { depth: 5 }, min: 0.9 }
 */
function claimOf(text: string): Record<string, unknown> | undefined {
  const [, of, matcher, given] = /^expect\((\w+)\)\.(?:to\.)?(\w+)\((-?[\d.]+)\)$/.exec(text.trim()) ?? [];
  const end = matcher === undefined ? undefined : boundOf(matcher.replace(/^toBe(?=.)/, ''));
  if (of !== undefined && end !== undefined && isColumnName(of)) return { metric: of, [end]: Number(given) };
  const [, column = '', near, within] =
    /^\s*(?:assert\s+)?(?:\w+\.)?abs\((\w+)\s*-\s*([\d.]+)\)\s*<=?\s*([\d.]+)\s*$/i.exec(text) ?? [];
  if (isColumnName(column)) return { metric: column, equals: Number(near), within: Number(within) };
  const [, denied = text] = /^\s*(?:assert\s+)?(?:not\b|!(?!=))\s*(.*)$/i.exec(text) ?? [];
  if (denied !== text) return denialOf(claimOf(denied.replace(/^\((.*)\)\s*$/, '$1')));
  const at: Record<string, unknown> = {};
  const rest = inSigns(
    withoutFunctions(text)
      .replace(/^\s*the\s+/i, '')
      .replace(/^\s*(?:assert|expect|check|require|ensure)(?:\s+that)?\s+/i, ''),
  )
    .replaceAll(CONDITION, (_, column: string, value: string) => {
      at[column] = /^\d+$/.test(value) ? Number(value) : value;
      return ' ';
    })
    .replaceAll(/[()[\],;:@]|\b(?:at|for|when|where|if|and|with|is|rate of)\b/g, ' ');
  const [, words = '', sign = '', digits, percent] = COMPARISON.exec(rest) ?? [];
  if (sign === '' && ALWAYS.test(rest))
    return { metric: 'match_rate', ...(Object.keys(at).length > 0 && { at }), equals: 1 };
  const metric = metricOf(words);
  if (metric === undefined) return rangeClaim(rest, at);
  const number = Number(digits) / (percent === '%' ? 100 : 1);
  const bound = /[≈~≃≅]/.test(sign) ? { equals: number, within: 0.01 } : { [BOUNDS[sign]!]: number };
  return { metric, ...(Object.keys(at).length > 0 && { at }), ...bound };
}

/**
 * The expectations of a sentence that joins several; undefined where one of them is not understood.
 *
 * @example claimsOf('match_rate >= 0.9 and classes == 1') // those of 'match_rate >= 0.9' and of 'classes == 1'
 */
export function claimsOf(text: string): Record<string, unknown>[] | undefined {
  const whole = claimOf(text);
  if (whole) return [whole];
  const parts = text.split(/\s*(?:&&|[,;]|\band\b)\s*/i);
  const claims = parts.flatMap<Record<string, unknown>>((part) => claimOf(part) ?? []);
  return parts.length > 1 && claims.length === parts.length ? claims : undefined;
}

/** What holds where a claim of one end does not, and undefined for any other. */
function denialOf(claim: Record<string, unknown> | undefined): Record<string, unknown> | undefined {
  if (claim === undefined || Object.hasOwn(claim, 'min') === Object.hasOwn(claim, 'max')) return undefined;
  const { min, max, ...others } = claim;
  return min === undefined ? { ...others, min: max } : { ...others, max: min };
}

/** What programs compute around a column, in the signs of a claim: `len(classes)`, `pytest.approx(0.9)`. */
function withoutFunctions(text: string): string {
  return text
    .replaceAll(/(?<=[\s<>=≥≤])0,(?=\d)/g, '0.')
    .replace(/%\s*(\d[\d.]*)/, '$1%')
    .replace(
      /^\s*(?:\w+\.)?(?:is_?close|all_?close|almost_?equal|approx)\((\w+),\s*([\d.]+).*\)\s*$/i,
      '$1 ≈ $2',
    )
    .replace(/==?\s*(?:\w+\.)?approx\(([\d.]+).*?\)/i, '≈ $1')
    .replace(
      /^\s*min\((\w+)\)(?=\s*>)|^\s*max\((\w+)\)(?=\s*<)|^\s*(?:len|count|float|int|round)\((\w+)\)/i,
      '$1$2$3',
    );
}

/**
 * What to write for a sentence that says what must not be: the nearest that an expectation can say; undefined for any other.
 *
 * @example deniedText('match_rate != 0') // '{ metric: match_rate, min: 0.01 }, or another min: an expectation says what must hold'
 */
export function deniedText(text: string): string | undefined {
  const claim = claimOf(text.replace(/!=|<>|≠|\bis\s+not\b|\bnot\s+equal\s+to\b/i, '=='));
  if (!claim || typeof claim.equals !== 'number') return undefined;
  const { equals, ...others } = claim;
  const [end, value] =
    equals === 1 && /rate|share/.test(String(claim.metric))
      ? ['max', 0.99]
      : ['min', equals === 0 ? 0.01 : equals + 1];
  return `${written({ ...others, [end]: value })}, or another ${end}: an expectation says what must hold`;
}

/** `match_rate between 0.1 and 0.2`, `0.1 < match_rate < 0.2` as an expectation; undefined for other sentences. */
function rangeClaim(text: string, at: Record<string, unknown>): Record<string, unknown> | undefined {
  const number = String.raw`(-?(?:\d+\.?\d*|\.\d+))`;
  const after = new RegExp(
    String.raw`^\s*(\w[\w ]*?)\s+(?:between|from|in|within|∈)?\s*${number}\s*(?:to|\.\.+|…|–|-|\s)\s*${number}\s*$`,
  ).exec(text);
  const around = new RegExp(String.raw`^\s*${number}\s*[<≤]=?\s*(\w[\w ]*?)\s*[<≤]=?\s*${number}\s*$`).exec(
    text,
  );
  const [low, words, high] = after ? [after[2], after[1], after[3]] : (around?.slice(1) ?? []);
  const metric = words === undefined ? undefined : metricOf(words);
  if (metric === undefined) return undefined;
  return { metric, ...(Object.keys(at).length > 0 && { at }), min: Number(low), max: Number(high) };
}

/**
 * A list of expectations in place of what was given: an object by metrics, a sentence, or a list of such; undefined if
 * one of them is not understood.
 *
 * @example claimsText({ match_rate: 1 }) // 'expect: [{ metric: match_rate, equals: 1 }]'
 */
export function claimsText(value: unknown): string | undefined {
  const items = isObject(value) && !Object.hasOwn(value, 'metric') ? Object.entries(value) : [value].flat();
  const list = items.flatMap<unknown>((item) => {
    if (typeof item === 'string') return claimsOf(item);
    if (!Array.isArray(item)) return isObject(item) && Object.hasOwn(item, 'metric') ? item : undefined;
    const [metric, claim] = item;
    return claimAbout(String(metric), claim) ?? { metric, equals: claim };
  });
  const [only] = items;
  const denied =
    items.length === 1 && typeof only === 'string' && list[0] === undefined ? deniedText(only) : undefined;
  if (denied !== undefined) return `expect: [${denied.replace('}', '}]')}`;
  const text = list.includes(undefined) || list.length === 0 ? undefined : written(list);
  return text === undefined ? undefined : `expect: ${text}`;
}

function metricOf(words: string): string | undefined {
  const name = words.trim().replaceAll(/\s+/g, '_');
  return isColumnName(name) ? name : aliasOf(name, aliases.metric);
}

/** `should be at least 0.9` as `>= 0.9`. */
function inSigns(text: string): string {
  const verb = String.raw`(?:(?:should|must|shall|has to|have to|needs to)\s+)?(?:be|is|are|equals?|equal to)?\s*`;
  const signs: [string, string][] = [
    [
      '(?:at least|no less than|not less than|not below|greater than or equal to|mindestens|wenigstens|en az)',
      '>=',
    ],
    [
      '(?:at most|no more than|not more than|not above|less than or equal to|höchstens|maximal|en fazla|en çok)',
      '<=',
    ],
    ['(?:above|over|more than|greater than|larger than)', '>'],
    ['(?:below|under|less than|smaller than)', '<'],
  ];
  const compared = signs.reduce(
    (said, [words, sign]) =>
      said.replace(new RegExp(`\\b${verb}\\b${words}\\s+(?=-?[\\d.])`, 'i'), ` ${sign} `),
    text,
  );
  return compared.replace(
    /\b(?:(?:should|must|shall|has to|have to|needs to)\s+(?:be|equal)|equals?|is exactly|is equal to|is)\s+(?=-?[\d.])/i,
    ' == ',
  );
}

/** A sentence that says that every trial matches. */
const ALWAYS =
  /^\s*(?:(?:everything|every(?: trial)?|all(?: trials)?|they all|it|each(?: trial)?)\s+(?:always\s+)?(?:match(?:es)?|coincides?|stays? the same|are the same|equal)|always match(?:es)?|nothing (?:changes|moves)|no change)\s*$/i;

/** The columns that tell rows apart in every table, with a value. */
const CONDITION = /\b(depth|step|layer|label)\s*(?:==?|:|\bis\b)?\s*(\w+)/g;

const COMPARISON = /^\s*(\w[\w ]*?)\s*(>=|<=|==|~=|≈=|[>=<≥≤≈~≃≅])\s*(-?(?:\d+\.?\d*|\.\d+))\s*(%?)\s*$/;

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

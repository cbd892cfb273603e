import { isObject } from '../../core/is_object.ts';
import { claimOf, claimsOf, deniedText, otherClaim } from './claim_sentence.ts';
import { BOUNDS, boundOf, isColumnName } from './claim_words.ts';
import { keyWithValue, saidText, written } from './written.ts';

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

/** Keys with two ends, with a value that may be off, and with one that must not be. */
const TWO_ENDS = /^(between|in|in_?range|range|inside|bounds|interval|limits)$/i;
const NEAR = /^(approx|approximately|approx_equals?|almost|about|near|close|close_?to|isclose|≈|~|~=|≃|≅)$/i;
const NOT = /^(not|not_?equals?|ne|neq|!=|<>|≠|is_?not|not_in)$/i;

/**
 * The two numbers of a list or a text, the smaller first; undefined for any other value.
 *
 * @example twoNumbers('0.2 to 0.1') // [0.1, 0.2]
 */
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
    const [name, claim] = item;
    const bound = isColumnName(name) ? undefined : boundOf(name);
    if (bound !== undefined && typeof claim === 'number') return { metric: 'match_rate', [bound]: claim };
    return claimAbout(String(name), claim) ?? { metric: name, equals: claim };
  });
  const [only] = items;
  const denied =
    items.length === 1 && typeof only === 'string' && list[0] === undefined
      ? (deniedText(only, true) ?? otherClaim(only, true))
      : undefined;
  if (denied !== undefined) return denied.startsWith('leave it out') ? denied : `expect: ${denied}`;
  const text = list.includes(undefined) || list.length === 0 ? undefined : written(list);
  return text === undefined ? undefined : `expect: ${text}`;
}

/** A sentence as expectations: `match_rate > 0.9` as `{ metric: match_rate, min: 0.9 }`. */
export function expectationText(sentence: string): string | undefined {
  const claims = claimsOf(sentence);
  const text =
    claims?.map((claim) => written(claim)).join(', ') ?? deniedText(sentence) ?? otherClaim(sentence);
  return text && claims && claims.length > 1 ? `${text}, which are ${claims.length} items of the list` : text;
}

/** The row that an expectation is about: `depth 4` as `at: { depth: 4 }`. */
export function rowOfExpectation(value: unknown): string {
  const [depth] = [value].flat();
  if (typeof depth === 'number') return `at: { depth: ${depth} }`;
  const [, column, wanted] = /^(depth|step|layer)\s*[:=]?\s*(\w+)$/.exec(saidText(value)) ?? [];
  if (column !== undefined) return `at: { ${column}: ${wanted} }`;
  if (isObject(depth)) return `at: ${written(depth) ?? '{ depth: 1 }'}`;
  return 'at: { depth: 1 }, or another depth';
}

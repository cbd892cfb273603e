import { BOUNDS, boundOf, isColumnName, metricOf } from './claim_words.ts';
import { saidText, written } from './written.ts';

/**
 * A sentence as an expectation; undefined where a part of it is unknown.
 *
 * @example claimOf('match rate at depth 5 >= 90%') // { metric: 'match_rate', at: { depth: 5 }, min: 0.9 }
 */
export function claimOf(text: string): Record<string, unknown> | undefined {
  if (ANY_OF.test(text)) return undefined;
  const [, of, matcher, given] = /^expect\((\w+)\)\.(?:to\.)?(\w+)\((-?[\d.]+)\)$/.exec(text.trim()) ?? [];
  const end = matcher === undefined ? undefined : boundOf(matcher);
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

/** A claim with the other end, `max: 5` for `min: 5`; undefined for a claim that has not exactly one end. */
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
    .replace(/^((?:\s*assert\b)?\s*\w+)\.(?:mean|min|max|item|all)\(\)/, '$1')
    .replace(/^\s*(?:\w+\.)?(?:all|mean|average|avg|median)\((.*)\)/i, '$1')
    .replace(
      /^\s*min\((\w+)\)(?=\s*>)|^\s*max\((\w+)\)(?=\s*<)|^\s*(?:len|count|float|int|round)\((\w+)\)/i,
      '$1$2$3',
    );
}

/**
 * What to write for a sentence that says what must not be: the nearest that an expectation can say; undefined for any
 * other.
 *
 * @param inList whether it is the only item of a list
 * @example deniedText('match_rate != 0') // '{ metric: match_rate, min: 0.01 }, or another min: an expectation says
 * what must hold'
 */
export function deniedText(text: string, inList = false): string | undefined {
  const claim = claimOf(text.replace(/!=|<>|≠|\bis\s+not\b|\bnot\s+equal\s+to\b/i, '=='));
  if (!claim || typeof claim.equals !== 'number') return undefined;
  const { equals, ...others } = claim;
  const [end, value] =
    equals === 1 && /rate|share/.test(saidText(claim.metric))
      ? ['max', 0.99]
      : ['min', equals === 0 ? 0.01 : equals + 1];
  const nearest = { ...others, [end]: value };
  return `${written(inList ? [nearest] : nearest)}, or another ${end}: an expectation says what must hold`;
}

/**
 * What to write for a sentence whose parts are known, though no expectation says it: two claims of which one must hold,
 * what another program measures, two arrays that are close, or a snapshot. Undefined for any other.
 *
 * @param inList whether it stands alone in a list
 * @example otherClaim('p95 < 0.1') // '{ metric: relative_l2, max: 0.1 }, or another column: there is no "p95"'
 */
export function otherClaim(text: string, inList = false): string | undefined {
  const list = (claims: readonly unknown[]) => written(inList ? claims : (claims[0] ?? []));
  if (/snapshot|screenshot/i.test(text))
    return 'leave it out: coincide check compares with the committed results/';
  if (/\b(?:\w*all_?close|array_(?:almost_)?equal|assert_\w*equal|assertEqual|is_?close)\(/i.test(text))
    return `${list([{ metric: 'match_rate', equals: 1 }])}, and compare: close at the top of the file`;
  const [, of, rest] = ANY_OF.exec(text) ?? [];
  const one = of === undefined ? undefined : claimOf(`${of} ${rest}`);
  if (one)
    return `${list([{ ...one, at: { depth: 1 } }])}, for one row: no expectation is about any of several`;
  const parts = text.split(/\s*(?:\|\||\bor\b)\s*/i);
  const claims = parts.flatMap((part) => claimOf(part) ?? []);
  if (parts.length > 1)
    return `${list([claims[0] ?? { metric: 'match_rate', min: 0.9 }])}, for one of them: no expectation says "or"`;
  const [, word = '', sign = '', number, unit] =
    /^\s*(?:assert\s+)?(\w[\w. ]*?)\s*([<>]=?|==?)\s*(-?\d*\.?\d+)\s*([mµu]?s|sec\w*|min\w*)?\s*$/i.exec(
      text,
    ) ?? [];
  if (unit !== undefined) return 'leave it out: no time is measured';
  const bound = BOUNDS[sign];
  if (bound === undefined) return undefined;
  const metric = bound === 'max' ? 'relative_l2' : 'match_rate';
  return `${list([{ metric, [bound]: Number(number) }])}, or another column: there is no "${word}"`;
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

/** What a program says of any of several values. */
const ANY_OF = /^\s*(?:assert\s+)?(?:\w+\.)?(?:any|some)\(([^()]*)\)\s*(.*)$/i;

/** A sentence that says that every trial matches. */
const ALWAYS =
  /^\s*(?:(?:everything|every(?: trial)?|all(?: trials)?|they all|it|each(?: trial)?)\s+(?:always\s+)?(?:match(?:es)?|coincides?|stays? the same|are the same|equal)|always match(?:es)?|nothing (?:changes|moves)|no change)\s*$/i;

/** The columns that identify rows in every table, each with a value. */
const CONDITION = /\b(depth|step|layer|label)\s*(?:==?|:|\bis\b)?\s*(\w+)/g;

const COMPARISON = /^\s*(\w[\w ]*?)\s*(>=|<=|==|~=|≈=|[>=<≥≤≈~≃≅])\s*(-?(?:\d+\.?\d*|\.\d+))\s*(%?)\s*$/;

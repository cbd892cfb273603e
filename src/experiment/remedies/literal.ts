/**
 * What a text was meant as: a number, a pair, true or false. Undefined if that is not known.
 *
 * @param expected what belongs in its place, in the words of the mistake
 * @example literal('0,9', 'a number from 0 to 1') // '0.9, with a point'
 */
export function literal(text: string, expected: string): string | undefined {
  if (expected === 'true or false') {
    if (/^(yes|on|y|1|true|evet)$/i.test(text)) return 'true';
    return /^(no|off|n|0|false|hayır)$/i.test(text) ? 'false' : undefined;
  }
  if (!/number/.test(expected)) return undefined;
  const word = NUMBERS.findIndex((words) => words.split(' ').includes(text.toLowerCase()));
  if (word > 0 || (word === 0 && !/from [1-9]|least 1/.test(expected))) return String(word);
  const ascii = inAscii(text);
  if (ascii !== text && looksNumeric(ascii) && !RAISED.test(text)) return String(Number(ascii));
  const [, over, under] = /^(\d+)\s*[/⁄]\s*([1-9]\d*)$/.exec(ascii) ?? [];
  const ratio = Number(over) / Number(under);
  if (over !== undefined && !RAISED.test(text) && (Number.isInteger(ratio) || !/whole number/.test(expected)))
    return String(Number(ratio.toPrecision(12)));
  const [, first, last] = /^([-+]?\d+)\s*(?:\.\.+|…|to|:)\s*([-+]?\d+)$/.exec(ascii) ?? [];
  if (last !== undefined && expected.startsWith('two numbers')) return `[${Number(first)}, ${Number(last)}]`;
  const [, near, width] = /^(\d*\.?\d+)\s*(?:±|\+\/?-)\s*(\d*\.?\d+)$/.exec(text) ?? [];
  if (near !== undefined && !expected.includes('two')) return `${near}, and within: ${width} beside it`;
  const [, whole, decimals] = /^([-+]?\d+),(\d+)$/.exec(text) ?? [];
  const point = whole !== undefined && !/whole number/.test(expected) && `${whole}.${decimals}`;
  if (point && (!expected.includes('two') || /^0/.test(point))) return `${point}, with a point`;
  const thousands = /^(\d+)\s*k$/i.exec(text);
  if (thousands) return String(Number(thousands[1]) * 1000);
  const spaced = text.trim().split(/\s+/);
  const isThousands =
    /^\d{1,3}( \d{3})+$/.test(text) && /^a (whole|finite)? ?number(?!.* two )/.test(expected);
  if (isThousands) return text.replaceAll(' ', '');
  if (spaced.length > 1 && spaced.every(looksNumeric)) return `[${spaced.join(', ')}], with commas`;
  const plain = text.replaceAll(/[_ ]|(?<!^0),(?=\d{3}\b)/g, '');
  const unit = /^(\d+(?:\.\d+)?)\s*\p{L}{2,}$/u.exec(text);
  if (unit) return `${unit[1]}, without a unit`;
  if (looksNumeric(plain)) return `${Number(plain)}, without quotes`;
  const percent = expected.includes('"all"') ? undefined : /^(\d+(?:\.\d+)?)\s*%$/.exec(text);
  if (percent && expected.includes('percentage')) return `${percent[1]}%`;
  if (percent && !isShare(expected)) return 'the number itself, without %';
  if (percent) return String(Number((Number(percent[1]) / 100).toPrecision(12)));
  const pair = /^[([]?\s*(-?\d+)\s*(?:,|x|×|\*)\s*(-?\d+)\s*[)\]]?$/.exec(text);
  return pair ? `[${pair[1]}, ${pair[2]}]${point ? `, or ${point} with a point` : ''}` : undefined;
}

/** Digits that are no part of the number below them. */
const RAISED = /[\u00b2\u00b3\u00b9\u2070-\u209c]/;

/** Digits of other scripts and the minus sign as a file writes them. */
function inAscii(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[\u200b\u2060\ufeff]/g, '')
    .replaceAll(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replaceAll(/[−–]/g, '-')
    .trim();
}

function looksNumeric(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^[-+]?\d+(\.\d+)?$/.test(value));
}

/** Whether a share of 1 can belong there, so that a percentage is one. */
function isShare(expected: string): boolean {
  return /^a (finite )?number(?! of at least 1| from [1-9]| from 0 to 1[\d,]+)/.test(expected);
}

/** Numbers as words, each at its own index. */
const NUMBERS = [
  'zero null sifir sıfır zéro cero',
  'one bir eins un uno',
  'two iki zwei deux dos',
  'three üç uc drei trois tres',
  'four dört dort vier quatre cuatro',
  'five beş bes fünf cinq cinco',
  'six altı alti sechs',
  'seven yedi sieben sept siete',
  'eight sekiz acht huit ocho',
  'nine dokuz neun neuf nueve',
  'ten on zehn dix diez',
];

import { isObject } from '../../core/is_object.ts';
import type { Path } from '../text/source.ts';
import { claimOf, claimsText } from './expectations.ts';
import type { GivenMistake } from './given_mistake.ts';
import { listedLayers, paddingText } from './layers.ts';
import { isCells } from './meant_layer.ts';
import { meantShift } from './shifts.ts';
import { aliasOf } from './words/alias_of.ts';
import { aliases } from './words/aliases.ts';
import { wordOf } from './words/word_of.ts';
import { instead, written } from './written.ts';

/** The remedy for a value in another form than belongs there, `write [3, 3]`; undefined if none is known. */
export function forValue({ path, mistake, value, parent }: GivenMistake): string | undefined {
  const key = String(path.at(-1));
  if (mistake.expected === undefined) return undefined;
  if (path.length === 1) {
    const text = forSection(key, value, mistake.expected);
    if (text !== undefined) return instead(text);
  }
  if (path.length === 2 && path[0] === 'expect' && typeof value === 'string') {
    const claim = claimOf(value);
    return claim && instead(written(claim)!);
  }
  if (path[0] === 'expect' && path.length === 3 && key === 'at') {
    const [depth] = [value].flat();
    if (typeof depth === 'number') return instead(`at: { depth: ${depth} }`);
    const [, column, wanted] = /^(depth|step|layer)\s*[:=]?\s*(\w+)$/.exec(String(value)) ?? [];
    if (column !== undefined) return instead(`at: { ${column}: ${wanted} }`);
  }
  // Each number of a kernel with one row is refused.
  if (path.at(-2) === 'kernel' && Array.isArray(parent) && parent.every((one) => typeof one === 'number'))
    return instead(`kernel: [${written(parent)}]`);
  const swept = forList(path, value, mistake.expected);
  if (swept !== undefined) return instead(swept);
  if (mistake.expected.startsWith('two numbers')) {
    const list = Array.isArray(value) ? value : parent;
    if (Array.isArray(list) && list.length === 2 && list.every((item) => typeof item === 'number'))
      return instead(`${String(path[path.length - (list === value ? 1 : 2)])}: [${written(list)}]`);
    if (typeof value === 'number' && value >= 0) return instead(`${key}: [${value && -value}, ${value}]`);
  }
  if (/\bsame\b/.test(mistake.expected) && isObject(parent) && isCells(value))
    return instead(paddingText(parent, value));
  if (typeof value === 'number') {
    const number = forNumber(key, value, mistake.expected);
    if (number !== undefined) return instead(number);
  }
  if (typeof value === 'number' && !Number.isInteger(value)) return forFraction(value, mistake.expected);
  if (key === 'classes' && typeof value === 'number')
    return instead('classes: classes.txt, a file with a class name per line, or leave it out');
  if (key === 'labels' && Array.isArray(value)) return instead(`classes: ${written(value) ?? 'classes.txt'}`);
  if (key === 'resize' && Array.isArray(value) && value.length === 2)
    return instead(`resize: { size: ${written(value)} }`);
  if (key === 'resize' && typeof value === 'number') return instead(`resize: { shorter: ${value} }`);
  if (typeof value !== 'string') {
    const word = typeof value === 'boolean' ? wordOf(key, String(value)) : undefined;
    if (word !== undefined) return instead(word);
    if ((value === 0 || value === 1) && mistake.expected === 'true or false')
      return instead(String(value === 1));
    return undefined;
  }
  const text = forText(key, value) ?? wordOf(key, value) ?? literal(value, mistake.expected);
  return text === undefined ? undefined : instead(text);
}

/** A list where one value belongs: in a sweep, each is a variant. */
function forList(path: Path, value: unknown, expected: string): string | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const [section, key] = [String(path[0]), String(path.at(-1))];
  const isPlain = value.every((item) => typeof item === 'number' || typeof item === 'string');
  if (section === 'layers' && path.length === 2) return isPlain ? value.join(', ') : undefined;
  if (section === 'steps') return 'pools';
  if (!isPlain || !SWEPT.includes(section)) return undefined;
  if (expected.startsWith('[first, last]'))
    return `${key}: ${written([...value].sort((a, b) => Number(a) - Number(b)))}`;
  if (key === 'size' && value.length === 3 && /two as/.test(expected)) {
    const channels = [0, 2].find((at) => value[at] === 1 || value[at] === 3);
    return channels === undefined
      ? undefined
      : `size: ${written(channels === 0 ? value.slice(1) : value.slice(0, 2))}`;
  }
  if (!/^(a whole number|a finite number|a number|the name of)/.test(expected)) return undefined;
  if (value.length === 1) return `${key}: ${written(value[0])}`;
  if (path.length === 1 && section === 'pool') return `layers: ${written(value) ?? '[max_pool, avg_pool]'}`;
  const top = path.length === 1 ? '' : ' at the top of the file';
  return `sweep: { ${path.join('.')}: ${written(value) ?? '[…]'} }${top}`;
}

/** Sections whose values a sweep can vary, as far as a list in their place means that. */
const SWEPT = ['image', 'shift', 'pool', 'layers', 'trials', 'seed', 'compare'];

/** A number in the place of something else, or with the wrong sign. */
function forNumber(key: string, value: number, expected: string): string | undefined {
  if (key === 'steps') return 'pools';
  if (key === 'description') return JSON.stringify(String(value));
  return value < 0 && Number.isInteger(value) && /at least 0|from 1 to/.test(expected)
    ? String(-value)
    : undefined;
}

/** A range of depths, or a share of the trials, as a text. */
function forText(key: string, text: string): string | undefined {
  const [, last] = (key === 'depth' && /^\d+\s*(?:-|–|\.\.+|to|:)\s*(\d+)$/.exec(text)) || [];
  if (last !== undefined) return `${last}, since each depth up to it has a row`;
  return key === 'trials' && /^(?:100\s*%|\*|∞)$/.test(text) ? 'all' : undefined;
}

/** A comparison that a number or a word means; the value itself if none is known. */
export function meantComparison(value: unknown): unknown {
  if (typeof value === 'number' && value >= 0)
    return value === 0 ? 'exact' : { type: 'close', relative: value };
  return typeof value === 'string' ? (aliasOf(value, aliases.comparison) ?? value) : value;
}

/** The value of a whole section. */
function forSection(section: string, value: unknown, expected: string): string | undefined {
  const isKind = expected.startsWith('the name of');
  const scalar = typeof value === 'string' || typeof value === 'number';
  switch (section) {
    case 'compare':
      return isKind && typeof value === 'number' ? `compare: ${written(meantComparison(value))}` : undefined;
    case 'image':
      return isKind && typeof value === 'number' ? `image: { type: circle, size: ${value} }` : undefined;
    case 'pool':
      if (isKind && value === true) return 'pool: max_pool';
      return isKind && isDepth(value) ? poolOfDepth(value) : undefined;
    case 'shift': {
      const shift = meantShift(value) ?? (typeof value === 'string' ? { max: 3 } : undefined);
      return shift && `shift: ${written(shift)}`;
    }
    case 'layers':
      if (isDepth(value)) return poolOfDepth(value);
      if (isObject(value)) return layersOfObject(value);
      if (typeof value === 'string') {
        const list = listedLayers(value);
        return list && `layers: ${list}`;
      }
      return undefined;
    case 'measures':
    case 'tables':
      if (isObject(value)) return `${section}: ${written(listOfObject(section, value)) ?? '[…]'}`;
      if (!scalar) return undefined;
      return `${section}: [${String(value)
        .split(/[\s,;]+/)
        .map((name) => nameInList(section, name))
        .join(', ')}]`;
    case 'expect':
      return claimsText(value) ?? 'expect: [{ metric: match_rate, at: { depth: 4 }, min: 0.9 }]';
    default:
      return undefined;
  }
}

function isDepth(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 1000;
}

function poolOfDepth(depth: number): string {
  return `pool: { type: max_pool, depth: ${depth} }`;
}

/** `{ ranks: { top: 3 }, worst: true }` as the list that it is. */
function listOfObject(section: string, value: Record<string, unknown>): unknown[] {
  if (Object.hasOwn(value, 'type')) return [value];
  return Object.entries(value)
    .filter(([, options]) => options !== false)
    .map(([name, options]) =>
      section === 'measures' && isObject(options) && Object.keys(options).length > 0
        ? { type: name, ...options }
        : name,
    );
}

/** A name of a table or a measure, as far as it is known. */
function nameInList(section: string, name: string): string {
  return (section === 'tables' ? wordOf(section, name) : undefined) ?? written(name) ?? name;
}

/** `{ max_pool: { depth: 3 } }` as the layers that it means. */
function layersOfObject(value: Record<string, unknown>): string | undefined {
  if (Object.keys(value).every((key) => /^\d+$/.test(key))) {
    const list = Object.values(value);
    return list.every((item) => typeof item === 'string')
      ? forSection('layers', list.join(', '), '')
      : undefined;
  }
  const given = Object.entries(value).map(([type, options]) => ({
    type,
    ...(isObject(options) ? options : {}),
  }));
  const [only] = given;
  if (given.length === 1 && only && 'depth' in only) return `pool: ${written(only)}`;
  const layers = Object.hasOwn(value, 'type') ? [value] : given;
  const text = written(layers.map((one) => (Object.keys(one).length === 1 ? one.type : one)));
  return text === undefined ? undefined : `layers: ${text}`;
}

/** A fraction where a whole number belongs, or a multiple of the step. */
function forFraction(value: number, expected: string): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  const neighbours = `${Math.floor(value)} or ${Math.ceil(value)}`;
  if (value > 1 && expected.startsWith('a whole number')) return instead(neighbours);
  if (!expected.startsWith('whole multiples of the step')) return undefined;
  const step = [0.5, 0.25, 0.2, 0.125, 0.1].find((one) => Number.isInteger(value / one));
  return step === undefined ? instead(neighbours) : instead(`${neighbours}, or add step: ${step}`);
}

/** A text that was meant as a number, a pair, true or false. */
function literal(text: string, expected: string): string | undefined {
  if (expected === 'true or false') {
    if (/^(yes|on|y|1|true|evet)$/i.test(text)) return 'true';
    return /^(no|off|n|0|false|hayır)$/i.test(text) ? 'false' : undefined;
  }
  if (!/number/.test(expected)) return undefined;
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
  if (spaced.length > 1 && spaced.every(looksNumeric)) return `[${spaced.join(', ')}], with commas`;
  const plain = text.replaceAll(/[_ ]|(?<!^0),(?=\d{3}\b)/g, '');
  const pixels = /^(\d+(?:\.\d+)?)\s*(?:px|pixels?)$/i.exec(text);
  if (pixels) return `${pixels[1]}, without a unit`;
  if (looksNumeric(plain)) return `${Number(plain)}, without quotes`;
  const percent = expected.includes('"all"') ? undefined : /^(\d+(?:\.\d+)?)\s*%$/.exec(text);
  if (percent && expected.includes('percentage')) return `${percent[1]}%`;
  if (percent) return String(Number((Number(percent[1]) / 100).toPrecision(12)));
  const pair = /^[([]?\s*(-?\d+)\s*(?:,|x|×)\s*(-?\d+)\s*[)\]]?$/.exec(text);
  if (pair) return `[${pair[1]}, ${pair[2]}]${point ? `, or ${point} with a point` : ''}`;
  // `(2, 2)` inside braces is two items, `(2` and `2)`.
  const opened = /^\((-?\d+)$/.exec(text);
  return opened ? `[${opened[1]}, ${opened[1]}], with square brackets` : undefined;
}

/** Digits that are no part of the number below them. */
const RAISED = /[\u00b2\u00b3\u00b9\u2070-\u209c]/;

/** Digits of other scripts and the minus sign as a file writes them. */
function inAscii(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replaceAll(/[−–]/g, '-')
    .trim();
}

function looksNumeric(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^[-+]?\d+(\.\d+)?$/.test(value));
}

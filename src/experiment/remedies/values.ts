import { isObject } from '../../core/is_object.ts';
import type { Path } from '../text/source.ts';
import { asideOf } from './aside.ts';
import { cutCall } from './call.ts';
import { expectationText, rowOfExpectation, twoNumbers } from './expectations.ts';
import type { GivenMistake } from './given_mistake.ts';
import { paddingText } from './layer_keys.ts';
import { isCells } from './layer_options.ts';
import { layersText } from './layers.ts';
import { literal } from './literal.ts';
import { forFraction, forNumber, numberWord, SHARE_OF_SHIFTS } from './numbers.ts';
import { endsInList, forPair, pairsSplit } from './pairs.ts';
import { sweptPictures } from './picture_file.ts';
import { forPictureOption } from './pictures.ts';
import { numbersOfRange, valuesOfRange } from './ranges.ts';
import { forSection } from './sections.ts';
import { CI_KEY } from './words/file_keys.ts';
import { wordOf } from './words/word_of.ts';
import { instead, pasted, saidText, written } from './written.ts';

/** A value in another form than belongs there. */
interface WrongValue extends Omit<GivenMistake, 'mistake'> {
  /** The last part of the path. */
  key: string;
  /** What belongs there, in words. */
  expected: string;
}

/** The remedy for a value in another form than belongs there, `write [3, 3]`; undefined if none is known. */
export function forValue({ path, mistake, value, parent }: GivenMistake): string | undefined {
  const { expected } = mistake;
  if (expected === undefined) return undefined;
  const wrong = { path, key: String(path.at(-1)), value, parent, expected };
  return instead(path[0] === 'expect' && path.length > 1 ? inExpectation(wrong) : inSection(wrong));
}

/** The text to write in place of an expectation or of a value in one. */
function inExpectation(wrong: WrongValue): string | undefined {
  const { path, key, value } = wrong;
  const aside = typeof value === 'string' ? asideOf(value) : undefined;
  if (aside !== undefined) return aside;
  if (path.length === 2 && typeof value === 'string') return expectationText(value);
  if (path.length === 3 && key === 'at') return rowOfExpectation(value);
  if (key === 'compare_to' && typeof value === 'string' && /^\w+$/.test(value))
    return `compare_to: { pool.type: ${value} }, or another swept column`;
  const ends = key === 'equals' ? twoNumbers(value) : undefined;
  return (
    forWhole(wrong) ??
    (ends ? `min: ${ends[0]}, max: ${ends[1]}, in place of equals` : undefined) ??
    anywhere(wrong)
  );
}

/** The text to write in place of a section of a file, or of a value in one. */
function inSection(wrong: WrongValue): string | undefined {
  const { path, key, value, parent, expected } = wrong;
  const aside = typeof value === 'string' ? asideOf(value) : undefined;
  const section = path.length === 1 && aside === undefined ? forSection(key, value, expected) : aside;
  if (section !== undefined) return section;
  const isItem = path[0] === 'layers' && path.length === 2 && Array.isArray(parent);
  const cut = isItem ? cutCall(parent, Number(key)) : undefined;
  if (cut) return `leave it out: it is a part of ${cut.text}`;
  const isPicture = path[0] === 'image' || path[0] === 'against';
  return (
    forWhole(wrong) ??
    kernelOfRow(wrong) ??
    (isPicture ? forPictureOption(key, value, parent) : undefined) ??
    anywhere(wrong)
  );
}

/** A kernel with one row, each number of which is refused. */
function kernelOfRow({ path, parent }: WrongValue): string | undefined {
  const isRow = Array.isArray(parent) && parent.every((one) => typeof one === 'number');
  return path.at(-2) === 'kernel' && isRow ? pasted`kernel: [${written(parent)}]` : undefined;
}

/** The text to write in place of a value that may be in any section. */
function anywhere(wrong: WrongValue): string | undefined {
  const { path, key, value, expected } = wrong;
  const text = forList(path, value, expected) ?? pairOfNumbers(wrong) ?? paddingOfCells(wrong);
  if (text !== undefined) return text;
  if (typeof value === 'number') {
    const number = forNumber(key, value, expected);
    if (number !== undefined) return number;
    if (!Number.isInteger(value) || /^whole multiples/.test(expected)) return forFraction(value, expected);
  }
  return repeatedText(wrong) ?? rowsAround(wrong) ?? descriptionText(wrong) ?? wordText(wrong);
}

/** Two numbers in another form, or what a split pair was before it was split. */
function pairOfNumbers({ path, key, value, parent, expected }: WrongValue): string | undefined {
  const name = String(path.findLast((one) => typeof one === 'string'));
  const pair = expected.startsWith('two numbers')
    ? forPair(name, value, parent, expected)
    : endsInList(name, value, parent);
  const isSplit = pair === undefined && isObject(parent) && typeof value === 'string';
  return isSplit ? pairsSplit(parent, key) : pair;
}

/** Padding that is given as a number of cells. */
function paddingOfCells({ value, parent, expected }: WrongValue): string | undefined {
  const isPadding = /\bsame\b/.test(expected) && isObject(parent) && isCells(value);
  return isPadding ? paddingText(parent, value) : undefined;
}

/** A number of times or a layer, in a section `repeat`. */
function repeatedText({ path, key, value, parent }: WrongValue): string | undefined {
  if (key === 'repeat' && typeof value === 'number')
    return `{ times: ${value}, layers: ${(isObject(parent) && written(parent.layers)) || '[max_pool]'} }`;
  return key === 'layers' && path.includes('repeat') ? `layers: ${layersText(value)}` : undefined;
}

/** Rows of pixels, or those that a wrong row is among. */
function rowsAround({ path, key, value, parent }: WrongValue): string | undefined {
  if (key === 'rows') return rowsText(value);
  return path.at(-2) === 'rows' ? rowsText(parent) : undefined;
}

/** A description that YAML reads as a list or an object, in quotation marks. */
function descriptionText({ key, value }: WrongValue): string | undefined {
  if (key !== 'description') return undefined;
  if (Array.isArray(value)) return value.some(isObject) ? undefined : JSON.stringify(value.join(', '));
  return isObject(value) ? JSON.stringify(written(value) ?? '').replaceAll(': null', '') : undefined;
}

/** What a word, a text or a number in place of `true` was meant as. */
function wordText({ path, key, value, expected }: WrongValue): string | undefined {
  if (typeof value === 'string')
    return (
      forText(key, value) ??
      sweptRange(path, value, expected) ??
      numberWord(key, value, expected) ??
      wordOf(key, value) ??
      rightSigned(key, value, expected)
    );
  const word = typeof value === 'boolean' ? wordOf(key, String(value)) : undefined;
  const isBoolean = (value === 0 || value === 1) && expected === 'true or false';
  return word ?? (isBoolean ? String(value === 1) : undefined);
}

/** What a text was meant as; where that is a number of the wrong sign, with the right one. */
function rightSigned(key: string, text: string, expected: string): string | undefined {
  const meant = literal(text, expected);
  return (meant?.startsWith('-') ? forNumber(key, Number.parseFloat(meant), expected) : undefined) ?? meant;
}

/** A list, an object or a word whose parts are right by themselves, and which is wrong as a whole. */
function forWhole({ path, key, value, expected }: WrongValue): string | undefined {
  if (expected === 'at least one table') return 'tables: [summary]';
  if (expected.startsWith('a list of different shifts') && Array.isArray(value) && value.length === 0)
    return 'list: [[0, 1], [1, 0]]';
  if (expected === 'at least one column') return 'compare_to: { pool.type: max_pool }';
  if (expected.startsWith('one of max, ranges') && isObject(value))
    return Object.hasOwn(value, 'max')
      ? pasted`max: ${written(value.max)} alone, or the others without it`
      : 'max: 3';
  if (path[0] === 'shift' && key === 'max' && isObject(value)) {
    const [y, x] = [value.y ?? value.dy, value.x ?? value.dx];
    if (typeof y === 'number' && typeof x === 'number') return `max: [${y}, ${x}]`;
  }
  const numbers = [value].flat();
  if (expected.startsWith('whole or half numbers') && numbers.every(Number.isFinite))
    return pasted`${key}: ${written(numbers.map((cell) => Math.round(2 * (cell as number)) / 2))}, or filled: true beside it`;
  if (key === 'baseline' && Array.isArray(value) && value.length === 1)
    return pasted`baseline: ${written(value[0])}`;
  if (key === 'type' && !Array.isArray(value) && expected.startsWith('the name of'))
    return FIRST_KINDS[String(path[0])];
  if (key === 'seed' && typeof value === 'boolean') return 'a number, such as 1';
  if (key === 'trials' && typeof value === 'string' && /^[a-z]+$/i.test(value))
    return /^al+$/i.test(value) ? 'all' : undefined;
  if (path[0] !== 'expect' || path.at(-2) !== 'at') return undefined;
  if (isObject(value)) {
    const [[column, cell] = []] = Object.entries(value);
    return column === undefined ? undefined : pasted`${key}.${column}: ${written(cell)}`;
  }
  return Array.isArray(value) && value.length > 1
    ? pasted`${key}: ${written(value[0])}, and an expectation for each of the others`
    : undefined;
}

/** A kind of each section. */
const FIRST_KINDS: Readonly<Record<string, string>> = {
  image: 'circle',
  against: 'circle',
  pool: 'max_pool',
  layers: 'max_pool',
  compare: 'exact',
  measures: 'worst',
};

/** A range where one number belongs: in a sweep, each whole number of it is a variant. */
function sweptRange(path: Path, text: string, expected: string): string | undefined {
  const isNumber = /^a (whole |finite )?number/.test(expected) && SWEPT.includes(String(path[0]));
  // Two numbers with a comma may be a pair, or one number.
  const isList = /^\d+\s*(?:\.\.+|[-–:…]|to)\s*\d+(?::\d+)?$|^\d+(?:\s*,\s*\d+){2,}$/.test(text);
  if (!isNumber || path.length < 2 || !isList) return undefined;
  return `sweep: { ${path.join('.')}: ${valuesOfRange(text)} } at the top of the file`;
}

/** A list where one value belongs: in a sweep, each is a variant. */
function forList(path: Path, value: unknown, expected: string): string | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const [section, key] = [String(path[0]), String(path.at(-1))];
  const isPlain = value.every((item) => typeof item === 'number' || typeof item === 'string');
  if (section === 'layers' && path.length === 2) return isPlain ? value.join(', ') : undefined;
  if (section === 'steps') return value.some(isObject) ? CI_KEY : 'pools';
  if (key === 'path' && isPlain && SWEPT.includes(section))
    return `sweep: { ${path.join('.')}: ${written(value) ?? '[…]'} } at the top of the file`;
  if (section === 'expect' && key === 'metric' && isPlain)
    return `metric: ${value[0]}, and an expectation for each of the others`;
  if (!isPlain || !SWEPT.includes(section)) return undefined;
  if (expected.startsWith('[first, last]'))
    return pasted`${key}: ${written([...value].sort((a, b) => Number(a) - Number(b)))}`;
  if (key === 'size' && value.length === 3 && /two as/.test(expected)) {
    const channels = [0, 2].find((at) => value[at] === 1 || value[at] === 3);
    return pasted`size: ${written(channels === 0 ? value.slice(1) : value.slice(0, 2))}`;
  }
  if (!/^(a whole number|a finite number|a number|the name of)/.test(expected)) return undefined;
  const top = path.length === 1 ? '' : ' at the top of the file';
  const only = value.length === 1 ? saidText(value[0]) : '';
  const reach = key === 'max' ? forText(key, only) : undefined;
  if (reach !== undefined) return `${key}: ${reach}`;
  const range = allowedOf(numbersOfRange(only), expected);
  if (range !== undefined) return `sweep: { ${path.join('.')}: ${range} }${top}`;
  if (value.every((one) => one === value[0])) return pasted`${key}: ${written(value[0])}`;
  if (path.length === 1 && section === 'pool') return `layers: ${written(value) ?? '[max_pool, avg_pool]'}`;
  if (path.length === 1 && section === 'image' && value.every((one) => /\.\w+$/.test(saidText(one))))
    return `image: ${sweptPictures(value)}`;
  return `sweep: { ${path.join('.')}: ${written(value) ?? '[…]'} }${top}`;
}

/** A list of numbers as text, without those below the least that is expected. */
function allowedOf(list: string | undefined, expected: string): string | undefined {
  const [, least] = /\b(?:at least|from) (\d+)/.exec(expected) ?? [];
  if (list === undefined || least === undefined || list.includes('…')) return list;
  const numbers = (JSON.parse(list) as number[]).filter((one) => one >= Number(least));
  return numbers.length === 0 ? undefined : `[${numbers.join(', ')}]`;
}

/** Sections whose values a sweep can vary, as far as a list in their place means that. */
const SWEPT = ['image', 'shift', 'pool', 'layers', 'trials', 'seed', 'compare'];

/** A range of depths, or a share of the trials, as a text. */
function forText(key: string, text: string): string | undefined {
  const [, most] = (key === 'max' && /^(?:±|\+\/?-)\s*(\d+(?:\.\d+)?)$/.exec(text)) || [];
  if (most !== undefined) return `${most}, which is ±${most}`;
  const [, reach] = (key === 'max' && /^-(\d+(?:\.\d+)?)\s*(?:\.\.+|…|to|:)\s*\+?\1$/.exec(text)) || [];
  const [, bound] = (key === 'max' && /^(?:<=|≤|up to|at most)\s*(\d+(?:\.\d+)?)$/i.exec(text)) || [];
  if (reach ?? bound) return reach ?? bound;
  const [, near] =
    (key === 'equals' && /^(?:≈|~|≃|≅|about|approx\.?|circa|ca\.?)\s*(\d*\.?\d+)$/i.exec(text)) || [];
  if (near !== undefined) return `${near}, and within: 0.01 beside it`;
  const [, last] = (key === 'depth' && /^\d+\s*(?:-|–|\.\.+|to|:)\s*(\d+)$/.exec(text)) || [];
  if (last !== undefined) return `${last}, since each depth up to it has a row`;
  if (key === 'depth' && /^(all|every|max|last)$/i.test(text))
    return '4, since each depth up to it has a row';
  const [, named] = /^\p{L}\w*\s*=\s*(\d+(?:\.\d+)?)$/u.exec(text) ?? [];
  if (named !== undefined && /^(?:max|radius|size|depth|trials)$/.test(key)) return named;
  if (key !== 'trials') return undefined;
  return /^(?:100\s*%|\*|∞)$/.test(text) ? 'all' : text.endsWith('%') ? SHARE_OF_SHIFTS : undefined;
}

/** Rows of pixels that are one row, or texts of digits. */
function rowsText(given: unknown): string | undefined {
  const rows =
    typeof given === 'string' && /^[\d\s.]+$/.test(given) ? given.trim().split('\n').map(pixelsOfRow) : given;
  if (rows !== given) return pasted`rows: ${written(rows)}`;
  if (!Array.isArray(rows)) return undefined;
  if (rows.every((one) => typeof one === 'number')) return pasted`rows: [${written(rows)}]`;
  const isDigits = rows.every((one) => typeof one === 'string' && /^\d+$/.test(one));
  return isDigits ? pasted`rows: ${written(rows.map((one) => [...one].map(Number)))}` : undefined;
}

function pixelsOfRow(row: string): number[] {
  return row.trim().split(/\s+/).map(Number);
}

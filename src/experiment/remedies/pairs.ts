import { isObject } from '../../core/is_object.ts';
import { literal } from './literal.ts';
import { pasted, written } from './written.ts';

/**
 * The text to write where two numbers belong that were given in another form; undefined if none is known.
 *
 * @param name the key that the numbers, or the list of pairs, belong to
 * @param expected what belongs there: a range `[first, last]`, or a place such as `[y, x]`
 * @example forPair('center', { x: 3, y: 4 }, {}, 'two numbers, [y, x]') // '[4, 3]'
 */
export function forPair(name: string, value: unknown, parent: unknown, expected: string): string | undefined {
  if (isObject(value)) {
    const pair = [value.y ?? value.dy ?? value.row, value.x ?? value.dx ?? value.column ?? value.col];
    return pair.every(isOneNumber) ? written(pair) : undefined;
  }
  if (Array.isArray(value) && value.length === 2 && value.every(isOneNumber))
    return pasted`${name}: [${written(value)}]`;
  const list = Array.isArray(parent) ? parent : undefined;
  const pairs = list && inBrackets(list);
  if (pairs !== undefined) return `${name}: ${pairs}`;
  if (list?.every(isOneNumber)) {
    if (expected.includes('[first, last]')) return `${name}: [${Math.min(...list)}, ${Math.max(...list)}]`;
    if (list.length === 2) return pasted`${name}: [${written(list)}]`;
    return name === 'list' ? pasted`list: ${written(list.map((dx) => [0, dx]))}` : undefined;
  }
  const one = typeof value === 'string' ? Number(literal(value, 'a number') ?? Number.NaN) : value;
  if (!isOneNumber(one) || list) return undefined;
  return expected.includes('[first, last]') ? `${name}: ${rangeAround(one)}` : `${name}: [${one}, ${one}]`;
}

/** @example rangeAround(3) // '[-3, 3]' */
export function rangeAround(length: number): string {
  const most = Math.abs(length);
  return `[${most && -most}, ${most}]`;
}

/**
 * A range in a list by itself, `x: [-3..3]`, as the list of its ends.
 *
 * @example endsInList('x', '-3..3', ['-3..3']) // 'x: [-3, 3]'
 */
export function endsInList(name: string, value: unknown, parent: unknown): string | undefined {
  if (typeof value !== 'string' || !Array.isArray(parent) || parent.length !== 1) return undefined;
  const ends = literal(value, 'two numbers');
  return ends?.startsWith('[') ? `${name}: ${ends}` : undefined;
}

/**
 * The pairs in round brackets that an object or a list in one line splits at their commas: `size: (64, 64)` is `size`
 * with the value `(64`, and a key `64)`. Undefined where the parts are anything else.
 *
 * @param key the key that a part of them belongs to, or that is one
 * @example pairsSplit({ type: 'circle', size: '(64', '64)': null }, '64)') // 'size: [64, 64]'
 */
export function pairsSplit(object: Record<string, unknown>, key: string): string | undefined {
  const keys = Object.keys(object);
  for (const [at, owner] of keys.entries()) {
    const first = object[owner];
    if (typeof first !== 'string' || !first.startsWith('(')) continue;
    const end = keys.findIndex((one, i) => i > at && object[one] !== null);
    const rest = keys.slice(at + 1, end < 0 ? undefined : end);
    const pairs = owner === key || rest.includes(key) ? inBrackets([first, ...rest]) : undefined;
    if (pairs !== undefined) return `${owner}: ${pairs}`;
  }
  return undefined;
}

/**
 * `at: 1, 2` inside braces, which is `at: 1` and a key `2`, as a pair, or as one number where a comma was its point.
 *
 * @example numberSplit({ step: 0, '5': null }, '5') // 'step: 0.5, with a point'
 */
export function numberSplit(object: Record<string, unknown>, name: string): string | undefined {
  const numbers = Object.entries(object).filter(([, value]) => isOneNumber(value));
  const [key, value] = numbers.find(([, one]) => one === 0) ?? (numbers.length === 1 ? numbers[0]! : []);
  if (key === undefined) return undefined;
  if (key === 'at') return `at: [[${value}, ${name}]]`;
  return PAIRS.includes(key) ? `${key}: [${value}, ${name}]` : `${key}: ${value}.${name}, with a point`;
}

const PAIRS = ['center', 'x', 'y', 'size', 'pool_size', 'strides', 'kernel_size', 'crop', 'frame'];

/** Texts that are pairs in round brackets, cut at their commas, as pairs in square ones. */
function inBrackets(parts: readonly unknown[]): string | undefined {
  const text = parts.join(', ');
  const pairs = [...text.matchAll(/\(\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*\)/g)];
  if (pairs.length === 0 || pairs.map(([pair]) => pair).join(', ') !== text) return undefined;
  const written = pairs.map(([, first, last]) => `[${first}, ${last}]`);
  return written.length === 1 ? written[0] : `[${written.join(', ')}]`;
}

function isOneNumber(value: unknown): value is number {
  return typeof value === 'number' && !Number.isNaN(value);
}

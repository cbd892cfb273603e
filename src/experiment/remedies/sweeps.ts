import { isObject } from '../../core/is_object.ts';
import { dottedPath, pathOfWord } from './option_path.ts';
import { listOfRange, numbersOfRange, valuesOfRange } from './ranges.ts';
import { valuesInWords } from './swept_words.ts';
import { instead, pasted, saidText, written } from './written.ts';

/**
 * A remedy for a key of a sweep that does not begin with a section; undefined if none is known.
 *
 * @example suggestSweptPath('depth') // 'write pool.depth'
 */
export function suggestSweptPath(key: string, value?: unknown): string | undefined {
  if (/^(include|exclude|method|name|metric|sampler|n_?trials|run_?cap|early_?terminate)$/i.test(key))
    return 'leave it out: every combination is a variant, and --variant of coincide run takes some';
  const paths = MATRICES.test(key) && isObject(value) ? suggestNestedPath(key, value) : undefined;
  if (paths !== undefined) return `${paths}, without ${key}`;
  const dotted = dottedPath(key);
  if (dotted !== undefined) return instead(dotted);
  const [, section, option] = /^(image|shift|pool)_(\w+)$/.exec(key) ?? [];
  if (section !== undefined) return instead(`${section}.${option}`);
  const path = key.includes('.') ? undefined : pathOfWord(key);
  return path === undefined ? undefined : instead(path);
}

/**
 * A remedy for the values of a swept key that are no list; undefined if none is known.
 *
 * @example suggestSweptValues('1..3') // 'write [1, 2, 3]'
 */
export function suggestSweptValues(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return instead(`[${value}]`);
  return typeof value === 'string' ? instead(valuesOfRange(value)) : undefined;
}

/**
 * The values of a swept key that commas in braces split into further keys: `{ shift.max: 1, 2, 3 }` has keys `2` and
 * `3`. The other keys of the sweep show which key they belong to.
 *
 * @param keys of the sweep, in the order of the file
 * @example splitValues(['shift.max', '2', '3'], { 'shift.max': 1, '2': null, '3': null }, 'shift.max')
 * // { rest: ['2', '3'], text: '1, 2, 3' }
 */
export function splitValues(
  keys: readonly string[],
  sweep: Record<string, unknown>,
  key: string,
): { rest: string[]; text: string } | undefined {
  const value = sweep[key];
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const after = keys.slice(keys.indexOf(key) + 1);
  const end = after.findIndex((one) => sweep[one] !== null);
  const rest = after.slice(0, end < 0 ? undefined : end);
  return rest.length === 0 ? undefined : { rest, text: [value, ...rest].join(', ') };
}

/**
 * A sweep that is written as a list, as the object that it is.
 *
 * @example sweepOfList([{ 'shift.max': [1, 2] }]) // '{ shift.max: [1, 2] }'
 * @example sweepOfList([{ key: 'shift.max', values: [1, 2] }]) // '{ shift.max: [1, 2] }'
 */
export function sweepOfList(list: unknown): string | undefined {
  if (!Array.isArray(list) || list.length === 0 || !list.every(isObject)) return undefined;
  const entries = list.flatMap((item) => {
    const { key = item.name ?? item.path ?? item.parameter ?? item.param, values } = item;
    return typeof key === 'string' ? [[key, values]] : Object.entries(item);
  });
  const lists: Record<string, unknown[]> = {};
  for (const [key, values] of entries as [string, unknown][]) {
    if (typeof values === 'string' && numbersOfRange(values) !== undefined) return undefined;
    if (isObject(values) || values === undefined || values === null) return undefined;
    lists[key] = [...(lists[key] ?? []), ...[values].flat()];
  }
  return written(lists);
}

/**
 * The remedy for named values that are the ends of a range, as in `{ start: 1, stop: 8 }`; undefined for any other names.
 *
 * @example suggestRange({ start: 1, stop: 3 }) // 'write [1, 2, 3]'
 */
export function suggestRange(values: Record<string, unknown>): string | undefined {
  const names = Object.keys(values);
  const isEnd = (name: string) => RANGE_WORDS.some((words) => words.split(' ').includes(name.toLowerCase()));
  const numbers = Object.values(values);
  if (names.length < 2 || !names.every(isEnd) || !numbers.every((value) => typeof value === 'number'))
    return undefined;
  const [first, last, step = 1] = RANGE_WORDS.map((words) => {
    const name = names.find((one) => words.split(' ').includes(one.toLowerCase()));
    return name === undefined ? undefined : Number(values[name]);
  });
  if (first === undefined || last === undefined || !(step > 0) || last < first) return undefined;
  const count = Math.floor((last - first) / step + 1e-9) + 1;
  return instead(listOfRange(first, step, count));
}

/** What the first value, the last and the step of a range are called. */
const RANGE_WORDS = ['start from first min begin', 'stop to end last max until', 'step by increment'];

/**
 * The remedy for a section in place of a path, as in `{ shift: { max: [1, 2] } }`; undefined for any other.
 *
 * @example suggestNestedPath('shift', { max: [1, 2] }) // 'write shift.max: [1, 2]'
 */
export function suggestNestedPath(section: string, values: Record<string, unknown>): string | undefined {
  const paths = Object.entries(values).map(([name, list]) =>
    Array.isArray(list) && list.every((item) => typeof item !== 'object')
      ? pasted`${pathBelow(section, name)}: ${written(list)}`
      : pasted`${pathBelow(section, name)}: ${isObject(list) ? valuesInWords(list) : numbersOfRange(saidText(list))}`,
  );
  return paths.length === 0 || paths.includes(undefined) ? undefined : instead(paths.join(', '));
}

/** The path of a key below a section; a key that is a path already is kept. */
function pathBelow(section: string, name: string): string {
  if (name.includes('.')) return name;
  return MATRICES.test(section) ? (pathOfWord(name) ?? name) : `${section}.${name}`;
}

/** Words for a sweep, within a sweep. */
const MATRICES = /^(matrix|grid|params?|parameters|zip|product)$/i;

/**
 * A sweep with the paths of its keys, `{ max: [1, 2] }` as `{ shift.max: [1, 2] }`; undefined where one of them is unknown.
 */
export function sweepByPaths(sweep: unknown): Record<string, unknown> | undefined {
  if (!isObject(sweep) || Object.keys(sweep).length === 0) return undefined;
  const entries = Object.entries(sweep).map(([key, values]) => {
    const isPath = SECTIONS.includes(key.split('.')[0]!);
    return [isPath ? key : (dottedPath(key) ?? pathOfWord(key)), values] as const;
  });
  return entries.every(([path, values]) => path !== undefined && Array.isArray(values))
    ? Object.fromEntries(entries)
    : undefined;
}

const SECTIONS = 'image against shift pool layers compare preprocess seed trials steps'.split(' ');

/**
 * The remedy for numbers as the values of a section, as in `{ shift: [1, 2] }`; undefined for any other.
 *
 * @example suggestOption('shift', [1, 2]) // 'write shift.max: [1, 2]'
 */
export function suggestOption(section: string, values: unknown): string | undefined {
  const isNumbers = Array.isArray(values) && values.every((one) => typeof one === 'number');
  if (!isNumbers || values.length === 0 || !Object.hasOwn(OPTION_OF_NUMBER, section)) return undefined;
  return instead(`${section}.${OPTION_OF_NUMBER[section]}: ${written(values) ?? '[…]'}`);
}

/** The option that a number alone means. */
const OPTION_OF_NUMBER: Readonly<Record<string, string>> = { shift: 'max', pool: 'depth', image: 'size' };

import { sortOf } from '../../core/arguments.ts';
import { UserError, type Where } from '../../core/error.ts';
import { formatMistake, type Mistake } from '../../core/mistake.ts';

/** A part of an experiment file: keys and indices from the top. */
export type Path = readonly (string | number)[];

/** An experiment as it was written: plain data, and the place of each part. */
export interface Source {
  value: unknown;
  /** The place of a value or of its key. For a part that is not there: the place of the nearest part that would hold it. */
  locate(path: Path, part?: 'key' | 'value'): Where | undefined;
  /** How a scalar is written, `1.000` for the number 1; undefined where that is not known. */
  text?(path: Path): string | undefined;
  /** The keys of an object in the order in which they were written. */
  keys(path: Path): string[];
}

/**
 * An experiment that is an object of a program, as it is now: the program may change it later. Its parts have no places.
 *
 * @throws UserError if it holds something that no file can: a function, a cycle
 */
export function objectSource(given: unknown): Source {
  const value = plainCopy(given, []);
  return {
    value,
    locate: () => undefined,
    keys: (path) => Object.keys((valueAt(value, path) as object | undefined) ?? {}),
  };
}

/** The part of a value at a path, or undefined. */
export function valueAt(value: unknown, path: Path): unknown {
  let part: any = value;
  for (const key of path) {
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, key)) return undefined;
    part = part[key];
  }
  return part;
}

/** A path as messages write it: `layers.0.strides`. */
export function formatPath(path: Path): string {
  return path.map((key) => (key === '' ? '""' : key)).join('.');
}

/**
 * Whether a path leads to `start`, or into it.
 *
 * @example startsWith(['layers', 0, 'strides'], ['layers', 0]) // true
 */
export function startsWith(path: Path, start: Path): boolean {
  return start.every((key, i) => String(path[i]) === String(key));
}

const MAX_OBJECT_DEPTH = 64;

/** A copy of data that a file can hold. */
function plainCopy(value: unknown, path: Path): unknown {
  if (path.length > MAX_OBJECT_DEPTH)
    fail({ place: String(path[0]), problem: `this is nested more than ${MAX_OBJECT_DEPTH} levels deep` });
  if (value === null || value === undefined || PLAIN.includes(typeof value)) return value;
  const prototype = typeof value === 'object' ? Object.getPrototypeOf(value) : undefined;
  if (Array.isArray(value))
    return Array.from(value, (item, i) => {
      if (item === undefined) fail({ place: formatPath([...path, i]), missing: 'value' });
      return plainCopy(item, [...path, i]);
    });
  if (prototype === Object.prototype || prototype === null)
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, plainCopy(item, [...path, key])]),
    );
  const what = typeof value === 'object' ? sortOf(value) : `a ${typeof value}`;
  const remedy = value instanceof Promise ? 'write await before it' : undefined;
  fail({ place: formatPath(path) || 'the experiment', expected: 'plain data', value: what, remedy });
}

const PLAIN = ['string', 'number', 'boolean'];

function fail(mistake: Mistake): never {
  throw new UserError(formatMistake(mistake));
}

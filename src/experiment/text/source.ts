import { UserError, type Where } from '../../core/error.ts';

/** A place in an experiment file: keys and indices from the top. */
export type Path = readonly (string | number)[];

/** An experiment as it was written: plain data, and where each part of it stands. */
export interface Source {
  value: unknown;
  /** Where a value stands, or its key; of what is not there, where it would belong. */
  locate(path: Path, part?: 'key' | 'value'): Where | undefined;
  /** The keys of an object in the order in which they were written. */
  keys(path: Path): string[];
}

/**
 * An experiment that was written as an object in a program: it has no places.
 *
 * @throws UserError where it holds what no file can: a function, a cycle
 */
export function objectSource(value: unknown): Source {
  requirePlain(value, []);
  return {
    value,
    locate: () => undefined,
    keys: (path) => Object.keys((valueAt(value, path) as object | undefined) ?? {}),
  };
}

/** The part of a value at a path; undefined where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  let part: any = value;
  for (const key of path) {
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, key)) return undefined;
    part = part[key];
  }
  return part;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `layers.0.strides` */
export function formatPath(path: Path): string {
  return path.map((key) => (key === '' ? '""' : key)).join('.');
}

export function startsWith(path: Path, start: Path): boolean {
  return start.every((key, i) => String(path[i]) === String(key));
}

const DEEPEST = 64;

function requirePlain(value: unknown, path: Path): void {
  if (path.length > DEEPEST)
    throw new UserError(`${path[0]}: this is nested more than ${DEEPEST} levels deep.`);
  if (value === null || value === undefined || PLAIN.includes(typeof value)) return;
  const prototype = typeof value === 'object' ? Object.getPrototypeOf(value) : undefined;
  if (Array.isArray(value)) for (const [i, item] of value.entries()) requirePlain(item, [...path, i]);
  else if (prototype === Object.prototype || prototype === null)
    for (const [key, item] of Object.entries(value)) requirePlain(item, [...path, key]);
  else {
    const what =
      typeof value === 'object' ? `a ${prototype.constructor?.name ?? 'object'}` : `a ${typeof value}`;
    throw new UserError(`${formatPath(path) || 'the experiment'}: expected plain data, not ${what}.`);
  }
}

const PLAIN = ['string', 'number', 'boolean'];

import type { Where } from '../error.ts';

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

/** An experiment that was written as an object in a program: it has no places. */
export function objectSource(value: unknown): Source {
  return {
    value,
    locate: () => undefined,
    keys: (path) => Object.keys((at(value, path) as object | undefined) ?? {}),
  };
}

function at(value: unknown, path: Path): unknown {
  return path.reduce((part: any, key) => part?.[key], value);
}

/** `layers.0.strides` */
export function formatPath(path: Path): string {
  return path.join('.');
}

import type * as v from 'valibot';
import { isObject } from './is_object.ts';

/** Keys that valibot's record leaves out without a word. */
const LEFT_OUT = ['__proto__', 'prototype', 'constructor'];

/** Stands behind such a key while the record is checked. No name that a user writes ends so. */
const NAME_MARK = '\0';

/**
 * The schema of a record whose names users choose, which may be any: a tensor, a layer or a folder may be called
 * `constructor`.
 *
 * @param record a schema made by `v.record`
 */
export function byName<S extends v.GenericSchema>(record: S): S {
  const renamed = (given: unknown, rename: (key: string) => string) =>
    isObject(given)
      ? Object.fromEntries(Object.entries(given).map(([key, value]) => [rename(key), value]))
      : given;
  const marked = (key: string) => (LEFT_OUT.includes(key) ? `${key}${NAME_MARK}` : key);
  const plain = (key: string) => (key.endsWith(NAME_MARK) ? key.slice(0, -NAME_MARK.length) : key);
  return {
    ...record,
    '~run'(dataset, config) {
      const found = record['~run']({ ...dataset, value: renamed(dataset.value, marked) }, config);
      for (const { path } of found.issues ?? [])
        if (typeof path?.[0].key === 'string') Object.assign(path[0], { key: plain(path[0].key) });
      return { ...found, value: renamed(found.value, plain) } as typeof found;
    },
  };
}

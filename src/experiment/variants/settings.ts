import type * as v from 'valibot';
import type { experimentEntries } from '../schema/schema.ts';

/** The schema of each key of an experiment file. */
export type FileEntries = ReturnType<typeof experimentEntries>;

/** The keys that can differ between the variants of an experiment. */
export const varyingKeys = [
  'seed',
  'trials',
  'preprocess',
  'image',
  'against',
  'shift',
  'pool',
  'layers',
  'compare',
  'steps',
] as const;

/** The keys that hold for the table as a whole. */
export const tableKeys = ['$schema', 'description', 'measures', 'tables', 'expect', 'baseline'] as const;

/** The checked values of all keys, with defaults filled in. */
type AllSettings = { [K in keyof FileEntries]: v.InferOutput<FileEntries[K]> };

/** The checked values of a variant. */
export type Settings = Pick<AllSettings, (typeof varyingKeys)[number]>;

/** The checked values that hold for the table as a whole. */
export type TableSettings = Pick<AllSettings, (typeof tableKeys)[number]>;

/**
 * The section that a path leads into: its first key. `pool` and `layers` are two ways to write one section, `layers`;
 * `preprocess` is a part of `image`.
 *
 * @example sectionOf('pool.depth') // 'layers'
 */
export function sectionOf(path: string): string {
  const [key] = path.split('.') as [string];
  return key === 'pool' ? 'layers' : key === 'preprocess' ? 'image' : key;
}

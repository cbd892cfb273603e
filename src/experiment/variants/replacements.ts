import type { Where } from '../../core/error.ts';
import type { Override } from '../text/override.ts';
import { type Path, type Source, startsWith, valueAt } from '../text/source.ts';
import type { Combination } from './grid.ts';
import type { SweptKey } from './sweep.ts';

/** A value that takes the place of a part of the file: from the sweep, or from an argument. */
export interface ReplacedPart {
  path: Path;
  value: unknown;
  /** The place of a part of the value. */
  locate: Source['locate'];
  /** The key of the sweep that it is from, where its names are words of another program for a list. */
  instead?: { key: string; list: string };
}

/**
 * Gives the replaced parts of the file for each combination of swept values: first those of `--set`, then those of the
 * sweep.
 */
export function replacementsOf(
  source: Source,
  overrides: readonly Override[],
  swept: readonly SweptKey[],
): (at: Combination) => ReplacedPart[] {
  const fixed = overrides.map(({ key, source: { value, locate } }): ReplacedPart => {
    return { path: key.split('.'), value, locate };
  });
  const choices = swept.map(({ key, path, values, meant }) =>
    values.map(({ value, at }): ReplacedPart => {
      return {
        path,
        value,
        ...(meant !== undefined && { instead: { key, list: meant } }),
        locate: (rest, part) =>
          rest.length === 0 && part === 'key'
            ? source.locate(['sweep', key], 'key')
            : source.locate([...at, ...rest], part),
      };
    }),
  );
  return (at) => [...fixed, ...choices.map((choice, i) => choice[at[i]!]!)];
}

/**
 * The place of a part of the experiment: in the file, or in the value that replaces that part of the file.
 *
 * @returns `own`: whether it is in the file outside the sweep
 */
export function locateIn(
  source: Source,
  replacements: readonly ReplacedPart[],
  path: Path,
  part?: 'key' | 'value',
): { where: Where | undefined; own: boolean } {
  const over = deepest(replacements.filter((one) => startsWith(path, one.path)));
  if (over) return { where: over.locate(path.slice(over.path.length), part), own: false };
  const absent = path.findIndex((_, i) => valueAt(source.value, path.slice(0, i + 1)) === undefined);
  // A part that is missing from a section which only a replacement brought in.
  const bringing =
    absent >= 0 && deepest(replacements.filter((one) => startsWith(one.path, path.slice(0, absent + 1))));
  if (bringing) return { where: bringing.locate([], 'key'), own: false };
  return { where: source.locate(path, part), own: true };
}

/** The value at a path, as it was written: shorthands are not expanded. */
export function writtenAt(file: unknown, replacements: readonly ReplacedPart[], path: Path): unknown {
  const over = deepest(replacements.filter((one) => startsWith(path, one.path)));
  return over ? valueAt(over.value, path.slice(over.path.length)) : valueAt(file, path);
}

function deepest(replacements: readonly ReplacedPart[]): ReplacedPart | undefined {
  return [...replacements].sort((a, b) => b.path.length - a.path.length)[0];
}

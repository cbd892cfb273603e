import * as v from 'valibot';
import { nearest, type UserError } from '../../core/error.ts';
import { unknownName } from '../../core/options.ts';
import { complaintsOf } from '../schema/issue.ts';
import type { experimentEntries } from '../schema/schema.ts';
import { expandShorthand } from '../schema/shorthand.ts';
import { NoSuchItem, type Override, withValue } from '../text/override.ts';
import type { Problems } from '../text/problems.ts';
import { formatPath, type Path, type Source, startsWith, valueAt } from '../text/source.ts';
import { type Combination, type Grid, sectionOf } from './grid.ts';
import type { SweptKey } from './sweep.ts';

type Entries = ReturnType<typeof experimentEntries>;

/** An experiment's keys, each with what its schema makes of it. */
export type Sections = { [K in keyof Entries]: v.InferOutput<Entries[K]> };

/** The sections that a variant can change. */
export type Settings = Pick<Sections, (typeof VARYING)[number]>;

export const VARYING = [
  'seed',
  'trials',
  'image',
  'against',
  'shift',
  'pool',
  'layers',
  'compare',
  'steps',
] as const;

/** Checks the parts of an experiment, and gathers what is wrong with them. */
export interface SectionReader {
  /** A section, at a combination of the swept values; none where something is wrong with it. */
  read<K extends keyof Settings>(key: K, at: Combination): { output: Settings[K] } | undefined;
  /** Notes a mistake of some sections together, at a place of the file or of the value that replaces it. */
  report(
    sections: readonly string[],
    at: Combination,
    path: Path,
    message: string,
    more: { failure?: UserError | undefined },
  ): void;
}

export interface SectionsToRead {
  entries: Entries;
  source: Source;
  overrides: readonly Override[];
  swept: readonly SweptKey[];
  /** Sections that cannot be read, since their sweep is wrong. */
  broken: ReadonlySet<string>;
  grid: Grid;
  problems: Problems;
}

type Part = 'key' | 'value';

/** A part of the file that a swept or an overriding value takes the place of. */
interface Replacement {
  path: Path;
  value: unknown;
  /** Where a part of the value stands. */
  locate: Source['locate'];
}

/** No section is checked twice, however many variants share it. */
export function sectionReader({
  entries,
  source,
  overrides,
  swept,
  broken,
  grid,
  problems,
}: SectionsToRead): SectionReader {
  const file = source.value as Record<string, unknown>;
  const fixed = overrides.map(({ key, source: { value, locate } }): Replacement => {
    return { path: key.split('.'), value, locate };
  });
  const choices = swept.map(({ key, path, values }) =>
    values.map(({ value, at }): Replacement => {
      const locate: Source['locate'] = (rest, part) =>
        rest.length === 0 && part === 'key'
          ? source.locate(['sweep', key], 'key')
          : source.locate([...at, ...rest], part);
      return { path, value, locate };
    }),
  );
  const replacements = (at: Combination) => [...fixed, ...choices.map((choice, i) => choice[at[i]!]!)];
  const meant = misspelt(source, Object.keys(entries), problems);
  const stack = stackKey(file, replacements(swept.map(() => 0)), problems, source);

  function report(
    sections: readonly string[],
    at: Combination,
    path: Path,
    message: string,
    { part, failure }: { part?: Part | undefined; failure?: UserError | undefined },
  ): void {
    const replaced = replacements(at);
    const { where, own } = place(source, replaced, path, part);
    if (own)
      problems.add(message, where, { which: grid.which(sections, at), of: grid.count(sections), failure });
    else problems.add(message, where, { failure });
  }

  function section(key: (typeof VARYING)[number], at: Combination): { output: unknown } | undefined {
    if (broken.has(sectionOf(key))) return undefined;
    const complain = (path: Path, message: string, part?: Part) => report([key], at, path, message, { part });
    let value = isStack(key) && key !== stack ? undefined : expandShorthand(key, file[key]);
    // Whole parts before what is in them.
    const over = replacements(at).filter(({ path }) => path[0] === key && (!isStack(key) || key === stack));
    for (const { path, value: part } of over.sort((a, b) => a.path.length - b.path.length)) {
      try {
        value = expandShorthand(key, withValue(value, path.slice(1), part, [key]));
      } catch (error) {
        if (!(error instanceof NoSuchItem)) throw error;
        complain(path, `${formatPath(path)}: ${error.message}`, 'key');
        return undefined;
      }
    }
    const missing = isStack(key) && stack === undefined ? 'pool or layers' : key;
    if (value === undefined && ['image', 'shift', 'pool or layers'].includes(missing)) {
      const misspelt = missing.split(' or ').some((one) => meant.has(one));
      if (!misspelt) problems.add(`${missing} is missing`, source.locate([]));
      return undefined;
    }
    const result = v.safeParse(entries[key] as v.GenericSchema, value);
    if (result.success) return { output: result.output };
    const isShort = (path: Path) =>
      typeof writtenAt(file, over, path) === 'string' &&
      !over.some((one) => one.path.length > path.length && startsWith([...path, 'type'], one.path));
    for (const { path, message, part } of complaintsOf(key, result.issues, isShort)) {
      if (!problems.full()) complain(path, message, part);
    }
    return undefined;
  }

  const readers = Object.fromEntries(VARYING.map((key) => [key, grid.memo([key], (at) => section(key, at))]));
  return { read: (key, at) => readers[key]!(at) as { output: any } | undefined, report };
}

/** Notes the keys that there are not. @returns those that they may have been meant for */
function misspelt(source: Source, names: readonly string[], problems: Problems): Set<string> {
  const known = [...names.filter((name) => name !== '$schema'), 'sweep'];
  const meant = new Set<string>();
  for (const key of Object.keys(source.value as object)) {
    if (problems.full()) break;
    if (known.includes(key) || key === '$schema') continue;
    problems.add(unknownName('key', key, known), source.locate([key], 'key'));
    meant.add(nearest(key, known) ?? '');
  }
  return meant;
}

function isStack(key: unknown): key is 'pool' | 'layers' {
  return key === 'pool' || key === 'layers';
}

/** Which of the two ways to write the stack is taken: a value for one replaces the other, two are a mistake. */
function stackKey(
  file: Record<string, unknown>,
  replacements: readonly Replacement[],
  problems: Problems,
  source: Source,
): 'pool' | 'layers' | undefined {
  const message = 'pool and layers exclude each other; remove one';
  const given = (['pool', 'layers'] as const).filter((key) => file[key] !== undefined);
  if (given.length === 2) problems.add(message, source.locate(['layers'], 'key'));
  const over = replacements.filter(({ path }) => isStack(path[0]));
  const whole = over.filter(({ path }) => path.length === 1);
  const stack = (whole[0]?.path[0] ?? given[0] ?? over[0]?.path[0]) as 'pool' | 'layers' | undefined;
  for (const { path, locate } of over) {
    if (path[0] !== stack) problems.add(`${formatPath(path)}: ${message}`, locate([], 'key'));
  }
  return stack;
}

/** Where a part of the file stands, or of the value that replaces it; and whether it is the file's own. */
function place(source: Source, replacements: readonly Replacement[], path: Path, part?: Part) {
  const over = deepest(replacements.filter((one) => startsWith(path, one.path)));
  if (over) return { where: over.locate(path.slice(over.path.length), part), own: false };
  const there = path.findIndex((_, i) => valueAt(source.value, path.slice(0, i + 1)) === undefined);
  // What is missing from a part that only a replacement brought in.
  const added =
    there >= 0 && deepest(replacements.filter((one) => startsWith(one.path, path.slice(0, there + 1))));
  if (added) return { where: added.locate([], 'key'), own: false };
  return { where: source.locate(path, part), own: true };
}

/** What stands at a path, shorthands as they are written. */
function writtenAt(file: unknown, replacements: readonly Replacement[], path: Path): unknown {
  const over = deepest(replacements.filter((one) => startsWith(path, one.path)));
  return over ? valueAt(over.value, path.slice(over.path.length)) : valueAt(file, path);
}

function deepest(replacements: readonly Replacement[]): Replacement | undefined {
  return [...replacements].sort((a, b) => b.path.length - a.path.length)[0];
}

import type * as v from 'valibot';
import type { UserError } from '../../core/error.ts';
import { isObject } from '../../core/is_object.ts';
import { type Mistake, unknownName } from '../../core/mistake.ts';
import { type PresetName, presets, withPreset } from '../../image/preprocess/presets.ts';
import { meantFileKey, suggestFileKey } from '../remedies/file_keys.ts';
import { written } from '../remedies/written.ts';
import { checked } from '../schema/checked.ts';
import type { Kinds } from '../schema/kinds.ts';
import { expandShorthand } from '../schema/shorthand.ts';
import { NoSuchItem, type Override, withValue } from '../text/override.ts';
import type { Problems } from '../text/problems.ts';
import { formatPath, type Path, type Source, startsWith } from '../text/source.ts';
import type { Combination, Grid } from './grid.ts';
import { locateIn, type ReplacedPart, replacementsOf, writtenAt } from './replacements.ts';
import { type FileEntries, type Settings, sectionOf, varyingKeys } from './settings.ts';
import type { SweptKey } from './sweep.ts';

type Key = keyof Settings;

/** A section that is right. */
export type Section<K extends Key> = { output: Settings[K] };

/** Checks the sections of an experiment, and reports the mistakes in them. */
export interface SectionReader {
  /** A section at a combination of the swept values; undefined if something is wrong with it. */
  read<K extends Key>(key: K, at: Combination): Section<K> | undefined;
  /** Reports a mistake that these sections make together, at a path of the file. */
  report(
    sections: readonly string[],
    at: Combination,
    path: Path,
    mistake: Mistake,
    more?: { part?: 'key' | 'value'; failure?: UserError | undefined },
  ): void;
}

/** The input for reading sections. */
export interface SectionsToRead {
  entries: FileEntries;
  source: Source;
  overrides: readonly Override[];
  swept: readonly SweptKey[];
  /** Sections that cannot be read, because their sweep is wrong. */
  broken: ReadonlySet<string>;
  grid: Grid;
  /** Kinds of images that `preprocess` holds for. */
  images: Kinds['images'];
  problems: Problems;
}

/** The input that all sections share. */
interface Context extends SectionsToRead {
  replacementsAt: (at: Combination) => ReplacedPart[];
  /** Which of the two ways to write the stack is taken. */
  stack: StackKey | undefined;
  /** Keys of the schema that unknown keys of the file were probably meant to be. */
  meant: ReadonlySet<string>;
}

type StackKey = 'pool' | 'layers';

/** The reader of a file's sections. It checks each section once, however many variants share it. */
export function sectionReader(given: SectionsToRead): SectionReader {
  const { entries, source, overrides, swept, grid, problems } = given;
  const replacementsAt = replacementsOf(source, overrides, swept);
  const meant = reportUnknownKeys(source, Object.keys(entries), problems);
  const stack = chooseStack(source, replacementsAt(swept.map(() => 0)), problems);
  const context: Context = { ...given, replacementsAt, stack, meant };
  const readers = Object.fromEntries(
    varyingKeys.map((key) => [key, grid.memo(neededFor(key), (at) => readSection(context, key, at))]),
  );
  return {
    read: (key, at) => readers[key]!(at) as { output: any } | undefined,
    report: (...mistake) => reportAt(context, ...mistake),
  };
}

function reportAt(
  { source, replacementsAt, grid, problems }: Context,
  ...[sections, at, path, mistake, { part, failure } = {}]: Parameters<SectionReader['report']>
): void {
  const { where, own } = locateIn(source, replacementsAt(at), path, part);
  const variants = { which: grid.which(sections, at), of: grid.count(sections) };
  problems.report({ place: formatPath(path), ...mistake }, where, { ...(own && variants), failure });
}

function readSection(context: Context, key: Key, at: Combination): { output: unknown } | undefined {
  const { source, entries, broken } = context;
  if (broken.has(sectionOf(key))) return undefined;
  // A value for a whole section comes before values inside it.
  const over = isUnused(context, key)
    ? []
    : context
        .replacementsAt(at)
        .filter(({ path }) => path[0] === key)
        .sort((a, b) => a.path.length - b.path.length);
  const composed = composedValue(context, key, over, at);
  if (!composed || reportMissing(context, key, composed.value)) return undefined;
  const isShort = (path: Path) =>
    typeof writtenAt(source.value, over, path) === 'string' &&
    !over.some((one) => one.path.length > path.length && startsWith([...path, 'type'], one.path));
  const value = isImageKey(key) ? preprocessed(context, composed.value, at) : composed.value;
  const result = checked(entries[key] as v.GenericSchema, key, value, isShort);
  if (!result.mistakes) return result;
  const { mistakes } = result;
  const words = over.find(
    (part) => part.instead && mistakes.some(({ path }) => startsWith(path, part.path)),
  )?.instead;
  if (words !== undefined) {
    const expected = 'a list of values, or an object that names them';
    const mistake = {
      expected,
      value: 'words of another program',
      remedy: `write ${words.key}: ${words.list}`,
    };
    context.problems.report(
      { place: formatPath(['sweep', words.key]), ...mistake },
      source.locate(['sweep', words.key]),
    );
    return undefined;
  }
  for (const { path, mistake, part } of mistakes) {
    reportAt(context, [key], at, path, mistake, { part });
  }
  return undefined;
}

/** The value of a section: that of the file, with replacements put in. Undefined if one of them has no place in it. */
function composedValue(
  context: Context,
  key: Key,
  replacements: readonly ReplacedPart[],
  at: Combination,
): { value: unknown } | undefined {
  const file = context.source.value as Record<string, unknown>;
  let value = isUnused(context, key) ? undefined : expandShorthand(key, file[key]);
  for (const { path, value: part } of replacements) {
    try {
      value = expandShorthand(key, withValue(value, path.slice(1), part, [key]));
    } catch (error) {
      if (!(error instanceof NoSuchItem)) throw error;
      reportAt(context, [key], at, path, { problem: error.message }, { part: 'key' });
      return undefined;
    }
  }
  return { value };
}

/** The sections that a section is read from. */
function neededFor(key: Key): Key[] {
  return isImageKey(key) ? [key, 'preprocess'] : [key];
}

function isImageKey(key: Key): boolean {
  return key === 'image' || key === 'against';
}

/** The options of an image of pictures, with those of the preset that holds at a combination of the swept values. */
function preprocessed(context: Context, image: unknown, at: Combination): unknown {
  const over = context.replacementsAt(at).filter(({ path }) => path[0] === 'preprocess');
  const name = composedValue(context, 'preprocess', over, at)?.value;
  if (!isObject(image) || typeof name !== 'string' || !Object.hasOwn(presets, name)) return image;
  const { type } = image;
  const takes =
    typeof type === 'string' && Object.hasOwn(context.images, type) && context.images[type]!.preprocesses;
  return takes ? withPreset(image, name as PresetName) : image;
}

/** Reports a required section that is missing. @returns whether it is */
function reportMissing({ stack, meant, source, problems }: Context, key: Key, value: unknown): boolean {
  if (value !== undefined) return false;
  const names = isStackKey(key) && stack === undefined ? (['pool', 'layers'] as const) : [key];
  const required = names.length > 1 || key === 'image' || key === 'shift';
  if (required && !names.some((name) => meant.has(name)))
    problems.report(
      { place: names.join(' or '), missing: 'key', remedy: SHORTEST_TEXTS[names[0]!] },
      source.locate([]),
    );
  return required;
}

/** The shortest text of each required section. */
const SHORTEST_TEXTS: Readonly<Record<string, string>> = {
  image: 'write image: circle',
  shift: 'write shift: { max: 3 }',
  pool: 'write pool: max_pool',
};

/** Reports the keys that no file has. @returns the keys that they were probably meant to be */
function reportUnknownKeys(source: Source, names: readonly string[], problems: Problems): Set<string> {
  const known = [...names.filter((name) => name !== '$schema'), 'sweep'];
  const unknown = Object.keys(source.value as object).filter(
    (key) => key !== '$schema' && !known.includes(key),
  );
  const file = source.value as Record<string, unknown>;
  const held: string[] = [];
  for (const key of unknown) {
    const value = file[key];
    const remedy = suggestFileKey(key, value, known) ?? aliasedBy(key, file);
    // Its content is in the file, only not at the top.
    if (isObject(value) && remedy?.includes('at the top of the file')) held.push(...Object.keys(value));
    problems.report({ ...unknownName('key', key, known), remedy }, source.locate([key], 'key'));
  }
  return new Set([
    ...unknown.map((key) => meantFileKey(key, known)).filter((key) => key !== undefined),
    ...held,
  ]);
}

/** What to write for a key that only defines an anchor, whose value another key has as it is. */
function aliasedBy(key: string, file: Record<string, unknown>): string | undefined {
  const value = file[key];
  const other = Object.keys(file).find((one) => one !== key && file[one] === value);
  const text = isObject(value) && other !== undefined ? written(value) : undefined;
  return text && `leave it out, and write ${other}: ${text}`;
}

function isStackKey(key: unknown): key is StackKey {
  return key === 'pool' || key === 'layers';
}

/** Whether it is the way to write the stack that is not taken. */
function isUnused({ stack }: Context, key: Key): boolean {
  return isStackKey(key) && key !== stack;
}

/** Chooses between `pool` and `layers`: a value for one replaces the other, and two values are a mistake. */
function chooseStack(
  source: Source,
  replacements: readonly ReplacedPart[],
  problems: Problems,
): StackKey | undefined {
  const mistake = { problem: 'pool and layers exclude each other', remedy: 'remove one' };
  const file = source.value as Record<string, unknown>;
  const given = (['pool', 'layers'] as const).filter((key) => file[key] !== undefined);
  if (given.length === 2) problems.report(mistake, source.locate(['layers'], 'key'));
  const over = replacements.filter(({ path }) => isStackKey(path[0]));
  const whole = over.filter(({ path }) => path.length === 1);
  const stack = (whole[0]?.path[0] ?? given[0] ?? over[0]?.path[0]) as StackKey | undefined;
  for (const { path, locate } of over) {
    if (path[0] !== stack) problems.report({ place: formatPath(path), ...mistake }, locate([], 'key'));
  }
  return stack;
}

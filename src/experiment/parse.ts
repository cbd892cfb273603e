import { shown, UserError, type Where } from '../core/error.ts';
import type { Files, NamedFile } from '../core/files.ts';
import type { Expectation } from '../expect/expect.ts';
import type { Policy } from '../expect/policy.ts';
import type { MeasureKind } from '../measure/kind.ts';
import { type Column, reservedNames, type SweptColumn, sweepColumn } from '../results/columns.ts';
import { type TableName, tables } from '../results/tables/registry.ts';
import { type GivenKinds, type Kinds, withKinds } from './schema/kinds.ts';
import { experimentEntries } from './schema/schema.ts';
import type { Override } from './text/override.ts';
import { gatherProblems, type Problems } from './text/problems.ts';
import { isObject, objectSource, type Source } from './text/source.ts';
import { requireRows } from './variants/expectations.ts';
import { gridOf } from './variants/grid.ts';
import { type Loads, loadsFrom } from './variants/loads.ts';
import { resolvedFile } from './variants/resolved.ts';
import { sectionReader, VARYING } from './variants/sections.ts';
import { isSet, requireSets } from './variants/sets.ts';
import { sweptKeys } from './variants/sweep.ts';
import { overriddenWhole, type Whole, wholeOf } from './variants/table_settings.ts';
import { type Variant, variantReader } from './variants/variant.ts';

/** An experiment that was read and checked whole: it can be run. */
export interface Experiment {
  name: string;
  description?: string | undefined;
  variants: readonly Variant[];
  swept: readonly SweptColumn[];
  /** The measures that fill its table, in order. */
  measures: readonly MeasureKind[];
  columns: readonly Column[];
  expect: readonly Expectation[];
  tables: readonly TableName[];
  /** Whether it is about sets of pictures. */
  set: boolean;
  /** How a check compares with the committed tables. */
  baseline: Policy;
  /** Where the file says so; without an entry, where the file begins. */
  baselineWhere?: Where | undefined;
  /** The file with every default filled in. */
  resolved: Readonly<Record<string, unknown>>;
  /** The files that it names, and those that they name in turn. */
  files: readonly NamedFile[];
}

export interface ParseOptions {
  name: string;
  /** Kinds of one's own, beside the package's. */
  kinds?: GivenKinds;
  /** Values that take the place of the file's. */
  overrides?: readonly Override[];
}

/** Where the files are that an experiment names, and which of them were read. */
export type Readable = Files & { named(): NamedFile[] };

/**
 * Reads an experiment that was written as plain data, as `readExperiment` does with a file.
 *
 * @throws UserError with every mistake found, each a sentence; one that names files is a mistake here
 */
export function parseSource(given: Source, options: ParseOptions): Experiment {
  return parseWith(given, options, loadsFrom(undefined))!;
}

/**
 * Reads an experiment that may name files.
 *
 * @throws UserError with every mistake found, in the experiment and in its files
 */
export async function readSource(given: Source, options: ParseOptions, files: Readable): Promise<Experiment> {
  const loads = loadsFrom(files);
  for (;;) {
    const experiment = parseWith(given, options, loads);
    if (experiment) return { ...experiment, files: files.named() };
    await loads.fetch();
  }
}

/** The experiment, or nothing while something that it takes from files is not there yet. */
function parseWith(
  given: Source,
  { name, kinds: own, overrides = [] }: ParseOptions,
  loads: Loads,
): Experiment | undefined {
  if (!isObject(given.value)) {
    const message = `expected an object with image, shift, and pool or layers, not ${shown(given.value)}.`;
    throw new UserError([{ message, where: given.locate([]) }]);
  }
  const problems = gatherProblems();
  const { source, rest } = overriddenWhole(given, overrides, problems);
  const kinds = withKinds(own);
  const entries = entriesOf(kinds);
  const { keys, broken } = sweptKeys(source, rest, VARYING, problems);
  const grid = gridOf(keys);
  const reserved = reservedNames(kinds.measures);
  const swept = keys.map(({ key, values }): SweptColumn => {
    return { name: sweepColumn(key, reserved), key, values: values.map(({ label }) => label) };
  });
  const sections = sectionReader({ entries, source, overrides: rest, swept: keys, broken, grid, problems });
  const variantAt = variantReader(sections, grid, kinds, swept, loads);
  const variants: Variant[] = [];
  for (const at of grid.combinations()) {
    const variant = variantAt(at);
    if (variant) variants.push(variant);
    if (problems.full()) break;
  }
  if (loads.waiting()) return undefined;
  const whole = wholeOf(entries, source, problems);
  problems.throwIfAny();

  const against = variants.some((variant) => variant.against);
  for (const [i, asked] of whole.measures.entries()) {
    if (against || kinds.measures[asked]!.when !== 'against') continue;
    problems.add(`measures.${i}: ${asked} needs a second image, against`, source.locate(['measures', i]));
  }
  const set = variants.some(isSet);
  requireSets(variants, whole, kinds, source, problems);
  const measures = Object.entries(kinds.measures)
    .filter(([name, { when }]) => when !== 'asked' || whole.measures.includes(name))
    .filter(([, { when }]) => when !== 'against' || against)
    .filter(([, { when }]) => when !== 'set' || set)
    .map(([, kind]) => kind);
  const columns = tables.summary.columns({ swept, measures, set });
  const expect = whole.expect.map((given, i) => ({ ...given, where: source.locate(['expect', i]) }));
  // With other values than the file's, what it expects may have no row; that is said when it has been run.
  if (overrides.length === 0) requireRows(expect, { name, columns, variants, kinds }, source, problems);
  requireShifts(whole, variants, source, problems);
  problems.throwIfAny();
  return {
    name,
    description: whole.description,
    variants,
    swept,
    measures,
    columns,
    expect,
    tables: whole.tables,
    baseline: whole.baseline,
    baselineWhere: source.locate(['baseline'], 'key'),
    set,
    resolved: resolvedFile(variants, keys, whole),
    files: [],
  };
}

/** Trials are paired by their shifts, so both sides of the test need them by shift. */
function requireShifts(
  { baseline, tables }: Whole,
  variants: readonly Variant[],
  source: Source,
  problems: Problems,
): void {
  const needed = typeof baseline === 'object' && 'no_worse' in baseline;
  if (!needed || tables.includes('shifts') || variants.every(({ trials }) => trials === 'all')) return;
  const message = 'baseline.no_worse: pairs trials by their shifts, so it needs tables: [summary, shifts]';
  problems.add(message, source.locate(['baseline', 'no_worse']));
}

/** Reads an experiment that was written as an object in a program. See `parseSource`. */
export function parseObject(value: unknown, options: ParseOptions): Experiment {
  return parseSource(objectSource(value), options);
}

/** What is made of a vocabulary once serves every experiment that uses it. */
const made = new WeakMap<Kinds, ReturnType<typeof experimentEntries>>();

function entriesOf(kinds: Kinds): ReturnType<typeof experimentEntries> {
  const entries = made.get(kinds) ?? experimentEntries(kinds);
  made.set(kinds, entries);
  return entries;
}

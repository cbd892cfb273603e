import { UserError, type Where } from '../core/error.ts';
import type { Files, NamedFile } from '../core/files.ts';
import { isObject } from '../core/is_object.ts';
import { once } from '../core/memo.ts';
import { formatMistake } from '../core/mistake.ts';
import type { Expectation } from '../expect/expect.ts';
import type { Policy } from '../expect/policy.ts';
import type { MeasureKind } from '../measure/kind.ts';
import { type Column, reservedNames, type SweptColumn, sweepColumn } from '../results/columns.ts';
import { ownColumns, type TableName, tables } from '../results/tables/registry.ts';
import { noObject, otherObject } from './remedies/other_object.ts';
import { withKinds } from './schema/kinds.ts';
import { measuresOf, typeOf } from './schema/measure_list.ts';
import type { OwnKinds } from './schema/own_kinds.ts';
import { experimentEntries } from './schema/schema.ts';
import type { Override } from './text/override.ts';
import { collectProblems, type ReportAt, reporter } from './text/problems.ts';
import { objectSource, type Source } from './text/source.ts';
import { thousandsIn } from './text/thousands.ts';
import { requireRows } from './variants/expectations.ts';
import { gridOf } from './variants/grid.ts';
import { type Loads, loadsFrom } from './variants/loads.ts';
import { resolvedFile } from './variants/resolved.ts';
import { sectionReader } from './variants/sections.ts';
import { isSet, requireSets, sweepsSets } from './variants/sets.ts';
import { type TableSettings, varyingKeys } from './variants/settings.ts';
import { sweptKeys } from './variants/sweep.ts';
import { requireFewRows } from './variants/table_rows.ts';
import { overrideTableSettings, readTableSettings } from './variants/table_settings.ts';
import { type Variant, variantReader } from './variants/variant.ts';

/** An experiment that was read and checked: it can be run. */
export interface Experiment {
  name: string;
  description?: string | undefined;
  variants: readonly Variant[];
  swept: readonly SweptColumn[];
  /** The measures of its table, in order. */
  measures: readonly MeasureKind[];
  columns: readonly Column[];
  expect: readonly Expectation[];
  tables: readonly TableName[];
  /** Whether it shifts sets of pictures. */
  set: boolean;
  /** How a check compares with the committed tables. */
  baseline: Policy;
  /** The place of `baseline` in the file; without that key, where the file begins. */
  baselineWhere?: Where | undefined;
  /** The file with every default filled in. */
  resolved: Readonly<Record<string, unknown>>;
  /** What a reader of its table should know of the file, a phrase each. */
  notes?: readonly string[];
  /** The files that it names, and those that these name. */
  files: readonly NamedFile[];
}

export interface ParseOptions {
  name: string;
  /** Kinds to add to those of the package. */
  kinds?: OwnKinds;
  /** Values that replace those of the file. */
  overrides?: readonly Override[];
}

/** Access to the files that an experiment names, and a list of those that were read. */
export type Readable = Files & { named(): NamedFile[] };

/**
 * Reads an experiment that names no files.
 *
 * @throws UserError with every mistake that was found; naming a file is one
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

/** The experiment, or undefined while something that it loads from files is not there yet. */
function parseWith(
  given: Source,
  { name, kinds: own, overrides = [] }: ParseOptions,
  loads: Loads,
): Experiment | undefined {
  if (!isObject(given.value)) {
    throw new UserError([{ message: formatMistake(noObject(given.value)), where: given.locate([]) }]);
  }
  const other = otherObject(given.value);
  if (other) throw new UserError([{ message: formatMistake(other), where: given.locate([]) }]);
  const problems = collectProblems();
  const { source, rest } = overrideTableSettings(given, overrides, problems);
  const kinds = withKinds(own);
  const entries = schemasOf(kinds);
  const report = reporter(source, problems);
  const { keys, broken } = sweptKeys(source, rest, varyingKeys, report);
  const grid = gridOf(keys);
  const settings = readTableSettings(entries, source, problems);
  const ownOfTables = (settings.tables ?? []).flatMap((table) => ownColumns(table, sweepsSets(keys, kinds)));
  const reserved = reservedNames(kinds.measures, ownOfTables);
  const swept = keys.map(({ key, values }): SweptColumn => {
    return { name: sweepColumn(key, reserved), key, values: values.map(({ label }) => label) };
  });
  const { images } = kinds;
  const sections = sectionReader({
    entries,
    source,
    overrides: rest,
    swept: keys,
    broken,
    grid,
    images,
    problems,
  });
  const variantAt = variantReader({ sections, grid, kinds, swept, loads });
  const variants: Variant[] = [];
  for (const at of grid.combinations()) {
    const variant = variantAt(at);
    if (variant) variants.push(variant);
    if (problems.full()) break;
  }
  if (loads.waiting()) return undefined;
  problems.throwIfAny();

  const against = variants.some((variant) => variant.against);
  for (const [i, asked] of settings.measures.map(typeOf).entries()) {
    if (against || kinds.measures[asked]!.when !== 'against') continue;
    report(['measures', i], { problem: `${asked} needs a second image, against` });
  }
  const set = variants.some(isSet);
  requireSets(variants, settings, kinds, report);
  requireFewRows(variants, settings, report);
  const measures = measuresOf(settings.measures, kinds.measures, { against, set });
  const columns = tables.summary.columns({ swept, measures, set });
  const expect = settings.expect.map((given, i) => ({ ...given, where: source.locate(['expect', i]) }));
  // Overrides may leave an expectation without rows; that is reported after the run.
  if (overrides.length === 0) requireRows(expect, { name, columns, variants, kinds }, report, problems);
  requireShifts(settings, variants, report);
  problems.throwIfAny();
  return {
    name,
    // A block scalar has line breaks, which are spaces in a sentence.
    description: settings.description?.replace(/\s+/g, ' ').trim(),
    variants,
    swept,
    measures,
    columns,
    expect,
    tables: settings.tables,
    baseline: settings.baseline,
    baselineWhere: source.locate(['baseline'], 'key'),
    set,
    resolved: resolvedFile(variants, keys, settings),
    notes: [
      ...thousandsIn(source, rest),
      ...keys.flatMap(({ key, values, meant }) => {
        if (meant === undefined) return [];
        const names = values.map(({ label }) => label).join(', ');
        const variants = values.length === 1 ? 'is one variant with the name' : 'are variants with the names';
        return [`sweep: ${key} ${variants} ${names}; for a variant of each value write ${key}: ${meant}`];
      }),
    ],
    files: [],
  };
}

/** The test of `no_worse` pairs trials by their shifts, so it needs the table of shifts where trials are sampled. */
function requireShifts(
  { baseline, tables }: TableSettings,
  variants: readonly Variant[],
  report: ReportAt,
): void {
  const needed = typeof baseline === 'object' && 'no_worse' in baseline;
  if (!needed || variants.every(({ trials }) => trials === 'all')) return;
  const ofSet = variants.some(isSet);
  if (tables.includes('shifts') && !ofSet) return;
  const problem = ofSet
    ? 'pairs the trials of one image by their shifts; for a set, write trials: all or no_worse_by'
    : 'pairs trials by their shifts, so it needs tables: [summary, shifts]';
  report(['baseline', 'no_worse'], { problem });
}

/** Reads an experiment that is an object of a program and names no files. See `parseSource`. */
export function parseObject(value: unknown, options: ParseOptions): Experiment {
  return parseSource(objectSource(value), options);
}

/** The schemas of each vocabulary. */
const schemasOf = once(experimentEntries);

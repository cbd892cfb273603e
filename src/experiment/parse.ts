import { type Expectation, selectRows } from '../check/expect.ts';
import { type Problem, UserError } from '../error.ts';
import type { MeasureKind } from '../measure/kind.ts';
import { unknownName } from '../options.ts';
import {
  type Column,
  reservedNames,
  type SweptColumn,
  summaryColumns,
  sweepColumn,
} from '../results/columns.ts';
import { type Kinds, withKinds } from './kinds.ts';
import { resolvedFile } from './resolved.ts';
import { experimentEntries, isObject } from './schema.ts';
import { sectionParser } from './sections.ts';
import { objectSource, type Path, type Source } from './source.ts';
import { type Variant, variantOf } from './variant.ts';
import { type Override, points, sweptKeys } from './variants.ts';

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
  tables: readonly ('summary' | 'shifts')[];
  /** The file with every default filled in. */
  resolved: Readonly<Record<string, unknown>>;
}

export interface ParseOptions {
  name: string;
  /** Kinds of one's own, beside the package's. */
  kinds?: Partial<Kinds>;
  /** Values that take the place of the file's. */
  overrides?: readonly Override[];
}

const MOST_PROBLEMS = 20;

/**
 * Reads an experiment that was written as plain data, as `readExperiment` does with a file.
 *
 * @throws UserError with every mistake found, each a sentence
 */
export function parseSource(source: Source, { name, kinds: own, overrides = [] }: ParseOptions): Experiment {
  if (!isObject(source.value)) {
    const message = 'expected an experiment, an object with image, shift, and pool or layers.';
    throw new UserError([{ message, where: source.locate([]) }]);
  }
  if (source.value.pool !== undefined && source.value.layers !== undefined) {
    const message = 'pool and layers exclude each other; remove one.';
    throw new UserError([{ message, where: source.locate(['layers'], 'key') }]);
  }
  const kinds = withKinds(own);
  const swept = sweptKeys(source, overrides);
  const sections = sectionParser(experimentEntries(kinds), source);
  const reserved = reservedNames(kinds.measures);
  const sweptColumns = swept.map(({ key, values }): SweptColumn => {
    return { name: sweepColumn(key, reserved), key, values: values.map(({ label }) => label) };
  });

  const variants: Variant[] = [];
  for (const point of points(source, swept, overrides)) {
    const variant = variantOf(point, sections, kinds, sweptColumns);
    if (variant) variants.push(variant);
    if (sections.problems().length >= MOST_PROBLEMS) break;
  }
  const whole = sections.whole();
  sections.finish();

  const measures = Object.entries(kinds.measures)
    .filter(([name, { when }]) => when !== 'asked' || whole.measures.includes(name))
    .filter(([, { when }]) => when !== 'against' || variants.some(({ against }) => against))
    .map(([, kind]) => kind);
  const columns = summaryColumns(sweptColumns, measures);
  const expect = whole.expect.map((given, i) => ({ ...given, where: source.locate(['expect', i]) }));
  requireRows(expect, { name, columns, variants }, source);
  return {
    name,
    description: whole.description,
    variants,
    swept: sweptColumns,
    measures,
    columns,
    expect,
    tables: whole.tables,
    resolved: resolvedFile(variants, swept, whole),
  };
}

/** Reads an experiment that was written as an object in a program. See `parseSource`. */
export function parseObject(value: unknown, options: ParseOptions): Experiment {
  return parseSource(objectSource(value), options);
}

/** Every expectation selects a row; that can be known before anything is run. */
function requireRows(
  expect: readonly Expectation[],
  { name, columns, variants }: Pick<Experiment, 'name' | 'columns' | 'variants'>,
  source: Source,
): void {
  const problems: Problem[] = [];
  const problem = (path: Path, message: string, part: 'key' | 'value' = 'value') =>
    problems.push({ message: `${path.join('.')}: ${message}`, where: source.locate(path, part) });
  const identity = columns.filter((column) => column.identity).map((column) => column.name);
  const rows =
    expect.length === 0
      ? []
      : variants.flatMap((variant) => variant.rows.map((row) => ({ experiment: name, ...row })));
  for (const [i, { metric, at }] of expect.entries()) {
    if (!columns.some((column) => column.name === metric)) {
      problem(['expect', i, 'metric'], `this experiment's table has no column "${metric}".`);
      continue;
    }
    const unknown = Object.keys(at).find((column) => !identity.includes(column));
    if (unknown !== undefined)
      problem(['expect', i, 'at', unknown], sentence(unknownName('column', unknown, identity)), 'key');
    else if (selectRows(rows, at).length === 0) {
      const wrong = Object.keys(at).find(
        (column) => selectRows(rows, { [column]: at[column]! }).length === 0,
      );
      const there =
        wrong === undefined ? '' : `; ${wrong} is ${listed(rows.map((row) => (row as any)[wrong]))}`;
      problem(['expect', i, 'at'], `selects no row${there}.`);
    }
  }
  if (problems.length > 0) throw new UserError(problems.slice(0, MOST_PROBLEMS));
}

function listed(values: readonly unknown[]): string {
  const all = [...new Set(values)].map(String);
  return all.length > 12 ? `one of ${all.length} other values` : all.join(', ');
}

function sentence(text: string): string {
  return text.endsWith('?') ? text : `${text}.`;
}

import { either, shown } from '../../core/error.ts';
import { type Mistake, nearest, unknownName } from '../../core/mistake.ts';
import { type Expectation, selectRows } from '../../expect/expect.ts';
import type { Cell, Column } from '../../results/columns.ts';
import { aliasOf } from '../remedies/words/alias_of.ts';
import { aliases } from '../remedies/words/aliases.ts';
import { instead } from '../remedies/written.ts';
import type { Kinds } from '../schema/kinds.ts';
import type { Problems, ReportAt } from '../text/problems.ts';
import { NEEDS_SET, picturesOf } from './sets.ts';
import { varyingKeys } from './settings.ts';
import type { Variant } from './variant.ts';

/** The parts of a table that are known before anything is run. */
export interface TableToCome {
  name: string;
  columns: readonly Column[];
  variants: readonly Variant[];
  kinds: Kinds;
}

/** Reports the expectations whose metric is no column of the table, and those that select no row. */
export function requireRows(
  expect: readonly Expectation[],
  table: TableToCome,
  report: ReportAt,
  problems: Pick<Problems, 'full'>,
): void {
  for (const [i, expectation] of expect.entries()) {
    if (problems.full()) return;
    requireExpectation(expectation, table, (path, ...mistake) => report(['expect', i, ...path], ...mistake));
  }
}

function requireExpectation(given: Expectation, table: TableToCome, report: ReportAt): void {
  const expectation = withoutLabel(given, table, report);
  const { metric, at } = expectation;
  const { name, variants } = table;
  const column = table.columns.find((one) => one.name === metric);
  if (!column) report(['metric'], absentMetric(metric, table));
  else requireFacts(expectation, column, table, report);
  const identity = identityNames(table);
  const unknown = Object.keys(at).filter((one) => !identity.includes(one));
  for (const one of unknown) report(['at', one], unknownColumn(one, table), 'key');
  requireOther(expectation, table, report);
  if (unknown.length > 0 || variants.some((variant) => selects(name, variant, at))) return;
  const wrong = Object.keys(at).find(
    (one) => !variants.some((variant) => selects(name, variant, { [one]: at[one]! })),
  );
  if (wrong === undefined) report(['at'], { problem: 'no row has all of these values' });
  else report(['at', wrong], otherValue(wrong, at[wrong]!, table));
}

/** The expectation about all classes. Reports a class that there is not. */
function withoutLabel(expectation: Expectation, table: TableToCome, report: ReportAt): Expectation {
  const { label, ...at } = expectation.at;
  if (label === undefined || identityNames(table).includes('label')) return expectation;
  const sets = table.variants.map(({ image }) => picturesOf(image));
  const known = sets.every((set) => set?.classes);
  if (!known) report(['at', 'label'], { problem: 'label needs a set of pictures with labels' }, 'key');
  const isThere = sets.some((set) => labelsOf(set).some((one) => one.includes(String(label))));
  if (known && !isThere) {
    const names = [...new Set(sets.flatMap((set) => labelsOf(set).map(([name]) => name!)))];
    const expected = names.length > MAX_VALUES_LISTED ? `one of its ${names.length} classes` : either(names);
    report(['at', 'label'], { expected, value: shown(label) });
  }
  return { ...expectation, at };
}

/** The classes of the pictures of a set: each by its name and its number. */
function labelsOf(set: ReturnType<typeof picturesOf>): (readonly [string, string])[] {
  const numbers = new Set(set?.list.flatMap(({ label }) => (label === undefined ? [] : [label])));
  return [...numbers].map((label) => [set!.classes?.[label] ?? String(label), String(label)] as const);
}

/** Reports a metric without the interval or the direction that the expectation needs. */
function requireFacts(
  given: Expectation,
  { name, type, interval, better }: Column,
  { columns, kinds, variants }: TableToCome,
  report: ReportAt,
): void {
  const { confident, compare_to, of } = given;
  if (of !== undefined) {
    const sets = variants.map(({ image }) => picturesOf(image));
    const own = Object.values(kinds.measures).flatMap(({ columns }) => columns[name] ?? []);
    if (sets.includes(undefined)) report(['of'], { problem: `${of} ${NEEDS_SET}` });
    else if (of === 'worst_label' && !sets.every((set) => set!.classes))
      report(['of'], { problem: `${of} needs a set of pictures with labels` });
    else if (own[0]?.over === 'gathered') report(['of'], { problem: `only a whole set has ${name}` });
    else if (!better) report(['of'], unknownBetter(name, columns));
  }
  if (type === 'rate') {
    for (const bound of ['min', 'max', 'equals'] as const) {
      const value = given[bound];
      // Such a limit holds for every share, or is a percentage; others that no share meets fail, and are seen.
      const holdsAlways =
        value !== undefined && ((bound === 'max' && value > 1) || (bound === 'min' && value < 0));
      if (value === undefined || (!holdsAlways && value < 10)) continue;
      const remedy =
        value > 1 && value <= 100 ? instead(`${bound}: ${Number((value / 100).toPrecision(12))}`) : undefined;
      report([bound], { expected: `a share from 0 to 1, as ${name} is`, value: shown(value), remedy });
    }
  }
  if (confident && !interval) {
    const all = columns.filter((column) => column.interval).map((column) => column.name);
    const problem = `${name} has no interval`;
    report(['confident'], { problem, remedy: `expected a metric that has: ${either(all)}` });
  }
  const absent = interval?.find((end) => !columns.some((column) => column.name === end));
  if (confident && absent !== undefined) report(['confident'], absentMetric(absent, { columns, kinds }));
  if (compare_to && !better) report(['compare_to'], unknownBetter(name, columns), 'key');
}

function unknownBetter(name: string, columns: readonly Column[]): Mistake {
  const all = columns.filter((column) => column.better).map((column) => column.name);
  return {
    problem: `it cannot be said which ${name} is better`,
    remedy: `expected one of ${all.join(', ')}`,
  };
}

/** Reports a variant to compare with that the table does not have. */
function requireOther({ compare_to = {} }: Expectation, table: TableToCome, report: ReportAt): void {
  const identity = identityNames(table);
  for (const [column, value] of Object.entries(compare_to)) {
    if (!identity.includes(column)) {
      report(['compare_to', column], unknownColumn(column, table), 'key');
    } else if (!table.variants.some((variant) => selects(table.name, variant, { [column]: value }))) {
      report(['compare_to', column], otherValue(column, value, table));
    }
  }
}

function identityNames({ columns }: TableToCome): string[] {
  return columns.filter((column) => column.identity).map((column) => column.name);
}

/** A column that identifies no row of this table; if it is a path into the file, it could be swept. */
function unknownColumn(name: string, table: TableToCome): Mistake {
  const identity = identityNames(table);
  const mistake = unknownName('column', name, identity);
  const meant = name.includes('.') ? undefined : aliasOf(name, aliases.column);
  if (meant !== undefined && !nearest(name, identity)) return { ...mistake, remedy: instead(meant) };
  if (!(varyingKeys as readonly string[]).includes(name.split('.')[0]!) || nearest(name, identity))
    return mistake;
  const within = identity.find((one) => one === `sweep.${name}` || one.startsWith(`${name}.`));
  return { ...mistake, remedy: within ? `write ${within}` : `leave it out: ${name} is not swept` };
}

/** Whether a variant has a row with these values. */
function selects(experiment: string, variant: Variant, at: Expectation['at']): boolean {
  // Swept values decide for most variants, without making their rows.
  const swept = Object.entries(at).filter(([column]) => Object.hasOwn(variant.values, column));
  if (selectRows([variant.values], Object.fromEntries(swept)).length === 0) return false;
  const rows = variant.rows.map((row) => ({ experiment, ...row }));
  return selectRows(rows, at).length > 0;
}

/** The mistake of a value that its column does not have, with the value of it that was meant. */
function otherValue(column: string, value: Cell, { name, variants }: TableToCome): Mistake {
  const all = new Set<Cell>();
  for (const { rows } of variants) {
    for (const row of rows) all.add(({ experiment: name, ...row } as Record<string, Cell>)[column]!);
  }
  const values = [...all].map(String);
  const expected = values.length > MAX_VALUES_LISTED ? `one of its ${values.length} values` : either(values);
  const meant = meantValue(value, values);
  return { expected, value: shown(value), remedy: meant === undefined ? undefined : instead(meant) };
}

/** The value of a column that another means: the last of numbers, or a layer by another name. */
function meantValue(value: Cell, values: readonly string[]): string | undefined {
  const numbers = values.map(Number);
  if (numbers.every(Number.isInteger)) {
    const most = Math.max(...numbers);
    const isLast = /^(last|end|final|deepest|max|-1|son)$/i.test(String(value));
    return isLast || (typeof value === 'number' && value > most) ? String(most) : undefined;
  }
  return aliasOf(String(value), aliases.layer, values) ?? nearest(String(value), values);
}

const MAX_VALUES_LISTED = 12;

/** The mistake of a metric that some measure has, but not this table. The schema refuses names of no measure. */
function absentMetric(
  metric: string,
  { kinds: { measures }, columns }: Pick<TableToCome, 'kinds' | 'columns'>,
): Mistake {
  const [measure, kind] =
    Object.entries(measures).find(([, { columns }]) => Object.hasOwn(columns, metric)) ?? [];
  if (kind === undefined)
    return unknownName(
      'metric',
      metric,
      columns.map(({ name }) => name),
    );
  if (kind.when === 'against') return { problem: `${metric} needs a second image, against` };
  return {
    problem: `${metric} ${kind.when === 'set' ? NEEDS_SET : `needs measures: [${measure}]`}`,
  };
}

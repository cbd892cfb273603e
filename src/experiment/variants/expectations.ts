import { either, shown } from '../../core/error.ts';
import { unknownName } from '../../core/options.ts';
import { type Expectation, selectRows } from '../../expect/expect.ts';
import type { Cell, Column } from '../../results/columns.ts';
import type { Kinds } from '../schema/kinds.ts';
import type { Problems } from '../text/problems.ts';
import type { Path, Source } from '../text/source.ts';
import type { Variant } from './variant.ts';

/** What is known of a table before anything is run. */
export interface TableToCome {
  name: string;
  columns: readonly Column[];
  variants: readonly Variant[];
  kinds: Kinds;
}

/** Every expectation is about a column that there is, and selects a row: that can be known before anything is run. */
export function requireRows(
  expect: readonly Expectation[],
  { name, columns, variants, kinds }: TableToCome,
  source: Source,
  problems: Problems,
): void {
  const identity = columns.filter((column) => column.identity).map((column) => column.name);
  for (const [i, expectation] of expect.entries()) {
    const { metric, at } = expectation;
    const complain = (path: Path, message: string, part: 'key' | 'value' = 'value') => {
      const full = ['expect', i, ...path];
      problems.add(`${full.join('.')}: ${message}`, source.locate(full, part));
    };
    const column = columns.find(({ name }) => name === metric);
    if (!column) complain(['metric'], whyAbsent(metric, kinds));
    else requireFacts(expectation, column, { name, columns, variants, kinds }, complain);
    const unknown = Object.keys(at).filter((column) => !identity.includes(column));
    for (const column of unknown) complain(['at', column], unknownName('column', column, identity), 'key');
    requireOther(expectation, { name, variants, identity }, complain);
    if (unknown.length > 0 || variants.some((variant) => selects(name, variant, at))) continue;
    const wrong = Object.keys(at).find((column) => {
      return !variants.some((variant) => selects(name, variant, { [column]: at[column]! }));
    });
    if (wrong === undefined) complain(['at'], 'no row has all of these values');
    else complain(['at', wrong], `expected ${thereAre(wrong, name, variants)}, not ${shown(at[wrong])}`);
    if (problems.full()) return;
  }
}

type Complain = (path: Path, message: string, part?: 'key' | 'value') => void;

/** What is asked of a metric must be known of it. */
function requireFacts(
  { confident, compare_to }: Expectation,
  { name, interval, better }: Column,
  { columns, kinds }: TableToCome,
  complain: Complain,
): void {
  if (confident && !interval) {
    const all = columns.filter((column) => column.interval).map((column) => column.name);
    complain(['confident'], `${name} has no interval; expected a metric that has: ${either(all)}`);
  }
  const absent = interval?.find((end) => !columns.some((column) => column.name === end));
  if (confident && absent !== undefined) complain(['confident'], whyAbsent(absent, kinds));
  if (!compare_to || better) return;
  const all = columns.filter((column) => column.better).map((column) => column.name);
  complain(
    ['compare_to'],
    `it cannot be said which ${name} is better; expected one of ${all.join(', ')}`,
    'key',
  );
}

/** What is compared to must be there. */
function requireOther(
  { compare_to = {} }: Expectation,
  { name, variants, identity }: Pick<TableToCome, 'name' | 'variants'> & { identity: string[] },
  complain: Complain,
): void {
  for (const [column, value] of Object.entries(compare_to)) {
    if (!identity.includes(column)) {
      complain(['compare_to', column], unknownName('column', column, identity), 'key');
    } else if (!variants.some((variant) => selects(name, variant, { [column]: value }))) {
      const there = thereAre(column, name, variants);
      complain(['compare_to', column], `expected ${there}, not ${shown(value)}`);
    }
  }
}

function selects(experiment: string, variant: Variant, at: Expectation['at']): boolean {
  // Most variants can be told by their swept values, without making their rows.
  const swept = Object.entries(at).filter(([column]) => Object.hasOwn(variant.values, column));
  if (selectRows([variant.values], Object.fromEntries(swept)).length === 0) return false;
  return (
    selectRows(
      variant.rows.map((row) => ({ experiment, ...row })),
      at,
    ).length > 0
  );
}

/** The values of a column. */
function thereAre(column: string, experiment: string, variants: readonly Variant[]): string {
  const values = new Set<Cell>();
  for (const { rows } of variants) {
    for (const row of rows) values.add(({ experiment, ...row } as Record<string, Cell>)[column]!);
  }
  if (values.size > 12) return `one of its ${values.size} values`;
  return either([...values].map(String));
}

/** A measure that this table does not have; names that no measure has, the schema refuses. */
function whyAbsent(metric: string, { measures }: Kinds): string {
  const [measure, kind] = Object.entries(measures).find(([, { columns }]) => Object.hasOwn(columns, metric))!;
  if (kind.when === 'against') return `${metric} needs a second image, against`;
  return kind.when === 'set' ? `${metric} needs a set of pictures` : `${metric} needs measures: [${measure}]`;
}

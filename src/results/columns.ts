import type { MeasureColumn, MeasureKind } from '../measure/kind.ts';
import type { measures } from '../measure/registry.ts';

/** A cell of the table; null: not defined. */
export type Cell = string | number | boolean | null;

/** A column of a table: its name, its one definition, and whether it says which row this is. */
export interface Column {
  name: string;
  type: 'string' | 'boolean' | MeasureColumn['type'];
  unit?: string;
  description: string;
  formula?: string;
  source?: string;
  better?: MeasureColumn['better'];
  interval?: MeasureColumn['interval'];
  /** For a share, the two columns that it is the quotient of: first / second. */
  counts?: readonly [string, string];
  /** Whether its cells say which row it is. Such cells are printed in full. */
  identity: boolean;
  /** Whether it distinguishes rows of one variant and step, as dy and dx do. */
  key?: boolean;
}

/** All of a column but its name. */
export type ColumnDefinition = Omit<Column, 'name' | 'identity'>;

type UnionToIntersection<U> = (U extends unknown ? (u: U) => void : never) extends (i: infer I) => void
  ? I
  : never;

type ColumnsOf<Kinds> = UnionToIntersection<
  { [K in keyof Kinds]: Kinds[K] extends MeasureKind<infer C> ? C : never }[keyof Kinds]
>;

/** The name of a column that a measure fills. */
export type Metric = Extract<keyof ColumnsOf<typeof measures>, string>;

/** One row of the table: which variant and step it is, its swept values, and what was measured. */
export type Row = {
  experiment: string;
  step: number;
  layer: string;
  depth: number;
  height: number;
  width: number;
  channels: number;
  compare: string;
} & { [M in Metric]?: number | null } & { [column: string]: Cell };

const place = {
  step: { type: 'integer', unit: 'layers', description: 'Index in the expanded stack; 0 is the image.' },
  layer: { type: 'string', description: "The layer whose output this is; the image's kind at step 0." },
  depth: { type: 'integer', unit: 'layers', description: 'Layers that pool up to and including this step.' },
  height: { type: 'integer', unit: 'cells', description: 'Height of the output.' },
  width: { type: 'integer', unit: 'cells', description: 'Width of the output.' },
  channels: { type: 'integer', unit: 'channels', description: 'Channels of the output.' },
  compare: { type: 'string', description: 'The reading of "coincide".' },
} as const satisfies Record<string, ColumnDefinition>;

const experiment = { type: 'string', description: 'The name of the experiment.' } as const;

/** The columns of a table with a row for each shift that say which shift it is. */
export const shiftColumns = {
  dy: { type: 'number', unit: 'pixels', description: 'Rows that the content moves down.', key: true },
  dx: { type: 'number', unit: 'pixels', description: 'Columns that the content moves right.', key: true },
} as const satisfies Record<string, ColumnDefinition>;

/** Whether a column is `experiment` or says where in the stack a row is: step, layer, depth, shape, comparison. */
export function isPlace({ name }: Pick<Column, 'name'>): boolean {
  return name === 'experiment' || Object.hasOwn(place, name);
}

/** Whether a column holds a swept value. */
export function isSwept({ name, identity, key }: Column): boolean {
  return identity && !key && !isPlace({ name });
}

/** Whether a column is part of a table's key: experiment, swept values, step, and the shift or picture. */
export function isKey(column: Column): boolean {
  return column.key === true || column.name === 'experiment' || column.name === 'step' || isSwept(column);
}

/**
 * The names that a swept key may not take for its own column: those that every table uses, and those of the further
 * tables' own columns.
 */
export function reservedNames(
  kinds: Record<string, MeasureKind>,
  further: readonly Pick<Column, 'name'>[] = [],
): Set<string> {
  return new Set([
    'experiment',
    ...Object.keys(place),
    ...Object.values(kinds).flatMap((k) => Object.keys(k.columns)),
    ...further.map(({ name }) => name),
  ]);
}

/** A swept key's column; one that would take a table's own name gets `sweep.` in front. */
export function sweepColumn(key: string, reserved: ReadonlySet<string>): string {
  return reserved.has(key) ? `sweep.${key}` : key;
}

/** A swept key, with its values as the table shows them. */
export interface SweptColumn {
  name: string;
  key: string;
  values: readonly Cell[];
}

/** A measure's column as a table of single images has it: without what says how pictures are put together. */
export function withoutOver(given: MeasureColumn): ColumnDefinition {
  const { over, ofPicture: _, classNumber: __, ...column } = given;
  return { ...column, ...countsOf(over) };
}

/** The counts of a share, if it is one. */
function countsOf(over: MeasureColumn['over']): Pick<Column, 'counts'> {
  return typeof over === 'object' && 'sum' in over && !over.absolute ? { counts: [over.sum, over.of] } : {};
}

/** How a column combines the values of the pictures of a set, in words. */
export function overText(over: MeasureColumn['over'] = 'mean'): string {
  if (over === 'sum') return 'the sum over its pictures';
  if (over === 'mean') return 'the mean of its pictures';
  if (over === 'most') return 'the largest of its pictures';
  if (over === 'least') return 'the smallest of its pictures';
  if (over === 'gathered') return 'as the formula says';
  if ('sum' in over) return `${over.sum} over ${over.of}, each summed over its pictures`;
  if ('decibels' in over) return 'that of all its pictures’ samples together';
  if ('where' in over)
    return `that of the picture with the largest ${over.where}, of several that are equal (to 1e-9 of it) the first`;
  const [end, of] = 'low' in over ? ['lower', over.low] : ['upper', over.high];
  return `the ${end} end of the 95 % interval of ${of} over pictures (also for \`trials: all\`); empty for fewer than 5`;
}

/** The column for a set: its description says how the pictures are put together, and a mean of counts is no integer. */
export function ofSet({ over = 'mean', ...column }: MeasureColumn): ColumnDefinition {
  if (over === 'gathered') return column;
  const type = column.type === 'integer' && over === 'mean' ? 'number' : column.type;
  const description = `${column.description} Of a set: ${overText(over)}.`;
  return { ...column, type, description, ...countsOf(over) };
}

/** The confidence interval of a metric in a row; undefined if it has none, or one of width 0. */
export function rowInterval(
  row: Readonly<Record<string, Cell>>,
  column: Column | undefined,
): readonly [number, number] | undefined {
  const [low, high] = (column?.interval ?? []).map((name) => row[name]);
  return typeof low === 'number' && typeof high === 'number' && low !== high ? [low, high] : undefined;
}

/** The columns that say which variant and step a row is of, in order. */
export function identityColumns(swept: readonly SweptColumn[]): Column[] {
  const sweeps = swept.map(({ name, key, values }): Column => {
    return {
      name,
      type: sharedType(values),
      description: `The value of \`${key}\` in this variant.`,
      identity: true,
    };
  });
  return [...namedColumns({ experiment }, true), ...sweeps, ...namedColumns(place, true)];
}

/** Columns from their definitions, by name. */
export function namedColumns(
  columns: Readonly<Record<string, ColumnDefinition>>,
  identity: boolean,
): Column[] {
  return Object.entries(columns).map(([name, column]) => ({ name, ...column, identity }));
}

function sharedType(values: readonly Cell[]): 'string' | 'boolean' | 'integer' | 'number' {
  if (values.every((value) => typeof value === 'number'))
    return values.every(Number.isInteger) ? 'integer' : 'number';
  return values.every((value) => typeof value === 'boolean') ? 'boolean' : 'string';
}

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
  identity: boolean;
}

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

const where = {
  step: { type: 'integer', unit: 'layers', description: 'Index in the expanded stack; 0 is the image.' },
  layer: { type: 'string', description: "The layer whose output this is; the image's kind at step 0." },
  depth: { type: 'integer', unit: 'layers', description: 'Layers that pool up to and including this step.' },
  height: { type: 'integer', unit: 'cells', description: 'Height of the output.' },
  width: { type: 'integer', unit: 'cells', description: 'Width of the output.' },
  channels: { type: 'integer', unit: 'channels', description: 'Channels of the output.' },
  compare: { type: 'string', description: 'The reading of "coincide".' },
} as const satisfies Record<string, Omit<Column, 'name' | 'identity'>>;

const experiment = { type: 'string', description: 'The name of the experiment.' } as const;

/** Whether a column holds a swept value: it says which variant a row is of. */
export function isSwept({ name, identity }: Column): boolean {
  return identity && name !== 'experiment' && !Object.hasOwn(where, name);
}

/** The names that every table uses, and that a swept key may not take for its own column. */
export function reservedNames(kinds: Record<string, MeasureKind>): Set<string> {
  return new Set([
    'experiment',
    ...Object.keys(where),
    ...Object.values(kinds).flatMap((k) => Object.keys(k.columns)),
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

/** The columns of an experiment's table, in order. @param set whether its images are sets of pictures */
export function summaryColumns(
  swept: readonly SweptColumn[],
  kinds: readonly MeasureKind[],
  set = false,
): Column[] {
  const own = kinds.flatMap((kind) => Object.entries(kind.columns));
  const measured = own.map(([name, column]) => [name, set ? ofSet(column) : alone(column)] as const);
  return [...identityColumns(swept), ...named(Object.fromEntries(measured), false)];
}

type Plain = Omit<Column, 'name' | 'identity'>;

function alone({ over: _, ...column }: MeasureColumn): Plain {
  return column;
}

/** A column of a set of pictures: what it is of each, put together. */
function ofSet({ over = 'mean', ...column }: MeasureColumn): Plain {
  const whole = column.type === 'integer' && over !== 'mean';
  const type = column.type === 'integer' && !whole ? 'number' : column.type;
  return { ...column, type, description: `${column.description} Of a set: ${overText(over)}.` };
}

/** What a column is of a set of pictures, in words. */
export function overText(over: MeasureColumn['over'] = 'mean'): string {
  if (over === 'sum') return 'the sum over its pictures';
  if (over === 'mean') return 'the mean of its pictures';
  if (over === 'most') return 'the largest of its pictures';
  if (over === 'least') return 'the smallest of its pictures';
  if ('sum' in over) return `${over.sum} over ${over.of}, each summed over its pictures`;
  if ('where' in over) return `that of the picture with the largest ${over.where}`;
  const [end, of] = 'low' in over ? ['2.5', over.low] : ['97.5', over.high];
  return `the ${end} % point of ${of}, cluster bootstrap over pictures (also for \`trials: all\`)`;
}

const imageColumns = {
  image: { type: 'string', description: 'The picture: its path below the folder, place or number.' },
  label: { type: 'string', description: 'Its class; empty without labels.' },
} as const satisfies Record<string, Plain>;

/** The columns of `NAME.images.csv`, in order: what a table of each picture alone would have. */
export function imagesColumns(swept: readonly SweptColumn[], kinds: readonly MeasureKind[]): Column[] {
  const own = kinds.filter(({ when }) => when !== 'set').flatMap((kind) => Object.entries(kind.columns));
  const measured = own.map(([name, column]) => [name, alone(column)] as const);
  return [
    ...identityColumns(swept),
    ...named(imageColumns, true),
    ...named(Object.fromEntries(measured), false),
  ];
}

const shiftColumns = {
  dy: { type: 'number', unit: 'pixels', description: 'Rows that the content moves down.' },
  dx: { type: 'number', unit: 'pixels', description: 'Columns that the content moves right.' },
  trials: { type: 'integer', unit: 'trials', description: 'Draws of this shift.', formula: 'm_s' },
  class: {
    type: 'integer',
    unit: 'class',
    description:
      "The class of its output: 0 is the reference's, then by first member in the order dy, then dx.",
  },
  cosine: {
    type: 'number',
    unit: '1',
    description: 'Cosine similarity to the reference; empty if a norm is 0.',
    formula: 'x·r / (‖x‖ ‖r‖)',
  },
  relative_l2: {
    type: 'number',
    unit: '1',
    description: 'Distance from the reference relative to its norm; empty if that norm is 0.',
    formula: '‖x - r‖ / ‖r‖',
  },
  max_abs: {
    type: 'number',
    unit: 'value',
    description: 'Largest absolute difference from the reference.',
    formula: 'max |x - r|',
  },
} as const satisfies Record<string, Omit<Column, 'name' | 'identity'>>;

/** The columns of `NAME.shifts.csv`, in order. */
export function shiftsColumns(swept: readonly SweptColumn[]): Column[] {
  return [...identityColumns(swept), ...named(shiftColumns, false)];
}

function identityColumns(swept: readonly SweptColumn[]): Column[] {
  const sweeps = swept.map(({ name, key, values }): Column => {
    return {
      name,
      type: sharedType(values),
      description: `The value of \`${key}\` in this variant.`,
      identity: true,
    };
  });
  return [...named({ experiment }, true), ...sweeps, ...named(where, true)];
}

function named(columns: Record<string, Omit<Column, 'name' | 'identity'>>, identity: boolean): Column[] {
  return Object.entries(columns).map(([name, column]) => ({ name, ...column, identity }));
}

function sharedType(values: readonly Cell[]): 'string' | 'boolean' | 'integer' | 'number' {
  if (values.every((value) => typeof value === 'number'))
    return values.every(Number.isInteger) ? 'integer' : 'number';
  return values.every((value) => typeof value === 'boolean') ? 'boolean' : 'string';
}

import { UserError } from '../core/error.ts';
import type { Experiment } from '../experiment/parse.ts';
import type { Cells } from '../experiment/variants/rows.ts';
import type { MeasureKind, Value } from '../measure/kind.ts';
import { overImages } from '../measure/over_images.ts';
import { joinParts, valuesOfParts } from '../measure/parts.ts';
import { withoutHidden } from '../measure/values.ts';
import type { Row } from '../results/columns.ts';
import type { PackedRows } from '../results/packed_rows.ts';
import type { Precision } from '../results/precision.ts';
import { type FurtherTable, furtherTables } from '../results/tables/registry.ts';
import { columnNames, type UnitResult } from './run_unit.ts';
import { combineNotes, notesBefore } from './warnings.ts';

/** The result of one variant, put together from those of its units. */
export interface VariantResult {
  rows: readonly Row[];
  /** Rows of the further tables that the experiment asks for. */
  further: { readonly [T in FurtherTable]?: readonly PackedRows[] };
  /** Sentences that a reader of its rows should know, each once. */
  notes: readonly string[];
  /** The backends and runtimes that computed its layers that are not exact. */
  runtimes: readonly string[];
  /** How far numbers may differ between machines, by row; of a set, by its first picture. */
  precision: readonly Precision[];
  /** How long it took. */
  seconds: number;
}

/** What is known of a variant before it is run, as plain data. */
export interface VariantFacts {
  /** The cells that identify each of its rows, but for the experiment's name. */
  rows: readonly Cells[];
  /** Whether it measures a set of pictures. */
  set: boolean;
  /** What to say of it, whatever is measured. */
  notes: readonly string[];
}

/** The facts of a variant. */
export function variantFacts({ variants, measures, set }: Experiment, index: number): VariantFacts {
  const variant = variants[index]!;
  return { rows: variant.rows, set, notes: notesBefore(variant, measures) };
}

/**
 * The result of a variant from those of its units, in order. Intervals over pictures, and every other number of a set as
 * a whole, are computed here from the values of all pictures, so that they do not depend on how the set was cut.
 *
 * @throws UserError (run) where every picture of a set was skipped
 */
export function combineUnits(
  experiment: string,
  { rows, set, notes }: VariantFacts,
  measures: readonly MeasureKind[],
  units: readonly UnitResult[],
): VariantResult {
  const values = set
    ? valuesOfSet(rows.length, measures, units)
    : valuesOfImage(rows.length, measures, units[0]!);
  return {
    rows: values.map((found, at) => withoutHidden(measures, { experiment, ...rows[at]!, ...found } as Row)),
    further: furtherOf(units),
    notes: combineNotes(
      notes,
      units.map((unit) => unit.notes),
      set,
    ),
    runtimes: [...new Set(units.flatMap(({ runtimes }) => runtimes))],
    precision: units.find(({ precision }) => precision.length > 0)?.precision ?? [],
    seconds: units.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

/** By step, the value of each column. */
function valuesOfImage(
  steps: number,
  measures: readonly MeasureKind[],
  { values }: UnitResult,
): Record<string, Value>[] {
  const names = columnNames(measures);
  return Array.from({ length: steps }, (_, step) =>
    Object.fromEntries(
      names.map((name, column): [string, Value] => {
        const value = values[step * names.length + column]!;
        return [name, Number.isNaN(value) ? null : value];
      }),
    ),
  );
}

/** By step, the value of each column over all pictures. */
function valuesOfSet(
  steps: number,
  measures: readonly MeasureKind[],
  units: readonly UnitResult[],
): Record<string, Value>[] {
  const columns = Object.assign({}, ...measures.map((kind) => kind.columns));
  const names = columnNames(measures);
  const pictures = units.reduce((sum, { notes }) => sum + notes.pictures, 0);
  if (pictures === 0)
    throw new UserError('every picture was skipped, so nothing was measured.', { kind: 'run' });
  const skipped = units.reduce((sum, { notes }) => sum + notes.skipped.length, 0);
  return Array.from({ length: steps }, (_, step) => {
    const gathered = new Map(names.map((name) => [name, new Float64Array(pictures)]));
    let picture = 0;
    for (const { values } of units) {
      for (let at = step * names.length; at < values.length; at += steps * names.length) {
        for (const [column, name] of names.entries()) gathered.get(name)![picture] = values[at + column]!;
        picture++;
      }
    }
    const parts = units
      .map((unit) => unit.parts[step]!)
      .reduce((one, next) => joinParts(measures, one, next));
    return { ...overImages(columns, gathered), ...valuesOfParts(measures, parts), skipped };
  });
}

function furtherOf(units: readonly UnitResult[]): VariantResult['further'] {
  const tables = furtherTables.filter((table) => units.some(({ further }) => further[table]));
  return Object.fromEntries(
    tables.map((table) => [table, units.flatMap(({ further }) => further[table] ?? [])]),
  );
}

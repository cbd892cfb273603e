import type { StepParts } from '../measure/sets/parts.ts';
import type { PackedRows } from '../results/packed_rows.ts';
import type { Precision } from '../results/precision.ts';
import type { FurtherTable } from '../results/tables/registry.ts';
import type { UnitNotes } from './warnings.ts';

/** The result of one unit: plain data, which a thread can send to another, and a file can keep. */
export interface UnitResult {
  /** The columns of all measures: picture by picture, step by step, column by column. NaN: not defined. */
  values: Float64Array;
  /** For a set: the number of each picture's class, -1 without one. */
  labels: Int32Array;
  /** For a set: by step, the parts of the measures and tables that gather. */
  parts: readonly StepParts[];
  /** Rows of the further tables that the experiment asks for. */
  further: { readonly [T in FurtherTable]?: readonly PackedRows[] };
  notes: UnitNotes;
  /** The backends and runtimes that computed its layers that are not exact. */
  runtimes: readonly string[];
  /** How far numbers may differ between machines, by row; of a set, by its first picture. */
  precision: readonly Precision[];
  /** How long it took. */
  seconds: number;
}

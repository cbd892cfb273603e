import type { Scheduler } from '../../core/scheduler.ts';
import type { Measured } from '../../engine/engine.ts';
import type { MeasureKind, Part, Value } from '../../measure/kind.ts';
import type { Cell, Column, SweptColumn } from '../columns.ts';
import type { TableRow } from '../csv.ts';

/** A table that an experiment can ask for in `tables`. A kind is an object literal in one file. */
export interface TableKind {
  /** One sentence that says what a row is. */
  title: string;
  /** A longer description for the reference: the order of the rows, further explanations. Default: the title. */
  description?: string;
  /** Whether it needs a set of pictures. Default: one image will do, too. */
  needs?: 'set';
  /** Whether the pictures need classes. */
  needsLabels?: boolean;
  /** Whether its rows hold names of pictures or classes. */
  namesPictures?: boolean;
  /** Whether its rows hold distances from the reference. */
  distances?: boolean;
  /** Whether there is a row for every distinct shift. */
  perShift?: boolean;
  /** Whether there is a row for every class of pictures, in place of every picture. A run puts it together. */
  perLabel?: boolean;
  /** Its columns, in order. */
  columns(source: TableSource): Column[];
  /** Its rows for one measured step of one image. Absent where a run puts it together. */
  rows?(step: MeasuredStep, scheduler: Scheduler): Iterable<TableRow> | Promise<Iterable<TableRow>>;
  /** For a set, used instead of `rows`: its rows for one measured step of all pictures together. */
  ofSet?: {
    /** Gathers the parts of pictures. It has no columns. */
    kind: MeasureKind;
    rows(identity: Readonly<Record<string, Cell>>, part: Part): Iterable<TableRow>;
  };
}

/** The parts of an experiment that decide the columns of a table. */
interface TableSource {
  swept: readonly SweptColumn[];
  measures: readonly MeasureKind[];
  /** Whether the experiment measures sets of pictures. */
  set: boolean;
}

/** One measured step of one image in one variant. */
export interface MeasuredStep {
  /** The cells that say which variant and step it is. */
  identity: Readonly<Record<string, Cell>>;
  measured: Measured;
  /** The measures of the experiment. */
  measures: readonly MeasureKind[];
  /** The values of the measures, by column. */
  values: Readonly<Record<string, Value>>;
  /** The names of the classes by number, as far as they are known. */
  classNames?: readonly (string | undefined)[] | undefined;
  /** Which picture of a set it is. */
  picture?: { readonly name: string; readonly label: string | null } | undefined;
}

import type { Measured } from '../../engine/engine.ts';
import type { MeasureKind, Value } from '../../measure/kind.ts';
import type { Cell, Column, SweptColumn } from '../columns.ts';
import type { Table } from '../csv.ts';

/** A table that an experiment can ask for in `tables`. A kind is an object literal in one file. */
export interface TableKind {
  /** What one row is, in a sentence. */
  title: string;
  /** What the reference says of it beside its title: order of the rows, further explanations. */
  description?: string;
  /** What the experiment has to measure. Default: either. */
  needs?: 'image' | 'set';
  /** Whether its rows hold distances from the reference. */
  distances?: boolean;
  /** Its columns, in order. */
  columns(source: TableSource): Column[];
  /** Its rows for one measured step of one image. The summary has none: a run puts it together. */
  rows?(step: MeasuredStep): Iterable<Table['rows'][number]>;
}

/** What the columns of a table depend on. */
export interface TableSource {
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
  /** What the measures gave, by column. */
  values: Readonly<Record<string, Value>>;
  /** Which picture of a set it is. */
  picture?: { readonly name: string; readonly label: string | null } | undefined;
}

import type { Cell, Row } from '../results/columns.ts';
import type { Figure, PlotChoice } from './figure.ts';
import type { PlotTable } from './table.ts';

/** The data of a plot: one object per point, by field name. */
export type PlotData = readonly Readonly<Record<string, Cell>>[];

/** What the marks of a figure are made from. */
export interface PanelContent {
  table: PlotTable;
  figure: Figure;
  /** The rows that are shown. */
  rows: readonly Row[];
  /** The same as data: one object per row, by field name. */
  values: PlotData;
  /** Size of text in pixels. */
  size: number;
  /** Size of a panel, where it was asked for. */
  panel: NonNullable<PlotChoice['panel']>;
  /** Whether there are several panels. */
  many: boolean;
  /** Room for a legend, in pixels; undefined: at least the width of a panel. */
  room: number | undefined;
  /** Room for the names at the left, in pixels. */
  names: number;
}

/** The marks of one panel, which are the same for all panels, and how large it is. */
export interface PanelDrawing {
  layer: readonly object[];
  /** The data of the marks, where they need more than the rows say. */
  values?: PlotData;
  /** Pixels. */
  width: number;
  height: number;
  /** Pixels between panels that the labels at the ends of their axes need. */
  gap?: number;
  /** Sentences about what the marks do not show. */
  remarks: readonly string[];
}

/** The channel of what a reader sees who points at a mark. */
export const TOLD = { field: 'told', type: 'nominal' } as const;

/** A cell as a label shows it: numbers with up to six digits. */
export function cellLabel(cell: Cell | undefined): string {
  return typeof cell === 'number' ? String(Number(cell.toPrecision(6))) : String(cell);
}

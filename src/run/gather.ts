import type { Experiment } from '../experiment/parse.ts';
import type { Cell, Column, Row } from '../results/columns.ts';
import type { Table } from '../results/csv.ts';
import {
  addRow,
  createRowPacker,
  type PackedRows,
  packedRows,
  packedTable,
  rowsOfTable,
} from '../results/packed_rows.ts';
import type { Precision } from '../results/precision.ts';
import { type FurtherTable, furtherTables, tableKind } from '../results/tables/registry.ts';
import type { LabelRow, VariantResult, WorstValues } from './combine.ts';

/** The results of an experiment's variants, in order. Many rows are packed, so that they take little memory. */
export interface Gathered {
  table: Table;
  further: readonly (readonly [FurtherTable, Table])[];
  /** Rows of classes, where they are asked for. */
  labels: Iterable<LabelRow>;
  /** By row of the table, the worst values that expectations ask for. */
  worst: readonly WorstValues[];
  /** By variant, what to say of it. */
  notes: readonly (readonly string[])[];
  runtimes: ReadonlySet<string>;
  /** By row of the table. */
  precision: readonly Precision[];
  /** How long it took to compute them all. */
  seconds: number;
}

/** Takes the results of variants one by one, in order. */
export interface Gathering {
  add(result: VariantResult): void;
  end(): Gathered;
}

/** Collects the results of an experiment's variants. */
export function gatherResults(
  experiment: Pick<Experiment, 'columns' | 'tables' | 'swept' | 'measures' | 'set'>,
): Gathering {
  const { columns, tables } = experiment;
  const rows = createRowPacker();
  const wanted = furtherTables.filter((table) => tables.includes(table));
  const further = new Map(wanted.map((table) => [table, [] as PackedRows[]]));
  const labels = createRowPacker();
  const columnsOf = new Map(wanted.map((table) => [table, tableKind(table).columns(experiment)]));
  const ofClasses = new Map(
    wanted.filter((table) => tableKind(table).perLabel).map((table) => [table, createRowPacker()]),
  );
  const worst: WorstValues[] = [];
  const notes: (readonly string[])[] = [];
  const runtimes = new Set<string>();
  const precision: Precision[] = [];
  let seconds = 0;
  return {
    add(result) {
      for (const row of result.rows) addRow(rows, row);
      for (const [table, packed] of further) for (const one of result.further[table] ?? []) packed.push(one);
      for (const row of result.labels) {
        addRow(labels, row);
        for (const [table, packer] of ofClasses) addRow(packer, withColumns(row, columnsOf.get(table)!));
      }
      for (const one of result.worst) worst.push(one);
      notes.push(result.notes);
      for (const runtime of result.runtimes) runtimes.add(runtime);
      for (const one of result.precision) precision.push(one);
      seconds += result.seconds;
    },
    end() {
      const table =
        rows.packed.length === 0 ? { columns, rows: rows.open } : packedTable(columns, packedRows(rows));
      return {
        table,
        further: [...further].map(([name, packed]) => {
          const own = ofClasses.get(name);
          return [name, packedTable(columnsOf.get(name)!, own ? packedRows(own) : packed)] as const;
        }),
        labels: rowsOfTable(packedTable([], packedRows(labels))) as Iterable<LabelRow>,
        worst,
        notes,
        runtimes,
        precision,
        seconds,
      };
    },
  };
}

/** A row with the cells of a table's columns, and no others. */
function withColumns(row: Row, columns: readonly Column[]): Record<string, Cell> {
  return Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null]));
}

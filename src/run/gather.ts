import type { Experiment } from '../experiment/parse.ts';
import type { Table } from '../results/csv.ts';
import { addRow, createRowPacker, type PackedRows, packedRows, packedTable } from '../results/packed_rows.ts';
import type { Precision } from '../results/precision.ts';
import { type FurtherTable, furtherTables, tableKind } from '../results/tables/registry.ts';
import type { VariantResult } from './combine.ts';

/** The results of an experiment's variants, in order. Many rows are packed, so that they take little memory. */
export interface Gathered {
  table: Table;
  further: readonly (readonly [FurtherTable, Table])[];
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

export function gatherResults(
  experiment: Pick<Experiment, 'columns' | 'tables' | 'swept' | 'measures' | 'set'>,
): Gathering {
  const { columns, tables } = experiment;
  const rows = createRowPacker();
  const wanted = furtherTables.filter((table) => tables.includes(table));
  const further = new Map(wanted.map((table) => [table, [] as PackedRows[]]));
  const notes: (readonly string[])[] = [];
  const runtimes = new Set<string>();
  const precision: Precision[] = [];
  let seconds = 0;
  return {
    add(result) {
      for (const row of result.rows) addRow(rows, row);
      for (const [table, packed] of further) for (const one of result.further[table] ?? []) packed.push(one);
      notes.push(result.notes);
      for (const runtime of result.runtimes) runtimes.add(runtime);
      for (const one of result.precision) precision.push(one);
      seconds += result.seconds;
    },
    end: () => ({
      table: rows.packed.length === 0 ? { columns, rows: rows.open } : packedTable(columns, packedRows(rows)),
      further: [...further].map(([table, packed]) => {
        return [table, packedTable(tableKind(table).columns(experiment), packed)] as const;
      }),
      notes,
      runtimes,
      precision,
      seconds,
    }),
  };
}

import type { Experiment } from '../experiment/parse.ts';
import type { Cell, Column, Row } from '../results/columns.ts';
import type { Table } from '../results/csv.ts';
import { bytesOfRows, type PackedRows, packedTable, rowsOfTable } from '../results/packed_rows.ts';
import type { Precision } from '../results/precision.ts';
import { addPackedRows, addRow, createRowPacker, packedRows } from '../results/row_packer.ts';
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

/** Bytes of packed rows that are kept, where they can be made again. */
const MOST_HELD_BYTES = 2 ** 26;

/**
 * Collects the results of an experiment's variants.
 *
 * @param again the results of the variants from an index on, once more: then only the first rows are kept, and the others
 * are made whenever the tables are read. Rows of the summary that are of single images are all made again: that takes less
 * time than packing them
 */
export function gatherResults(
  experiment: Pick<Experiment, 'columns' | 'tables' | 'swept' | 'measures' | 'set'>,
  { again, mostBytes = MOST_HELD_BYTES }: GatherOptions = {},
): Gathering {
  const { columns, tables, set } = experiment;
  const rows = again && !set ? undefined : createRowPacker();
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
  let bytes = 0;
  /** How many variants have their rows here: the first ones. */
  let held = 0;
  const hold = (result: VariantResult) => {
    if (rows) {
      const packed = rows.packed.length;
      for (const some of result.rows()) addPackedRows(rows, some);
      bytes += bytesOfRows(rows.packed.slice(packed));
    }
    for (const [table, packed] of further) {
      const some = result.further[table] ?? [];
      for (const one of some) packed.push(one);
      bytes += bytesOfRows(some);
    }
    held++;
  };
  /** The rows that are held, of the first variants, and those that are not. */
  const all = (
    first: readonly PackedRows[],
    variants: number,
    packedOf: (result: VariantResult) => readonly PackedRows[],
  ): Iterable<PackedRows> => {
    if (variants === notes.length) return first;
    return {
      *[Symbol.iterator]() {
        yield* first;
        for (const result of again!(variants)) yield* packedOf(result);
      },
    };
  };
  return {
    add(result) {
      if (held === notes.length && (!again || bytes < mostBytes)) hold(result);
      for (const row of result.labels) {
        addRow(labels, row);
        for (const [table, packer] of ofClasses) addRow(packer, withColumns(row, columnsOf.get(table)!));
      }
      for (const one of result.worst) worst.push(one);
      notes.push(result.notes.length === 0 ? NO_NOTES : result.notes);
      for (const runtime of result.runtimes) runtimes.add(runtime);
      for (const one of result.precision) precision.push(one.exact ? EXACT : one);
      seconds += result.seconds;
    },
    end() {
      return {
        table: packedTable(
          columns,
          all(rows ? packedRows(rows) : [], rows ? held : 0, (result) => result.rows()),
        ),
        further: [...further].map(([name, packed]) => {
          const own = ofClasses.get(name);
          const found = own ? packedRows(own) : all(packed, held, (result) => result.further[name] ?? []);
          return [name, packedTable(columnsOf.get(name)!, found)] as const;
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

interface GatherOptions {
  again?: (variant: number) => Iterable<VariantResult>;
  /** Default: 64 MiB. */
  mostBytes?: number;
}

/** The empty list that most variants share: there may be a hundred thousand of them. */
const NO_NOTES: readonly string[] = [];
const EXACT: Precision = { exact: true, largest: 0 };

/** A row with the cells of a table's columns, and no others. */
function withColumns(row: Row, columns: readonly Column[]): Record<string, Cell> {
  return Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null]));
}

import type { Scheduler } from '../core/scheduler.ts';
import { type Backend, windowOfImage } from '../core/tensor.ts';
import { largest } from '../engine/classify/distance.ts';
import type { Experiment } from '../experiment/parse.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import { isExact, runtimesOf } from '../layers/stack.ts';
import type { Measured } from '../measure/kind.ts';
import { valuesOf } from '../measure/values.ts';
import type { Row } from '../results/columns.ts';
import type { Table } from '../results/csv.ts';
import type { Precision } from '../results/precision.ts';
import type { MeasuredStep } from '../results/tables/kind.ts';
import { type FurtherTable, furtherTables, tableKind } from '../results/tables/registry.ts';
import { measureSet } from './measure_set.ts';
import { measureVariant, type VariantOptions } from './measure_variant.ts';
import { gatherNotes } from './warnings.ts';

/** What one variant of an experiment gave: plain data, that one thread can hand to another. */
export interface Part {
  rows: readonly Row[];
  /** Rows of the further tables that the experiment asks for. */
  further: { readonly [T in FurtherTable]?: Table['rows'] };
  /** What a reader of its rows should know, each once. */
  notes: readonly string[];
  /** What computed its layers that are not exact. */
  runtimes: readonly string[];
  /** How far numbers may differ between machines, by row; of a set, by its first picture. */
  precision: readonly Precision[];
  /** How long it took. */
  seconds: number;
}

export interface VariantSettings {
  /** Takes layers in plain loops where they have that form and it pays. Default: all of them on the backend. */
  loops?: boolean | undefined;
  /** Loads the backend, once it is needed. */
  backend(): Promise<Backend>;
  /** Told for each variant how its stack is computed, and why. */
  told?: ((why: string) => void) | undefined;
  /** Bytes for the batches of a stack that has no shared pass, and for what is kept of them. Default 256 MiB. */
  memory?: number | undefined;
  /** Every distinct shift as an image of its own, even where one pass would do: slower, with the same results. */
  copies?: boolean | undefined;
  /** What the tolerances of comparisons are multiplied by, to see what depends on them. Default 1. */
  toleranceTimes?: number | undefined;
  /** Told what was measured of each row; `at` is which of the variant's rows it is. */
  measured?: ((variant: Variant, at: number, measured: Measured) => void) | undefined;
  /** Told after each measured step: the share of the variant that is done. */
  progress(share: number): void;
  scheduler: Scheduler;
}

/** A row, and the table that it belongs to. */
interface FurtherRow {
  list: Table['rows'][number][];
  row: Table['rows'][number];
}

const MEMORY = 256 * 2 ** 20;

/** Runs one variant of an experiment whose layers are held. @throws as `runExperiment` */
export async function runVariant(
  experiment: Experiment,
  index: number,
  settings: VariantSettings,
): Promise<Part> {
  const began = performance.now();
  const { name, measures, tables, set } = experiment;
  const variant = experiment.variants[index]!;
  const { memory = MEMORY, copies = false, toleranceTimes = 1, loops, told, progress, scheduler } = settings;
  let used = loops ? 'loops' : undefined;
  const backend = async () => {
    const loaded = await settings.backend();
    used = loaded.name;
    return loaded;
  };
  const further = new Map(
    furtherTables
      .filter((table) => tables.includes(table))
      .map((table) => [table, [] as Table['rows'][number][]]),
  );
  const distances = [...tables.map(tableKind), ...measures].some((kind) => kind.distances);
  const options: VariantOptions = {
    loops,
    backend,
    told,
    distances,
    memory,
    copies,
    toleranceTimes,
    scheduler,
  };
  const identified = (at: number) => ({ experiment: name, ...variant.rows[at]! });
  const rows: Row[] = [];
  const notes = gatherNotes(variant);
  const precision: Precision[] = [];
  const meet = (at: number, measured: Measured, picture = 0) => {
    notes.take(at, measured, picture);
    if (picture > 0) return;
    const exact = isExact(variant.layers.slice(0, Number(variant.rows[at]!.step)));
    precision.push({ exact, largest: exact ? 0 : largest(windowOfImage(measured.reference)) });
    settings.measured?.(variant, at, measured);
  };
  /** Calls `add` for each row of the further tables. */
  const furtherRows = async (step: MeasuredStep, add: (row: FurtherRow) => void) => {
    for (const [table, list] of further) {
      for (const row of tableKind(table).rows!(step)) {
        add({ list, row });
        if (scheduler.due()) await scheduler.yieldNow();
      }
    }
  };
  if (set) {
    // Rows of the current picture: they count once all of its steps are measured.
    let pending: FurtherRow[] = [];
    const { steps, skipped } = await measureSet(variant, {
      ...options,
      measures,
      async met(at, measured, { values, ...picture }, count) {
        if (at === 0) pending = [];
        await furtherRows({ identity: identified(at), measured, values, picture }, (row) =>
          pending.push(row),
        );
        meet(at, measured, count);
      },
      each(done, of) {
        for (const { list, row } of pending) list.push(row);
        progress(done / of);
      },
    });
    for (const [at, values] of steps.entries()) rows.push({ ...identified(at), ...values } as Row);
    notes.skipped(skipped);
  } else {
    for await (const measured of measureVariant(variant, options)) {
      const at = rows.length;
      const values = await valuesOf(measures, measured, scheduler, identified(at));
      rows.push(values as Row);
      await furtherRows({ identity: identified(at), measured, values }, ({ list, row }) => list.push(row));
      meet(at, measured);
      progress(rows.length / variant.rows.length);
    }
  }
  return {
    rows,
    further: Object.fromEntries(further),
    precision,
    notes: notes.list(),
    runtimes: runtimesOf(variant.steps, used),
    seconds: (performance.now() - began) / 1000,
  };
}

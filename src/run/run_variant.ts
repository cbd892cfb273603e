import type { Scheduler } from '../core/scheduler.ts';
import { largestMagnitude, windowOfImage } from '../core/tensor.ts';
import type { EngineOptions, Measured } from '../engine/engine.ts';
import type { Experiment } from '../experiment/parse.ts';
import { classNamesOf } from '../experiment/variants/sets.ts';
import { isExact, runtimesOf } from '../layers/stack.ts';
import { valuesOf, withoutHidden } from '../measure/values.ts';
import type { Row } from '../results/columns.ts';
import {
  addRow,
  appendRows,
  createRowPacker,
  type PackedRows,
  packedRows,
  type RowPacker,
} from '../results/packed_rows.ts';
import type { Precision } from '../results/precision.ts';
import type { MeasuredStep } from '../results/tables/kind.ts';
import { type FurtherTable, furtherTables, tableKind } from '../results/tables/registry.ts';
import { measureSet } from './measure_set.ts';
import { measureVariant } from './measure_variant.ts';
import type { RunSettings } from './settings.ts';
import { gatherNotes } from './warnings.ts';

/** The result of one variant: plain data, which a thread can send to another. */
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

/** The rows of the further tables, by table. */
type FurtherRows = ReadonlyMap<FurtherTable, RowPacker>;

/** Runs one variant of an experiment whose layers are held. @throws as `runExperiment` */
export async function runVariant(
  experiment: Experiment,
  index: number,
  settings: Omit<RunSettings, 'signal' | 'progress'> & {
    /** Receives the share of the variant that is done, after each measured step. */
    progress(share: number): void;
    scheduler: Scheduler;
  },
): Promise<VariantResult> {
  const began = performance.now();
  const { name, measures, tables, set } = experiment;
  const variant = experiment.variants[index]!;
  const { loops, told, memory, copies, toleranceTimes, progress, scheduler } = settings;
  let used = loops ? 'loops' : undefined;
  const backend = async () => {
    const loaded = await settings.backend();
    used = loaded.name;
    return loaded;
  };
  const wanted = furtherTables.filter((table) => tables.includes(table));
  const noRows = (): FurtherRows => new Map(wanted.map((table) => [table, createRowPacker()]));
  const further = noRows();
  const distances = [...tables.map(tableKind), ...measures].some((kind) => kind.distances);
  const options: EngineOptions = {
    loops,
    backend,
    told,
    memory,
    copies,
    toleranceTimes,
    distances,
    scheduler,
  };
  const identified = (at: number) => ({ experiment: name, ...variant.rows[at]! });
  const rows: Row[] = [];
  const notes = gatherNotes(variant, measures);
  const precision: Precision[] = [];
  const take = (at: number, measured: Measured, picture = 0) => {
    notes.take(at, measured, picture);
    if (picture > 0) return;
    const exact = isExact(variant.layers.slice(0, Number(variant.rows[at]!.step)));
    precision.push({ exact, largest: exact ? 0 : largestMagnitude(windowOfImage(measured.reference)) });
    settings.measured?.(variant, at, measured);
  };
  const classNames = classNamesOf(variant.image);
  /** Adds the rows that the further tables have for a step. */
  const addFurther = async (to: FurtherRows, step: Omit<MeasuredStep, 'measures'>) => {
    for (const [table, packer] of to) {
      for await (const row of tableKind(table).rows!({ ...step, measures, classNames })) {
        addRow(packer, row);
        if (scheduler.due()) await scheduler.yieldNow();
      }
    }
  };
  if (set) {
    // Rows of the current picture: they count once all of its steps are measured.
    let pending = noRows();
    const { steps, skipped } = await measureSet(variant, measures, options, {
      async measured(at, measured, { values, ...picture }, count) {
        if (at === 0) pending = noRows();
        await addFurther(pending, { identity: identified(at), measured, values, picture });
        take(at, measured, count);
      },
      each(done, of) {
        for (const [table, packer] of pending) appendRows(further.get(table)!, packer);
        progress(done / of);
      },
    });
    for (const [at, values] of steps.entries())
      rows.push(withoutHidden(measures, { ...identified(at), ...values }) as Row);
    notes.skipped(skipped);
  } else {
    for await (const measured of await measureVariant(variant, options)) {
      const at = rows.length;
      const values = await valuesOf(measures, measured, scheduler, identified(at));
      rows.push(withoutHidden(measures, values) as Row);
      await addFurther(further, { identity: identified(at), measured, values });
      take(at, measured);
      progress(rows.length / variant.rows.length);
    }
  }
  return {
    rows,
    further: Object.fromEntries([...further].map(([table, packer]) => [table, packedRows(packer)])),
    precision,
    notes: notes.list(),
    runtimes: runtimesOf(variant.steps, used),
    seconds: (performance.now() - began) / 1000,
  };
}

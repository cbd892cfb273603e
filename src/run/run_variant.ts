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
import { measureSet } from './measure_set.ts';
import { measureVariant, type VariantOptions } from './measure_variant.ts';
import { rowsOfShifts } from './shift_rows.ts';
import { gatherNotes } from './warnings.ts';

/** What one variant of an experiment gave: plain data, that one thread can hand to another. */
export interface Part {
  rows: readonly Row[];
  /** Rows of the further tables that the experiment asks for. */
  shifts: Table['rows'];
  images: Table['rows'];
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
  const distances = tables.includes('shifts') || measures.some((kind) => kind.distances);
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
  const shifts: Table['rows'][number][] = [];
  const images: Table['rows'][number][] = [];
  const notes = gatherNotes(variant);
  const precision: Precision[] = [];
  const meet = (at: number, measured: Measured, picture = 0) => {
    notes.take(at, measured, picture);
    if (picture > 0) return;
    const exact = isExact(variant.layers.slice(0, Number(variant.rows[at]!.step)));
    precision.push({ exact, largest: exact ? 0 : largest(windowOfImage(measured.reference)) });
    settings.measured?.(variant, at, measured);
  };
  if (set) {
    const { steps, skipped } = await measureSet(variant, {
      ...options,
      measures,
      met: meet,
      each({ name, label, steps }, done, of) {
        for (const [at, values] of tables.includes('images') ? steps.entries() : [])
          images.push({ ...identified(at), image: name, label, ...values });
        progress(done / of);
      },
    });
    for (const [at, values] of steps.entries()) rows.push({ ...identified(at), ...values } as Row);
    notes.skipped(skipped);
  } else {
    for await (const measured of measureVariant(variant, options)) {
      const at = rows.length;
      rows.push((await valuesOf(measures, measured, scheduler, identified(at))) as Row);
      for (const row of tables.includes('shifts') ? rowsOfShifts(identified(at), measured) : []) {
        shifts.push(row);
        if (scheduler.due()) await scheduler.yieldNow();
      }
      meet(at, measured);
      progress(rows.length / variant.rows.length);
    }
  }
  return {
    rows,
    shifts,
    images,
    precision,
    notes: notes.list(),
    runtimes: runtimesOf(variant.steps, used),
    seconds: (performance.now() - began) / 1000,
  };
}

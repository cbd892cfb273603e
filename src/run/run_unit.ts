import { once } from '../core/memo.ts';
import { type Scheduler, takeEach } from '../core/scheduler.ts';
import { largestMagnitude } from '../core/tensor.ts';
import type { EngineOptions, Measured } from '../engine/engine.ts';
import type { Experiment } from '../experiment/parse.ts';
import { classNamesOf, pictureCount } from '../experiment/variants/sets.ts';
import { isExact, runtimesOf } from '../layers/stack.ts';
import type { MeasureKind, Value } from '../measure/kind.ts';
import { gatherParts, type StepParts } from '../measure/sets/parts.ts';
import { valuesOf } from '../measure/sets/values.ts';
import type { Precision } from '../results/precision.ts';
import { addRow, appendRows, createRowPacker, packedRows, type RowPacker } from '../results/row_packer.ts';
import type { MeasuredStep } from '../results/tables/kind.ts';
import { type FurtherTable, furtherTables, type TableName, tableKind } from '../results/tables/registry.ts';
import { measurePictures } from './measure_pictures.ts';
import { measureVariant } from './measure_variant.ts';
import { setSteps } from './set_steps.ts';
import type { RunSettings } from './settings.ts';
import type { Unit } from './unit.ts';
import type { UnitResult } from './unit_result.ts';
import { gatherNotes } from './warnings.ts';

/** The rows of the further tables, by table. */
type FurtherRows = ReadonlyMap<FurtherTable, RowPacker>;

export interface UnitSettings extends Omit<RunSettings, 'signal' | 'progress' | 'known'> {
  /** Receives the share of the unit that is done, after each measured step. */
  progress(share: number): void;
  scheduler: Scheduler;
}

/** The names of the columns of measures, in the order of `UnitResult.values`. */
export const columnNames = once((measures: readonly MeasureKind[]): readonly string[] => {
  return [...new Set(measures.flatMap(({ columns }) => Object.keys(columns)))];
});

/** The measures and, of a set, the tables whose parts are gathered, in the order of `UnitResult.parts`. */
export function gatheringKinds(
  measures: readonly MeasureKind[],
  tables: readonly TableName[],
): MeasureKind[] {
  return [...measures, ...tables.flatMap((table) => tableKind(table).ofSet?.kind ?? [])];
}

/** Runs one unit of an experiment whose layers are held. @throws as `runExperiment` */
export async function runUnit(
  experiment: Experiment,
  unit: Unit,
  settings: UnitSettings,
): Promise<UnitResult> {
  const began = performance.now();
  const { name, measures, tables } = experiment;
  const variant = experiment.variants[unit.variant]!;
  const { values: swept, identities } = variant;
  const { loops, told, memory, copies, toleranceTimes, progress, scheduler } = settings;
  let used = loops ? 'loops' : undefined;
  const backend = async () => {
    const loaded = await settings.backend();
    used = loaded.name;
    return loaded;
  };
  const wanted = furtherTables.filter((table) => {
    const { rows, ofSet } = tableKind(table);
    return tables.includes(table) && rows && !(unit.pictures && ofSet);
  });
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
  const columns = columnNames(measures);
  const values: number[] = [];
  const keep = (found: Readonly<Record<string, Value>>) => {
    for (const column of columns) values.push(found[column] ?? Number.NaN);
  };
  const notes = gatherNotes(variant);
  const precision: Precision[] = [];
  const firstInexact = variant.layers.findIndex((layer) => !isExact([layer]));
  const take = (at: number, measured: Measured, picture = 0) => {
    notes.take(at, measured, picture);
    if (picture > 0) return;
    const exact = firstInexact === -1 || Number(identities[at]!.step) <= firstInexact;
    precision[at] = { exact, largest: exact ? 0 : largestMagnitude(measured.unshifted) };
    settings.measured?.(variant, at, measured);
  };
  const classNames = classNamesOf(variant.image);
  /** Adds the rows that the further tables have for a step. */
  const addFurther = async (
    to: FurtherRows,
    at: number,
    step: Omit<MeasuredStep, 'measures' | 'identity'>,
  ) => {
    const identity = { experiment: name, ...swept, ...identities[at]! };
    for (const [table, packer] of to) {
      for (const row of await tableKind(table).rows!(
        { ...step, identity, measures, classNames },
        scheduler,
      )) {
        addRow(packer, row);
        if (scheduler.due()) await scheduler.yieldNow();
      }
    }
  };
  let parts: readonly StepParts[] = [];
  const labels: number[] = [];
  if (unit.pictures) {
    // Rows of the current picture: they count once all of its steps are measured.
    let pending = noRows();
    let label = -1;
    const facts = setSteps(variant, pictureCount(variant.image));
    const gatherers = facts.map((step) => gatherParts(gatheringKinds(measures, tables), step));
    await measurePictures(variant, unit.pictures, measures, options, {
      async measured(at, measured, { values, ...picture }, count) {
        if (at === 0) pending = noRows();
        label = measured.label ?? -1;
        if (wanted.length > 0) await addFurther(pending, at, { measured, values, picture });
        await gatherers[at]!.read(measured, scheduler);
        take(at, measured, count);
      },
      each(steps, done, of) {
        steps.forEach(keep);
        labels.push(label);
        for (const gatherer of gatherers) gatherer.accept();
        for (const [table, packer] of pending) appendRows(further.get(table)!, packer);
        progress(done / of);
      },
      skipped: notes.skipped,
    });
    parts = gatherers.map((gatherer) => gatherer.parts());
  } else {
    let at = 0;
    await takeEach(await measureVariant(variant, options), async (measured) => {
      const found = await valuesOf(measures, measured, scheduler, {});
      keep(found);
      if (wanted.length > 0) await addFurther(further, at, { measured, values: found });
      take(at++, measured);
      progress(at / identities.length);
    });
  }
  return {
    values: Float64Array.from(values),
    parts,
    labels: Int32Array.from(labels),
    further: Object.fromEntries([...further].map(([table, packer]) => [table, packedRows(packer)])),
    precision,
    notes: notes.end(),
    runtimes: runtimesOf(variant.steps, used),
    seconds: (performance.now() - began) / 1000,
  };
}

import { once } from '../core/memo.ts';
import { createScheduler, takeEach } from '../core/scheduler.ts';
import { largestMagnitude } from '../core/tensor.ts';
import type { EngineOptions, Measured } from '../engine/engine.ts';
import type { Experiment } from '../experiment/parse.ts';
import { classNamesOf, pictureCount } from '../experiment/variants/sets.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import { isExact, runtimesOf } from '../layers/stack/stack.ts';
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
import { gatherNotes, type Notes } from './warnings.ts';

/** The rows of the further tables, by table. */
type FurtherRows = ReadonlyMap<FurtherTable, RowPacker>;

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

/** A unit that runs: how it is computed, and what is gathered of it so far. */
interface RunningUnit {
  experiment: Experiment;
  variant: Variant;
  settings: RunSettings;
  options: EngineOptions;
  classNames: readonly (string | undefined)[] | undefined;
  /** The index of the first layer that is not exact on every backend; −1: all are. */
  firstInexact: number;
  /** What computed layers that are not exact. */
  used: string | undefined;
  notes: Notes;
  values: number[];
  labels: number[];
  precision: Precision[];
  further: FurtherRows;
}

/** Runs one unit of an experiment whose layers are held. @throws as `runExperiment` */
export async function runUnit(
  experiment: Experiment,
  unit: Unit,
  settings: RunSettings,
): Promise<UnitResult> {
  const began = performance.now();
  const running = startUnit(experiment, unit, settings);
  const parts = unit.pictures ? await runPictures(running, unit.pictures) : await runImage(running);
  const { variant, values, labels, further, precision, notes, used } = running;
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

function startUnit(experiment: Experiment, unit: Unit, settings: RunSettings): RunningUnit {
  const { measures, tables } = experiment;
  const { loops, scheduler = createScheduler(settings.signal) } = settings;
  const variant = experiment.variants[unit.variant]!;
  const running: RunningUnit = {
    experiment,
    variant,
    settings,
    options: {
      ...settings,
      scheduler,
      distances: [...tables.map(tableKind), ...measures].some((kind) => kind.distances),
      async backend() {
        const loaded = await settings.backend();
        running.used = loaded.name;
        return loaded;
      },
    },
    classNames: classNamesOf(variant.image),
    firstInexact: variant.layers.findIndex((layer) => !isExact([layer])),
    used: loops ? 'loops' : undefined,
    notes: gatherNotes(variant),
    values: [],
    labels: [],
    precision: [],
    further: noRows(tablesByRow(tables, unit)),
  };
  return running;
}

/** The further tables that get rows step by step; of a set, those that do not gather parts of its pictures. */
function tablesByRow(tables: readonly TableName[], { pictures }: Unit): FurtherTable[] {
  return furtherTables.filter((table) => {
    const { rows, ofSet } = tableKind(table);
    return tables.includes(table) && rows && !(pictures && ofSet);
  });
}

function noRows(tables: Iterable<FurtherTable>): FurtherRows {
  return new Map([...tables].map((table) => [table, createRowPacker()]));
}

/** Measures the image of a variant without a set. A set alone has parts. */
async function runImage(running: RunningUnit): Promise<readonly StepParts[]> {
  const { experiment, variant, settings, options, further } = running;
  let at = 0;
  await takeEach(await measureVariant(variant, options), async (measured) => {
    const values = await valuesOf(experiment.measures, measured, options.scheduler, {});
    keepValues(running, values);
    await addFurther(running, further, at, { measured, values });
    takeStep(running, at++, measured);
    settings.progress?.(at, variant.identities.length);
  });
  return [];
}

/** Measures a slice of the pictures of a set. @returns by step, the parts that measures and tables gather */
async function runPictures(
  running: RunningUnit,
  slice: readonly [number, number],
): Promise<readonly StepParts[]> {
  const { experiment, variant, settings, options, further, labels, notes } = running;
  const kinds = gatheringKinds(experiment.measures, experiment.tables);
  const facts = setSteps(variant, pictureCount(variant.image));
  const gatherers = facts.map((step) => gatherParts(kinds, step));
  // Rows of the current picture: they count once all of its steps are measured.
  let pending = further;
  let label = -1;
  await measurePictures(variant, slice, experiment.measures, options, {
    async measured(at, measured, { values, ...picture }, count) {
      if (at === 0) pending = noRows(further.keys());
      label = measured.label ?? -1;
      await addFurther(running, pending, at, { measured, values, picture });
      await gatherers[at]!.read(measured, options.scheduler);
      takeStep(running, at, measured, count);
    },
    each(steps, done, of) {
      for (const values of steps) keepValues(running, values);
      labels.push(label);
      for (const gatherer of gatherers) gatherer.accept();
      for (const [table, packer] of pending) appendRows(further.get(table)!, packer);
      settings.progress?.(done, of);
    },
    skipped: notes.skipped,
  });
  return gatherers.map((gatherer) => gatherer.parts());
}

/** Adds the rows that the further tables have for a step. */
async function addFurther(
  { experiment, variant, options, classNames }: RunningUnit,
  to: FurtherRows,
  at: number,
  step: Omit<MeasuredStep, 'measures' | 'identity'>,
): Promise<void> {
  if (to.size === 0) return;
  const { name, measures } = experiment;
  const { scheduler } = options;
  const identity = { experiment: name, ...variant.values, ...variant.identities[at]! };
  for (const [table, packer] of to) {
    for (const row of await tableKind(table).rows!({ ...step, identity, measures, classNames }, scheduler)) {
      addRow(packer, row);
      if (scheduler.due()) await scheduler.yieldNow();
    }
  }
}

/** Adds the values of one step, column by column. */
function keepValues({ experiment, values }: RunningUnit, found: Readonly<Record<string, Value>>): void {
  for (const column of columnNames(experiment.measures)) values.push(found[column] ?? Number.NaN);
}

/** Takes notes of a measured step; of a set, its precision is that of the first picture. */
function takeStep(running: RunningUnit, at: number, measured: Measured, picture = 0): void {
  const { variant, settings, notes, precision, firstInexact } = running;
  notes.take(at, measured, picture);
  if (picture > 0) return;
  const exact = firstInexact === -1 || Number(variant.identities[at]!.step) <= firstInexact;
  precision[at] = { exact, largest: exact ? 0 : largestMagnitude(measured.unshifted) };
  settings.measured?.(variant, at, measured);
}

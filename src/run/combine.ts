import { once } from '../core/memo.ts';
import { stream } from '../core/random.ts';
import type { Experiment } from '../experiment/parse.ts';
import type { Cells } from '../experiment/variants/rows.ts';
import { picturesOf } from '../experiment/variants/sets.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import { choosePictures } from '../image/selection.ts';
import type { MeasureKind } from '../measure/kind.ts';
import type { WorstOf } from '../measure/sets/of_pictures.ts';
import { hiddenNames, withoutHidden } from '../measure/sets/values.ts';
import type { Row } from '../results/columns.ts';
import type { PackedColumn, PackedRows } from '../results/packed_rows.ts';
import type { Precision } from '../results/precision.ts';
import { addRow, createRowPacker, packedRows, packRows } from '../results/row_packer.ts';
import { type FurtherTable, furtherTables, type TableName, tableKind } from '../results/tables/registry.ts';
import { columnNames } from './run_unit.ts';
import type { UnitResult } from './unit_result.ts';
import { gatherSet, labelName, type ValuesOfStep, type WorstValue } from './values_of_set.ts';
import { combineNotes, notesBefore, smallClasses, type UnitNotes } from './warnings.ts';

/** The result of one variant, put together from those of its units. */
export interface VariantResult extends Pick<UnitResult, 'runtimes' | 'precision' | 'seconds'> {
  /** Made whenever they are asked for. */
  rows(): readonly PackedRows[];
  /** For a set whose classes are asked for: a row for each step and class. */
  labels: readonly LabelRow[];
  /** By row, the worst values that expectations ask for. */
  worst: readonly WorstValues[];
  /** Rows of the further tables that the experiment asks for. */
  further: { readonly [T in FurtherTable]?: readonly PackedRows[] };
  /** Sentences that a reader of its rows should know, each once. */
  notes: readonly string[];
}

/** A row of a class: `label` is its name, `labelNumber` its number. */
export type LabelRow = Row & { label: string; labelNumber: number };

/** The worst values of a row, by metric and what they are of. */
export type WorstValues = Readonly<Record<string, WorstValue>>;

/** A worst value that expectations ask for. */
export interface AskedWorst {
  metric: string;
  of: WorstOf;
}

/** The name under which a worst value is kept. @example worstKey({ metric: 'match_rate', of: 'p05' }) // 'p05 match_rate' */
export function worstKey({ metric, of }: AskedWorst): string {
  return `${of} ${metric}`;
}

/** What is known of a variant before it is run, as plain data. */
export interface VariantFacts {
  /** Its swept values. */
  values: Cells;
  /** The cells that identify each of its rows beside the swept values. Variants may share them. */
  identities: readonly Cells[];
  /** Whether it measures a set of pictures. */
  set: boolean;
  /** Whether rows of classes are asked for. */
  byLabel: boolean;
  /** The names of its classes by number. */
  classes: readonly (string | undefined)[];
  /** The names of its pictures in the order in which they are measured, where the worst of them is asked for. */
  pictures?: readonly string[] | undefined;
  worst: readonly AskedWorst[];
  tables: readonly TableName[];
  /** Warnings about it that do not depend on what is measured. */
  notes: readonly string[];
}

/** The rows of classes, and the worst values, that an experiment asks for. */
export function askedOfSets({
  expect,
  tables,
}: Pick<Experiment, 'expect' | 'tables'>): Pick<VariantFacts, 'byLabel' | 'worst' | 'tables'> {
  return {
    byLabel: tables.some((table) => tableKind(table).perLabel) || expect.some(({ at }) => 'label' in at),
    worst: expect.flatMap(({ metric, of }) => (of ? [{ metric, of }] : [])),
    tables,
  };
}

/** The facts of a variant. */
export function variantFacts(experiment: Experiment, index: number): VariantFacts {
  const variant = experiment.variants[index]!;
  const asked = askedOfSets(experiment);
  return {
    values: variant.values,
    identities: variant.identities,
    set: experiment.set,
    ...asked,
    pictures: asked.worst.some(({ of }) => of === 'worst_picture') ? namesOfPictures(variant) : undefined,
    classes: picturesOf(variant.image)?.classes ?? [],
    notes: [...(experiment.notes ?? []), ...notesBefore(variant, experiment.measures)],
  };
}

/** The names of the pictures of a set in the order in which they are measured; undefined for one image. */
function namesOfPictures({ seed, image }: Variant): string[] | undefined {
  const set = picturesOf(image);
  return set && choosePictures(set, (key) => stream(seed, 'order', key)).map((at) => set.list[at]!.name);
}

/** Takes the results of a variant's units, in order. */
export interface VariantGatherer {
  add(unit: UnitResult): void;
  /** @throws UserError (run) where every picture of a set was skipped */
  end(): VariantResult;
}

/**
 * Gathers the result of a variant from those of its units. Intervals over pictures, and every other number of a set as a
 * whole, are computed here from the values of all pictures, so that they do not depend on how the set was cut.
 */
export function gatherVariant(
  experiment: string,
  facts: VariantFacts,
  measures: readonly MeasureKind[],
): VariantGatherer {
  const { values, identities, set } = facts;
  const ofSet = set ? gatherSet(identities.length, measures, facts.tables, facts) : undefined;
  const further = new Map(furtherTables.map((table) => [table, [] as PackedRows[]]));
  const notes: UnitNotes[] = [];
  const runtimes = new Set<string>();
  let precision: readonly Precision[] = [];
  let seconds = 0;
  /** The only unit, if it is one image. */
  let single: UnitResult | undefined;
  const identity = (at: number) => ({ experiment, ...values, ...identities[at]! });
  const rowOf = (at: number, cells: Cells) =>
    withoutHidden(measures, { ...identity(at), ...cells }) as unknown as Row;
  return {
    add(unit) {
      if (ofSet) ofSet.add(unit);
      else single = unit;
      for (const [table, rows] of further) for (const some of unit.further[table] ?? []) rows.push(some);
      notes.push(unit.notes);
      for (const runtime of unit.runtimes) runtimes.add(runtime);
      if (precision.length === 0) precision = unit.precision;
      seconds += unit.seconds;
    },
    end() {
      const steps = ofSet?.end() ?? [];
      const labels = facts.byLabel
        ? steps.flatMap((step, at) => labelRows(step, facts, (cells) => rowOf(at, cells)))
        : [];
      return {
        // A getter would make each result an object of another form to V8.
        rows: () =>
          set
            ? packRows(steps.map(({ all }, at) => rowOf(at, all)))
            : [rowsOfImage(experiment, facts, measures, single!)],
        labels,
        worst: (facts.worst.length === 0 ? [] : steps).map((step) =>
          Object.fromEntries(facts.worst.map((one) => [worstKey(one), step.worst(one.of, one.metric)])),
        ),
        further: { ...Object.fromEntries(further), ...tablesOfSet(steps, facts.tables, identity) },
        notes: [...combineNotes(facts.notes, notes, set), ...smallClasses(labels)],
        runtimes: [...runtimes],
        precision,
        seconds,
      };
    },
  };
}

function labelRows(step: ValuesOfStep, facts: VariantFacts, rowOf: (cells: Cells) => Row): LabelRow[] {
  return step.byLabel().map(([labelNumber, values]) => {
    const label = labelName(labelNumber, facts);
    return rowOf({ label, labelNumber, ...values }) as LabelRow;
  });
}

/** The rows of a variant of one image. They are never objects: there may be millions of them. */
function rowsOfImage(
  experiment: string,
  { values: swept, identities }: VariantFacts,
  measures: readonly MeasureKind[],
  { values }: UnitResult,
): PackedRows {
  const columns: PackedColumn[] = [{ name: 'experiment', cells: [experiment] }];
  for (const name in swept) columns.push({ name, cells: [swept[name]!] });
  for (const column of cellsOfIdentities(identities)) columns.push(column);
  for (const { name, among } of cellsOfMeasures(measures)) columns.push({ name, cells: values, among });
  return { length: identities.length, columns };
}

/** Where the cells of each measured column are among the values of an image. */
const cellsOfMeasures = once((measures: readonly MeasureKind[]) => {
  const [names, hidden] = [columnNames(measures), hiddenNames(measures)];
  return names
    .map((name, first) => ({ name, among: { first, each: names.length } }))
    .filter(({ name }) => !hidden.has(name));
});

const cellsOfIdentities = once((identities: readonly Cells[]): PackedColumn[] => {
  return Object.keys(identities[0]!).map((name) => ({ name, cells: identities.map((one) => one[name]!) }));
});

/** The tables of all pictures together. */
function tablesOfSet(
  steps: readonly ValuesOfStep[],
  tables: readonly TableName[],
  identity: (at: number) => Cells,
): VariantResult['further'] {
  const wanted = furtherTables.filter((table) => steps.length > 0 && tables.includes(table));
  return Object.fromEntries(
    wanted.flatMap((table) => {
      const { ofSet } = tableKind(table);
      if (!ofSet) return [];
      const packer = createRowPacker();
      for (const [at, step] of steps.entries()) {
        const part = step.partOf(ofSet.kind);
        if (part) for (const row of ofSet.rows(identity(at), part)) addRow(packer, row);
      }
      return [[table, packedRows(packer)] as const];
    }),
  );
}

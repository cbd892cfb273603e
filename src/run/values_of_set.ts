import { UserError } from '../core/error.ts';
import { groupedBy } from '../core/grouped_by.ts';
import type { MeasureColumn, MeasureKind, Part, Value } from '../measure/kind.ts';
import { type WorstOf, worstValue } from '../measure/sets/of_pictures.ts';
import { overImages, type PerImage } from '../measure/sets/over_images.ts';
import { joinParts, partOf, type StepParts, valuesOfParts } from '../measure/sets/parts.ts';
import type { TableName } from '../results/tables/registry.ts';
import { holdValues } from './held_values.ts';
import { columnNames, gatheringKinds } from './run_unit.ts';
import type { UnitResult } from './unit_result.ts';

/** The worst value of a column, and what has it: `picture a.png`. Undefined for a value between two, or where no name is known. */
export interface WorstValue {
  value: Value;
  whose?: string | undefined;
}

/** The names of a set: of its pictures in the order in which they are measured, where they are asked for, and of classes. */
interface NamesOfSet {
  pictures?: readonly string[] | undefined;
  classes: readonly (string | undefined)[];
}

/** The values of a set at one measured step. */
export interface ValuesOfStep {
  /** The columns of all pictures together. */
  all: Record<string, Value>;
  /** The columns of the pictures of each class, in the order of the classes, by its number. */
  byLabel(): [number, Record<string, Value>][];
  /** What a kind gathered of all pictures; undefined if it did not. */
  partOf(kind: MeasureKind): Part | undefined;
  /** The worst of a column, and the picture or class that has it. */
  worst(of: WorstOf, column: string): WorstValue;
}

/** Takes the units of a set, in order. */
export interface SetGatherer {
  add(unit: UnitResult): void;
  /** The values by measured step. @throws UserError (run) where every picture was skipped */
  end(): ValuesOfStep[];
}

/**
 * Gathers the values of a set from those of its pictures. Of each picture only what the columns follow from is kept:
 * intervals need the values of all pictures twice, since their mean comes first.
 */
export function gatherSet(
  steps: number,
  measures: readonly MeasureKind[],
  tables: readonly TableName[],
  names: NamesOfSet,
): SetGatherer {
  const gathering = gatheringKinds(measures, tables);
  const columns: Record<string, MeasureColumn> = Object.assign({}, ...measures.map((kind) => kind.columns));
  const columnsOfAll = columnNames(measures);
  const held = holdValues(steps * columnsOfAll.length);
  const labels: number[] = [];
  /** The names of the pictures that were measured, as far as they are known. */
  const measured: (string | undefined)[] = [];
  /** How many pictures the units so far are about, those left out too. */
  let before = 0;
  /** By step. */
  let parts: StepParts[] | undefined;
  let units = 0;
  let pictures = 0;
  let skipped = 0;

  function valuesOf(step: number): ValuesOfStep {
    const numbersOf = (name: string) => {
      const column = step * columnsOfAll.length + columnsOfAll.indexOf(name);
      return (picture: number) => held.at(column, picture);
    };
    const perImage = () =>
      columnsOf(
        Array.from({ length: pictures }, (_, picture) => picture),
        numbersOf,
      );
    const byLabel = () =>
      picturesByLabel(labels).map(([label, own]): [number, Record<string, Value>] => {
        return [label, overImages(columns, columnsOf(own, numbersOf))];
      });
    return {
      all: { ...overImages(columns, perImage()), ...valuesOfParts(measures, parts![step]!), skipped },
      partOf: (kind) => partOf(gathering, parts![step]!, kind),
      byLabel,
      worst(of, column) {
        const classes = of === 'worst_label' ? byLabel() : [];
        const values =
          of === 'worst_label' ? classes.map(([, row]) => row[column]!) : perImage().get(column)!;
        const value = worstValue(of, values, columns[column]!.better);
        const at = of === 'p05' || value === null ? -1 : values.indexOf(value as never);
        if (at < 0) return { value };
        if (of === 'worst_label') return { value, whose: `class ${labelName(classes[at]![0], names)}` };
        const name = measured[at];
        return name === undefined ? { value } : { value, whose: `picture ${name}` };
      },
    };
  }

  return {
    add(unit) {
      held.add(unit.values);
      for (const label of unit.labels) labels.push(label);
      const { leftOut = [], ...notes } = unit.notes;
      const all = notes.pictures + notes.skipped.length;
      // Units of earlier versions do not say which pictures were left out.
      const isKnown = leftOut.length === notes.skipped.length;
      for (let at = 0; names.pictures && at < all; at++)
        if (!leftOut.includes(at) && measured.length < pictures + notes.pictures)
          measured.push(isKnown ? names.pictures[before + at] : undefined);
      before += all;
      pictures += notes.pictures;
      skipped += unit.notes.skipped.length;
      // Joining may change the first part.
      if (units === 1) parts = structuredClone(parts!);
      const joined = parts;
      parts = joined
        ? joined.map((one, step) => joinParts(gathering, one, unit.parts[step]!))
        : [...unit.parts];
      units++;
    },
    end() {
      if (pictures === 0)
        throw new UserError('every picture was skipped, so nothing was measured.', { kind: 'run' });
      return Array.from({ length: steps }, (_, step) => valuesOf(step));
    },
  };
}

/** Columns of some pictures. Only the last two that were asked for are in memory: each has a number for every picture. */
function columnsOf(
  pictures: readonly number[],
  numbersOf: (name: string) => (picture: number) => number,
): PerImage {
  let last: { name: string; list: Float64Array }[] = [];
  return {
    get(name) {
      let own = last.find((one) => one.name === name);
      if (!own) {
        own = { name, list: Float64Array.from(pictures, numbersOf(name)) };
      }
      last = [own, ...last.filter((one) => one !== own).slice(0, 1)];
      return own.list;
    },
  };
}

/** The places of the pictures of each class, in the order of the classes. */
function picturesByLabel(labels: readonly number[]): [number, number[]][] {
  const places = groupedBy(labels.keys(), (picture) => labels[picture]!);
  return [...places].filter(([label]) => label >= 0).sort(([a], [b]) => a - b);
}

/** The name of a class; its number without one. */
export function labelName(number: number, { classes }: Pick<NamesOfSet, 'classes'>): string {
  return classes[number] ?? String(number);
}

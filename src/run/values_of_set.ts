import { UserError } from '../core/error.ts';
import type { MeasureColumn, MeasureKind, Part, Value } from '../measure/kind.ts';
import { type WorstOf, worstValue } from '../measure/of_pictures.ts';
import { overImages, type PerImage } from '../measure/over_images.ts';
import { joinParts, partOf, valuesOfParts } from '../measure/parts.ts';
import type { TableName } from '../results/tables/registry.ts';
import { columnNames, gatheringKinds } from './run_unit.ts';
import type { UnitResult } from './unit_result.ts';

/** The values of a set at one measured step. */
export interface ValuesOfStep {
  /** The columns of all pictures together. */
  all: Record<string, Value>;
  /** The columns of the pictures of each class, in the order of the classes, by its number. */
  byLabel(): [number, Record<string, Value>][];
  /** What a kind gathered of all pictures; undefined if it did not. */
  partOf(kind: MeasureKind): Part | undefined;
  /** The worst of a column. */
  worst(of: WorstOf, column: string): Value;
}

/**
 * The values of a set from those of its pictures, by measured step.
 *
 * @throws UserError (run) where every picture was skipped
 */
export function valuesOfSet(
  steps: number,
  measures: readonly MeasureKind[],
  tables: readonly TableName[],
  units: readonly UnitResult[],
): ValuesOfStep[] {
  const gathering = gatheringKinds(measures, tables);
  const columns: Record<string, MeasureColumn> = Object.assign({}, ...measures.map((kind) => kind.columns));
  const names = columnNames(measures);
  const pictures = units.reduce((sum, { notes }) => sum + notes.pictures, 0);
  if (pictures === 0)
    throw new UserError('every picture was skipped, so nothing was measured.', { kind: 'run' });
  const skipped = units.reduce((sum, { notes }) => sum + notes.skipped.length, 0);
  const labels = units.flatMap((unit) => [...unit.labels]);
  return Array.from({ length: steps }, (_, step): ValuesOfStep => {
    // Made anew whenever it is asked for: a column has a number for each picture.
    const perImage = () => valuesAt(step, steps, names, units, pictures);
    // Joining may change the first part.
    const [first, ...others] = units.map((unit) => unit.parts[step]!);
    const parts = others.reduce(
      (one, next) => joinParts(gathering, one, next),
      others.length > 0 ? structuredClone(first!) : first!,
    );
    const byLabel = (): [number, Record<string, Value>][] => {
      const values = perImage();
      return [...new Set(labels)]
        .filter((label) => label >= 0)
        .sort((a, b) => a - b)
        .map((label) => [label, overImages(columns, picturesOfLabel(values, labels, label))]);
    };
    return {
      all: { ...overImages(columns, perImage()), ...valuesOfParts(measures, parts), skipped },
      partOf: (kind) => partOf(gathering, parts, kind),
      byLabel,
      worst(of, column) {
        const values =
          of === 'worst_label' ? byLabel().map(([, row]) => row[column]!) : perImage().get(column)!;
        return worstValue(of, values, columns[column]!.better);
      },
    };
  });
}

/** The values of each picture at a step, by column. */
function valuesAt(
  step: number,
  steps: number,
  names: readonly string[],
  units: readonly UnitResult[],
  pictures: number,
): PerImage {
  const lists = names.map(() => new Float64Array(pictures));
  let picture = 0;
  for (const { values } of units) {
    for (let at = step * names.length; at < values.length; at += steps * names.length) {
      for (let column = 0; column < names.length; column++) lists[column]![picture] = values[at + column]!;
      picture++;
    }
  }
  return new Map(names.map((name, column) => [name, lists[column]!]));
}

function picturesOfLabel(perImage: PerImage, labels: readonly number[], label: number): PerImage {
  return new Map([...perImage].map(([name, list]) => [name, list.filter((_, i) => labels[i] === label)]));
}

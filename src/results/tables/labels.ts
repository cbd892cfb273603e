import type { MeasureKind } from '../../measure/kind.ts';
import { type ColumnDefinition, identityColumns, namedColumns, ofSet } from '../columns.ts';
import type { TableKind } from './kind.ts';

/** The column that says which class a row is about. */
const labelColumn = {
  label: { type: 'string', description: 'The class of the pictures.', key: true },
} as const satisfies Record<string, ColumnDefinition>;

/** What the summary would say of the pictures of one class alone. A run puts it together. */
export const labels: TableKind = {
  title: 'One row per variant, measured step and class.',
  description:
    'One row per variant, measured step and class of the pictures of a set, in the order of the classes: what the summary of the pictures of that class alone would say.',
  needs: 'set',
  needsLabels: true,
  namesPictures: true,
  perLabel: true,
  columns({ swept, measures }) {
    return [
      ...identityColumns(swept),
      ...namedColumns(labelColumn, true),
      ...namedColumns(Object.fromEntries(labelColumns(measures)), false),
    ];
  },
};

/** The columns that some pictures of a set have. */
function labelColumns(measures: readonly MeasureKind[]): [string, ColumnDefinition][] {
  return measures
    .flatMap(({ columns }) => Object.entries(columns))
    .filter(
      ([name, { hidden, ofPicture, classNumber, over }]) =>
        !hidden && !ofPicture && !classNumber && over !== 'gathered' && name !== 'skipped',
    )
    .map(([name, column]) => [name, ofSet(column)]);
}

import type { MeasureColumn, MeasureKind } from '../../measure/kind.ts';
import { type Cell, type ColumnDefinition, identityColumns, namedColumns, withoutOver } from '../columns.ts';
import type { TableKind } from './kind.ts';

/** The columns that say which picture of a set a row is about. */
export const pictureColumns = {
  image: {
    type: 'string',
    description: 'The picture: its path below the folder, place or number.',
    key: true,
  },
  label: { type: 'string', description: 'Its class; empty without labels.', key: true },
} as const satisfies Record<string, ColumnDefinition>;

/** The rows that a table of each picture alone would have, behind the name of the picture and its label. */
export const images: TableKind = {
  title: 'One row per variant, measured step and picture.',
  description:
    'One row per variant, measured step and picture of a set: what the table of that picture alone would say.',
  needs: 'set',
  namesPictures: true,
  columns({ swept, measures }) {
    const columns = measuredOf(measures).flatMap(
      ([name, { classNumber, ...column }]): [string, ColumnDefinition][] => [
        [name, withoutOver(column)],
        ...(classNumber ? [[nameColumn(name), CLASS_NAME] as [string, ColumnDefinition]] : []),
      ],
    );
    return [
      ...identityColumns(swept),
      ...namedColumns(pictureColumns, true),
      ...namedColumns(Object.fromEntries(columns), false),
    ];
  },
  rows({ identity, values, measures, picture, classNames }) {
    const cells: Record<string, Cell> = { ...identity, image: picture!.name, label: picture!.label };
    for (const [name, { classNumber }] of measuredOf(measures)) {
      const value = values[name]!;
      cells[name] = value;
      if (classNumber) cells[nameColumn(name)] = value === null ? null : (classNames?.[value] ?? null);
    }
    return [cells];
  },
};

/** The columns of measures that one picture has. */
function measuredOf(measures: readonly MeasureKind[]): [string, MeasureColumn][] {
  return measures
    .filter(({ when }) => when !== 'set')
    .flatMap(({ columns }) => Object.entries(columns))
    .filter(([, { hidden, over }]) => !hidden && over !== 'gathered');
}

const CLASS_NAME: ColumnDefinition = {
  type: 'string',
  description: 'The name of that class; empty where none is known.',
};

function nameColumn(column: string): string {
  return `${column}_name`;
}

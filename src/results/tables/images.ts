import { type ColumnDefinition, identityColumns, namedColumns, withoutOver } from '../columns.ts';
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
    const measured = measures
      .filter(({ when }) => when !== 'set')
      .flatMap((kind) => Object.entries(kind.columns))
      .filter(([, { hidden }]) => !hidden);
    const columns = measured.flatMap(([name, { classNumber, ...column }]): [string, ColumnDefinition][] => [
      [name, withoutOver(column)],
      ...(classNumber ? [[nameColumn(name), CLASS_NAME] as [string, ColumnDefinition]] : []),
    ]);
    return [
      ...identityColumns(swept),
      ...namedColumns(pictureColumns, true),
      ...namedColumns(Object.fromEntries(columns), false),
    ];
  },
  rows({ identity, values, picture, classNames }) {
    const names = Object.entries(values).map(([column, value]) => [
      nameColumn(column),
      value === null ? null : (classNames?.[value] ?? null),
    ]);
    const cells = { image: picture!.name, label: picture!.label };
    return [{ ...Object.fromEntries(names), ...identity, ...cells, ...values }];
  },
};

const CLASS_NAME: ColumnDefinition = {
  type: 'string',
  description: 'The name of that class; empty where none is known.',
};

function nameColumn(column: string): string {
  return `${column}_name`;
}

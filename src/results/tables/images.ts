import { type ColumnDefinition, identityColumns, namedColumns, withoutOver } from '../columns.ts';
import type { TableKind } from './kind.ts';

const own = {
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
    const columns = measured.map(([name, column]) => [name, withoutOver(column)] as const);
    return [
      ...identityColumns(swept),
      ...namedColumns(own, true),
      ...namedColumns(Object.fromEntries(columns), false),
    ];
  },
  rows({ identity, values, picture }) {
    return [{ ...identity, image: picture!.name, label: picture!.label, ...values }];
  },
};

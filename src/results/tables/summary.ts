import { identityColumns, namedColumns, ofSet, withoutOver } from '../columns.ts';
import type { TableKind } from './kind.ts';

/** The table that is always written. For a set of pictures, each column combines the values of its pictures (`over`). */
export const summary: TableKind = {
  title: 'One row per variant and measured step.',
  columns({ swept, measures, set }) {
    const measured = measures
      .flatMap((kind) => Object.entries(kind.columns))
      .filter(([, { hidden, ofPicture, classNumber }]) => !hidden && !(set && (ofPicture || classNumber)));
    const columns = measured.map(
      ([name, column]) => [name, set ? ofSet(column) : withoutOver(column)] as const,
    );
    return [...identityColumns(swept), ...namedColumns(Object.fromEntries(columns), false)];
  },
};

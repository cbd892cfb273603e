import type { MeasureColumn } from '../../measure/kind.ts';
import { countsOf, identityColumns, namedColumns, overText, withoutOver } from '../columns.ts';
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

/** The column for a set: its description says how the pictures are put together, and a mean of counts is no integer. */
function ofSet({ over = 'mean', ...column }: MeasureColumn) {
  if (over === 'gathered') return column;
  const type = column.type === 'integer' && over === 'mean' ? 'number' : column.type;
  const description = `${column.description} Of a set: ${overText(over)}.`;
  return { ...column, type, description, ...countsOf(over) };
}

import * as v from 'valibot';
import { described, number, options } from '../core/options.ts';
import { image } from './kind.ts';

const LIST = 'expected a list with at least one';

const channelsOfPixel = v.pipe(v.array(number(), `${LIST} number`), v.minLength(1, `${LIST} number`));

const pixel = v.union([number(), channelsOfPixel], 'expected a finite number, or a list of one per channel');

const row = v.pipe(v.array(pixel, `${LIST} pixel`), v.minLength(1, `${LIST} pixel`));

type Rows = (number | number[])[][];

/** A picture written out in the file. */
export const pixels = image({
  title: 'A picture written out: rows of numbers, or rows of pixels with a number per channel.',
  options: v.pipe(
    options({
      rows: described(
        'Rows from the top, each a list of pixels from the left; a pixel is a number, or a list of one per channel.',
        v.pipe(v.array(row, `${LIST} row`), v.minLength(1, `${LIST} row`)),
      ),
    }),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed || dataset.issues) return;
      const { rows } = dataset.value;
      const at = { type: 'object', origin: 'value', input: dataset.value, key: 'rows', value: rows } as const;
      const [, width, channels] = shapeOf(rows);
      for (const [y, row] of rows.entries()) {
        const inRow = { type: 'array', origin: 'value', input: rows, key: y, value: row } as const;
        if (row.length !== width) {
          const message = `expected ${width} pixels, as in the first row, not ${row.length}`;
          addIssue({ message, input: row, path: [at, inRow] });
          return;
        }
        const x = row.findIndex(
          (pixel) => channelsOf(pixel) !== channels || Array.isArray(pixel) !== Array.isArray(rows[0]![0]),
        );
        if (x >= 0) {
          const inPixel = { type: 'array', origin: 'value', input: row, key: x, value: row[x] } as const;
          const message = Array.isArray(rows[0]![0])
            ? `expected ${channels} channels, as in the first pixel`
            : 'expected a number, as in the first pixel';
          addIssue({ message, input: row[x], path: [at, inRow, inPixel] });
          return;
        }
      }
    }),
  ),
  shape: ({ rows }) => shapeOf(rows),
  draw: ({ rows }) => ({ shape: shapeOf(rows), data: Float32Array.from(rows.flat(2)) }),
});

function shapeOf(rows: Rows): [number, number, number] {
  return [rows.length, rows[0]!.length, channelsOf(rows[0]![0]!)];
}

function channelsOf(pixel: number | number[]): number {
  return Array.isArray(pixel) ? pixel.length : 1;
}

import * as v from 'valibot';
import { described, expects, number, options, says } from '../core/options.ts';
import type { Image } from '../core/tensor.ts';
import { defineImage } from './kind.ts';

const atLeastOne = (noun: string) => expects(`a list with at least one ${noun}`);

const channelValues = v.pipe(v.array(number(), atLeastOne('number')), v.minLength(1, atLeastOne('number')));

const pixelSchema = v.union(
  [number(), channelValues],
  expects('a finite number, or a list of one per channel'),
);

const rowSchema = v.pipe(v.array(pixelSchema, atLeastOne('pixel')), v.minLength(1, atLeastOne('pixel')));

type PixelRows = (number | number[])[][];

/**
 * An image written out in the experiment file. Shape: [rows, pixels of a row, channels of a pixel].
 *
 * @example { type: pixels, rows: [[0, 1], [1, 0]] } // [2, 2, 1]
 * @example { type: pixels, rows: [[[1, 0, 0], [0, 1, 0]]] } // [1, 2, 3]
 */
export const pixels = defineImage({
  title: 'An image written out: rows of numbers, or rows of pixels with a number per channel.',
  options: v.pipe(
    options({
      rows: described(
        'Rows from the top, each a list of pixels from the left; a pixel is a number, or a list of one per channel.',
        v.pipe(v.array(rowSchema, atLeastOne('row')), v.minLength(1, atLeastOne('row'))),
      ),
    }),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed || dataset.issues) return;
      const { rows } = dataset.value;
      const at = { type: 'object', origin: 'value', input: dataset.value, key: 'rows', value: rows } as const;
      const [, width, channels] = rowsShape(rows);
      for (const [y, row] of rows.entries()) {
        const inRow = { type: 'array', origin: 'value', input: rows, key: y, value: row } as const;
        if (row.length !== width) {
          const message = says(() => {
            return { expected: `${width} pixels, as in the first row`, value: String(row.length) };
          });
          addIssue({ message, input: row, path: [at, inRow] });
          return;
        }
        const x = row.findIndex(
          (pixel) => channelCount(pixel) !== channels || Array.isArray(pixel) !== Array.isArray(rows[0]![0]),
        );
        if (x >= 0) {
          const inPixel = { type: 'array', origin: 'value', input: row, key: x, value: row[x] } as const;
          const message = Array.isArray(rows[0]![0])
            ? expects(`${channels} channels, as in the first pixel`)
            : expects('a number, as in the first pixel');
          addIssue({ message, input: row[x], path: [at, inRow, inPixel] });
          return;
        }
      }
    }),
  ),
  shape: ({ rows }) => rowsShape(rows),
  draw: ({ rows }): Image => ({ shape: rowsShape(rows), data: Float32Array.from(rows.flat(2)) }),
});

function rowsShape(rows: PixelRows): [number, number, number] {
  return [rows.length, rows[0]!.length, channelCount(rows[0]![0]!)];
}

function channelCount(pixel: number | number[]): number {
  return Array.isArray(pixel) ? pixel.length : 1;
}

import fc from 'fast-check';
import { runFile } from '../running.ts';
import { setOf, type WrittenPicture } from './set_of.ts';

/** Rows of 5 pixels that move by -1, 0 and 1, so that outputs are easy to make by hand. */
const shift = { x: [-1, 1] };
const file = { image: 'set', shift, trials: 'all', steps: 'all', layers: ['relu'] };
const moved = (row: readonly number[], dx: number) => row.map((_, x) => row[x - dx] ?? 0);
export const DX = [-1, 0, 1];

const rowsOf = fc.array(fc.constantFrom(0, 1, 2, -3, 0.1), { minLength: 5, maxLength: 5 });
export const rowsOfPixels = fc
  .array(rowsOf, { minLength: 1, maxLength: 6 })
  .map((list) => list.map((row): WrittenPicture => ({ rows: [row] })));

/** The rows of a set of rows of pixels, and the last of them. */
export async function lastRow(list: readonly WrittenPicture[], measures: unknown[], more: object = {}) {
  const { table, warnings } = await runFile(
    { ...file, measures, ...more },
    { kinds: { images: { set: setOf(list) } } },
  );
  return { row: table.rows.at(-1)!, rows: table.rows, warnings };
}

/** outputs[i][s]: the output of picture i at the shift DX[s], after relu. */
export const outputsOf = (list: readonly WrittenPicture[]) =>
  list.map(({ rows: [row] }) =>
    DX.map((dx) => moved(row!, dx).map((value) => Math.max(0, Math.fround(value)))),
  );

export const distance = (a: readonly number[], b: readonly number[]) =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0));
export const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
export const deviation = (values: readonly number[]) =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1));

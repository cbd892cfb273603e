import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DX, distance, lastRow, outputsOf, rowsOfPixels } from '../support/measure/moved_rows.ts';

test('fooling is the first shift at which fewest pictures match', async () => {
  await fc.assert(
    fc.asyncProperty(rowsOfPixels, async (list) => {
      const outputs = outputsOf(list);
      const counts = DX.map((_, s) => outputs.filter((of) => distance(of[s]!, of[1]!) === 0).length);
      const least = Math.min(...counts);
      const { row } = await lastRow(list, ['fooling']);
      expect(row).toMatchObject({
        worst_shift_dy: 0,
        worst_shift_dx: DX[counts.indexOf(least)],
        worst_shift_rate: least / list.length,
        fooling_rate: 1 - least / list.length,
      });
    }),
    { numRuns: 40 },
  );
});

test.each([
  [
    'fooling',
    { trials: 5 },
    'measures.0: fooling needs every picture to have the same shifts; write trials: all.',
  ],
  [
    'fooling',
    { image: 'circle' },
    'measures.0: fooling needs a set of pictures; write image: { type: folder, path: pictures }.',
  ],
])('is refused, with the remedy: %s with %o', async (measure, more, message) => {
  await expect(lastRow([{ rows: [[1, 2]] }], [measure], more)).rejects.toThrow(message);
});

test('class numbers match or do not', async () => {
  const list = [{ rows: [[1, 2, 0, 0, 0]] }, { rows: [[0, 5, 0, 1, 0]] }];
  const { row } = await lastRow(list, ['fooling'], { layers: ['flatten', 'argmax'] });
  expect(row).toMatchObject({ worst_shift_dx: -1, worst_shift_rate: 0 });
});

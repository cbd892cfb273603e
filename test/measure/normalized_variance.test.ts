import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DX, deviation, lastRow, mean, outputsOf, rowsOfPixels } from '../support/measure/moved_rows.ts';

test('normalized_variance is as its formula says; values that never differ do not count', async () => {
  await fc.assert(
    fc.asyncProperty(rowsOfPixels, async (list) => {
      const outputs = outputsOf(list);
      const ratios = [0, 1, 2, 3, 4].flatMap((_, u) => {
        const over = mean(outputs.map((of) => deviation(of.map((output) => output[u]!))));
        const between = DX.map((_, s) => outputs.map((of) => of[s]![u]!));
        if (between.every((values) => values.every((value) => value === values[0]))) return [];
        return [over / mean(between.map(deviation))];
      });
      const expected = list.length < 2 || ratios.length === 0 ? null : mean(ratios);
      const { row } = await lastRow(list, ['normalized_variance']);
      if (expected === null) expect(row.normalized_variance).toBeNull();
      else expect(row.normalized_variance).toBeCloseTo(expected, 10);
    }),
    { numRuns: 40 },
  );
});

test.each([
  [
    'normalized_variance',
    { trials: 5 },
    'measures.0: normalized_variance needs every picture to have the same shifts; write trials: all.',
  ],
  [
    'normalized_variance',
    { image: 'circle' },
    'measures.0: normalized_variance needs a set of pictures; write image: { type: folder, path: pictures }.',
  ],
])('is refused, with the remedy: %s with %o', async (measure, more, message) => {
  await expect(lastRow([{ rows: [[1, 2]] }], [measure], more)).rejects.toThrow(message);
});

test('where a step has no room, cells are empty and a warning says so', async () => {
  const wide = Array.from({ length: 2 }, (_, i) => ({ rows: [Array.from({ length: 3_000_000 }, () => i)] }));
  const { rows, warnings } = await lastRow(wide, ['normalized_variance'], { layers: ['global_avg_pool'] });
  expect(rows.map((row) => row.normalized_variance === null)).toEqual([true, false]);
  expect(warnings).toContain(
    'normalized_variance: empty at step 0, since 9,000,000 numbers would be kept, more than 8,388,608.',
  );
});

test('class numbers are no quantities', async () => {
  const list = [{ rows: [[1, 2, 0, 0, 0]] }, { rows: [[0, 5, 0, 1, 0]] }];
  const { row } = await lastRow(list, ['normalized_variance'], { layers: ['flatten', 'argmax'] });
  expect(row).toMatchObject({ normalized_variance: null });
});

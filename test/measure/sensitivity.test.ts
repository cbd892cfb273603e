import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stream } from '../../src/core/random.ts';
import { distance, lastRow, mean, outputsOf, rowsOfPixels } from '../support/measure/moved_rows.ts';
import type { WrittenPicture } from '../support/measure/set_of.ts';

test('sensitivity and rank_kept are as their formulas say', async () => {
  await fc.assert(
    fc.asyncProperty(rowsOfPixels, async (list) => {
      const outputs = outputsOf(list);
      const references = outputs.map((of) => of[1]!);
      const pairs = references
        .flatMap((one, i) => references.slice(0, i).map((other) => distance(one, other)))
        .sort((a, b) => a - b);
      const median = (pairs[Math.floor((pairs.length - 1) / 2)]! + pairs[Math.floor(pairs.length / 2)]!) / 2;
      const all = outputs.flatMap((of, i) => of.map((output) => ({ i, output })));
      const far = mean(all.map(({ i, output }) => distance(output, references[i]!)));
      const kept = all.map(({ i, output }) =>
        Number(
          references.every(
            (other, j) => j === i || distance(output, other) > distance(output, references[i]!) * (1 + 1e-12),
          ),
        ),
      );
      const { row } = await lastRow(list, ['sensitivity']);
      if (median > 0) expect(row.sensitivity).toBeCloseTo(far / median, 10);
      else expect(row.sensitivity).toBeNull();
      expect(row.rank_kept).toBeCloseTo(mean(kept), 10);
    }),
    { numRuns: 40 },
  );
});

test('above 2,000 pictures the median is that of 2,000 drawn from a stream of their own', async () => {
  const values = Array.from({ length: 2003 }, (_, i) => Math.fround((i * 7919) % 4001));
  const list = values.map((value): WrittenPicture => ({ rows: [[value]] }));
  const random = stream('s', 'pairs', [2003]);
  const left = [...values];
  const drawn = Array.from({ length: 2000 }, (_, i) => {
    // The i-th is swapped with one at or behind it.
    const at = i + Math.floor(random() * (2003 - i));
    [left[i], left[at]] = [left[at]!, left[i]!];
    return left[i]!;
  });
  const pairs = Float64Array.from(
    drawn.flatMap((one, i) => drawn.slice(0, i).map((other) => Math.abs(one - other))),
  );
  pairs.sort();
  const median = (pairs[pairs.length / 2 - 1]! + pairs[pairs.length / 2]!) / 2;
  // A picture of one pixel that moves is gone: it is moved by its own value, two times of three.
  const { rows } = await lastRow(list, ['sensitivity'], { seed: 's' });
  expect(rows[0]!.sensitivity).toBeCloseTo(((2 / 3) * mean(values)) / median, 8);
});

test('is refused for one image', async () => {
  await expect(lastRow([{ rows: [[1]] }], ['sensitivity'], { image: 'circle' })).rejects.toThrow(
    'measures.0: sensitivity needs a set of pictures; write image: { type: folder, path: pictures }.',
  );
});

test('is refused for more pictures than can be compared with each other', async () => {
  const many = Array.from({ length: 10_001 }, () => ({ rows: [[1]] }));
  await expect(lastRow(many, ['sensitivity'])).rejects.toThrow(
    'measures.0: sensitivity compares pictures with each other, and takes 10,000 at most, not 10,001; write limit: 10000 in image.',
  );
});

test('class numbers are no quantities', async () => {
  const list = [{ rows: [[1, 2, 0, 0, 0]] }, { rows: [[0, 5, 0, 1, 0]] }];
  const { row } = await lastRow(list, ['sensitivity'], { layers: ['flatten', 'argmax'] });
  expect(row).toMatchObject({ sensitivity: null, rank_kept: null });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stream } from '../../src/core/random.ts';
import { setOf, type WrittenPicture } from '../support/measure/set_of.ts';
import { runFile } from '../support/running.ts';

/** Rows of 5 pixels that move by -1, 0 and 1, so that outputs are easy to make by hand. */
const shift = { x: [-1, 1] };
const file = { image: 'set', shift, trials: 'all', steps: 'all', layers: ['relu'] };
const moved = (row: readonly number[], dx: number) => row.map((_, x) => row[x - dx] ?? 0);
const DX = [-1, 0, 1];

const rowsOf = fc.array(fc.constantFrom(0, 1, 2, -3, 0.1), { minLength: 5, maxLength: 5 });
const pictures = fc
  .array(rowsOf, { minLength: 1, maxLength: 6 })
  .map((list) => list.map((row): WrittenPicture => ({ rows: [row] })));

async function lastRow(list: readonly WrittenPicture[], measures: unknown[], more: object = {}) {
  const { table, warnings } = await runFile(
    { ...file, measures, ...more },
    { kinds: { images: { set: setOf(list) } } },
  );
  return { row: table.rows.at(-1)!, rows: table.rows, warnings };
}

/** outputs[i][s]: the output of picture i at the shift DX[s], after relu. */
const outputsOf = (list: readonly WrittenPicture[]) =>
  list.map(({ rows: [row] }) =>
    DX.map((dx) => moved(row!, dx).map((value) => Math.max(0, Math.fround(value)))),
  );

const distance = (a: readonly number[], b: readonly number[]) =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0));
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const deviation = (values: readonly number[]) =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1));

test('fooling is the first shift at which fewest pictures match', async () => {
  await fc.assert(
    fc.asyncProperty(pictures, async (list) => {
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

test('normalized_variance is as its formula says; values that never differ do not count', async () => {
  await fc.assert(
    fc.asyncProperty(pictures, async (list) => {
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

test('sensitivity and rank_kept are as their formulas say', async () => {
  await fc.assert(
    fc.asyncProperty(pictures, async (list) => {
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

describe('is refused, with the remedy,', () => {
  const one = [{ rows: [[1, 2]] }];
  test.each([
    [
      'fooling',
      { trials: 5 },
      'measures.0: fooling needs every picture to have the same shifts; write trials: all.',
    ],
    [
      'normalized_variance',
      { trials: 5 },
      'measures.0: normalized_variance needs every picture to have the same shifts; write trials: all.',
    ],
    ['fooling', { image: 'circle' }, 'measures.0: fooling needs a set of pictures.'],
    ['sensitivity', { image: 'circle' }, 'measures.0: sensitivity needs a set of pictures.'],
    ['shifted_accuracy', {}, 'measures.0: shifted_accuracy needs a set of pictures with labels.'],
  ])('%s with %o', async (measure, more, message) => {
    await expect(lastRow(one, [measure], more)).rejects.toThrow(message);
  });

  test('sensitivity of more pictures than can be compared with each other', async () => {
    const many = Array.from({ length: 10_001 }, () => ({ rows: [[1]] }));
    await expect(lastRow(many, ['sensitivity'])).rejects.toThrow(
      'measures.0: sensitivity compares pictures with each other, and takes 10,000 at most, not 10,001; write limit: 10000 in image.',
    );
  });
});

test('where a step has no room, cells are empty and a warning says so', async () => {
  const wide = Array.from({ length: 2 }, (_, i) => ({ rows: [Array.from({ length: 3_000_000 }, () => i)] }));
  const { rows, warnings } = await lastRow(wide, ['normalized_variance'], { layers: ['global_avg_pool'] });
  expect(rows.map((row) => row.normalized_variance === null)).toEqual([true, false]);
  expect(warnings).toContain(
    'normalized_variance: empty at step 0, since 9,000,000 numbers would be kept, more than 8,388,608.',
  );
});

test('class numbers are no quantities, but they match or do not', async () => {
  const list = [{ rows: [[1, 2, 0, 0, 0]] }, { rows: [[0, 5, 0, 1, 0]] }];
  const { row } = await lastRow(list, ['fooling', 'normalized_variance', 'sensitivity'], {
    layers: ['flatten', 'argmax'],
  });
  expect(row).toMatchObject({
    worst_shift_dx: -1,
    worst_shift_rate: 0,
    normalized_variance: null,
    sensitivity: null,
    rank_kept: null,
  });
});

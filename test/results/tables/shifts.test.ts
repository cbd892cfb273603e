import { expect, test } from 'vitest';
import { isKey } from '../../../src/results/columns.ts';
import { ownColumns } from '../../../src/results/tables/registry.ts';
import { runFile } from '../../support/running.ts';

test('the columns of the shifts are dy, dx, trials, class and the distances', () => {
  const columns = ownColumns('shifts', false);
  expect(columns.map(({ name }) => name)).toEqual([
    ...['dy', 'dx', 'trials', 'class', 'cosine', 'relative_l2', 'max_abs'],
  ]);
  expect(columns.filter(isKey).map(({ name }) => name)).toEqual(['dy', 'dx']);
  expect(columns.filter(({ identity }) => identity)).toEqual([]);
});

test('the table of shifts has the class and the distances of each distinct shift, by dy, then dx', async () => {
  // 3 4 moves one to the left or right in a ring: 3 4 or 4 3.
  const { shifts } = await runFile({
    image: { type: 'pixels', rows: [[3, 4]] },
    shift: { x: [-1, 1], fill_mode: 'wrap' },
    trials: 'all',
    layers: ['relu'],
    steps: 'all',
    tables: ['shifts'],
  });
  const rows = shifts!.rows.filter(({ step }) => step === 1);
  const moved = { dy: 0, trials: 1, class: 1, cosine: 24 / 25, relative_l2: Math.SQRT2 / 5, max_abs: 1 };
  const expected = [
    { ...moved, dx: -1 },
    { ...moved, dx: 0, class: 0, cosine: 1, relative_l2: 0, max_abs: 0 },
    { ...moved, dx: 1 },
  ];
  expect(rows).toHaveLength(expected.length);
  for (const [i, { cosine, relative_l2, ...exact }] of expected.entries()) {
    expect(rows[i]).toMatchObject(exact);
    expect(rows[i]!.cosine).toBeCloseTo(cosine, 12);
    expect(rows[i]!.relative_l2).toBeCloseTo(relative_l2, 12);
  }
});

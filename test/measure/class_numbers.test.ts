import { describe, expect, test } from 'vitest';
import { options } from '../../src/core/options.ts';
import { defineLayer } from '../../src/layers/define.ts';
import { relu } from '../../src/layers/relu.ts';
import { defineMeasure } from '../../src/measure/kind.ts';
import { measures } from '../../src/measure/registry.ts';
import { runFile } from '../support/running.ts';

const peak = { type: 'number', unit: 'value', description: 'The largest value.', formula: 'max r' } as const;
const largest = defineMeasure({
  title: 'The largest value.',
  when: 'asked',
  quantities: true,
  columns: { largest: peak },
  measure: ({ reference }) => ({ largest: Math.max(...reference.data) }),
});

const scores = { type: 'conv2d', kernel: 'random', filters: 3, padding: 'valid' };
const stack = [scores, 'argmax', 'flatten', 'relu'];
const quantities = [
  ...['cosine', 'relative_l2', 'max_abs', 'active_fraction'],
  ...['worst_dy', 'worst_dx', 'worst_l2', 'largest'],
];

async function rowsOf(layers: unknown[], kinds = {}) {
  const file = {
    image: { type: 'noise', size: 8 },
    shift: { max: 1 },
    trials: 'all',
    layers,
    steps: 'all',
    compare: 'exact',
    measures: ['worst', 'psnr', 'largest'],
    tables: ['summary', 'shifts'],
  };
  return runFile(file, { kinds: { measures: { largest }, layers: kinds } });
}

describe('class numbers are names', () => {
  test('so what takes values for quantities is empty from argmax on, and nothing else is', async () => {
    const { table, shifts } = (await rowsOf(stack)) as any;
    for (const row of table.rows) {
      const named = row.step >= 2;
      for (const column of quantities) {
        if (named) expect([row.layer, column, row[column]]).toEqual([row.layer, column, null]);
        else expect(row[column], `${row.layer} ${column}`).toBeTypeOf('number');
      }
      if (named) expect(row.psnr).toBeNull();
      for (const column of ['matches', 'match_rate', 'classes', 'agreement', 'position_bits'])
        expect(row[column], `${row.layer} ${column}`).toBeTypeOf('number');
    }
    expect(table.rows.map(({ layer }: { layer: string }) => layer)).toEqual([
      ...['noise', 'conv2d', 'argmax', 'flatten', 'relu'],
    ]);
    const rows = shifts.rows as Record<string, unknown>[];
    expect(rows).toHaveLength(5 * 9);
    for (const { step, cosine, relative_l2, max_abs, class: number } of rows) {
      const distances = [cosine, relative_l2, max_abs];
      if (Number(step) >= 2) expect(distances).toEqual([null, null, null]);
      else expect(distances.every(Number.isFinite)).toBe(true);
      expect(number).toBeTypeOf('number');
    }
  });

  test('until a layer says that its values are quantities again', async () => {
    const share = defineLayer({
      ...relu,
      title: 'Whether it is class 1.',
      options: options({}),
      classifies: false,
    });
    const { table } = (await rowsOf([scores, 'argmax', 'share'], { share })) as any;
    expect(table.rows.map(({ relative_l2 }: { relative_l2: unknown }) => relative_l2 === null)).toEqual([
      ...[false, false, true, false],
    ]);
  });
});

test('every measure that reads distances takes values for quantities', () => {
  const kinds = Object.entries(measures).filter(([, { distances = false }]) => distances);
  expect(kinds.map(([name]) => name).sort()).toEqual(['distances', 'worst']);
  for (const [name, { quantities = false }] of kinds) expect([name, quantities]).toEqual([name, true]);
});

import { describe, expect, test } from 'vitest';
import type { Row } from '../src/results/columns.ts';
import { backendsThere, whichAreThere } from './support/backends.ts';
import { grid } from './support/image/grid.ts';
import { outputsOf, runFile } from './support/running.ts';
import { strictWorld } from './support/strict.ts';

/** The course's experiment cell: its circle, its fill, and every shift where it draws some. */
const circle = {
  image: 'circle',
  shift: { max: 3, fill_mode: 'nearest' },
  trials: 'all',
  pool: { type: 'max_pool', depth: 4 },
};

const column = (rows: readonly Row[], name: string) => rows.map((row) => row[name]);

describe(`the circle, moved by up to 3 pixels, on ${whichAreThere}`, () => {
  test.each(backendsThere.map((backend) => [backend.name, backend] as const))(
    'is the same after four max pools, and hardly ever before, on %s',
    async (_, backend) => {
      strictWorld();
      for (const fill_mode of ['nearest', 'constant']) {
        const file = { ...circle, shift: { max: 3, fill_mode } };
        const { rows } = (await runFile(file, { backend })).table;
        expect(column(rows, 'depth')).toEqual([0, 1, 2, 3, 4]);
        expect(column(rows, 'height')).toEqual([64, 32, 16, 8, 4]);
        expect(column(rows, 'classes')).toEqual([49, 49, 49, 45, 1]);
        expect(column(rows, 'matches')).toEqual([1, 1, 1, 5, 49]);
        expect(column(rows, 'pair_rate')).toEqual([0, 0, 0, 20 / 2352, 1]);
      }
    },
  );

  test('ends as a ring of ones around a hole', async () => {
    expect(grid((await outputsOf(circle)).at(-1)!.reference)).toEqual([
      '####', //
      '#..#',
      '#..#',
      '####',
    ]);
  });

  test('fills the map: at depth 5 it is all ones, so that everything matches', async () => {
    const { table, warnings } = await runFile({ ...circle, pool: { type: 'max_pool', depth: 5 } });
    expect(table.rows.at(-1)).toMatchObject({
      depth: 5,
      classes: 1,
      matches: 49,
      match_rate: 1,
      active_fraction: 1,
    });
    expect(warnings).toEqual(['an unshifted output holds a single value: a constant map matches trivially.']);
  });

  test('has the active fractions of the lesson as means over all shifts; the column is the reference’s own', async () => {
    const steps = await outputsOf({ ...circle, pool: { type: 'max_pool', depth: 5 } });
    const active = (data: Float32Array) => data.filter((value) => value !== 0).length / data.length;
    const means = steps.map(({ outputs }) => outputs.reduce((sum, { data }) => sum + active(data), 0) / 49);
    expect(means.map((mean) => mean.toFixed(3))).toEqual([
      '0.038',
      '0.090',
      '0.200',
      '0.420',
      '0.750',
      '1.000',
    ]);

    const { rows } = (await runFile({ ...circle, pool: { type: 'max_pool', depth: 5 } })).table;
    const references = [156 / 64 ** 2, 100 / 32 ** 2, 52 / 16 ** 2, 28 / 8 ** 2, 12 / 4 ** 2, 1];
    expect(column(rows, 'active_fraction')).toEqual(references);
  });
});

test('a larger range of shifts is not forgiven: four pools hide ±3, and ±4 no more', async () => {
  strictWorld();
  const file = { ...circle, sweep: { 'shift.max': [1, 2, 3, 4, 5, 6, 7, 8] } };
  const { rows } = (await runFile(file)).table;
  const deepest = rows.filter(({ depth }) => depth === 4);
  expect(column(deepest, 'classes')).toEqual([1, 1, 1, 9, 9, 13, 37, 45]);
  expect(column(deepest, 'matches')).toEqual([9, 25, 49, 69, 73, 73, 73, 73]);
  expect(column(deepest, 'trials')).toEqual([9, 25, 49, 81, 121, 169, 225, 289]);
});

describe('by the law of the course, in which the ends are half as likely', () => {
  const chances = [121 / 5184, 121 / 5184, 121 / 5184, 67 / 1728, 1];

  /** The chance of each class at each depth, by counting all 49 shifts with the weights of the law. */
  async function classChances(): Promise<number[][]> {
    const weight = (shift: number) => (Math.abs(shift) === 3 ? 1 / 12 : 1 / 6);
    return (await outputsOf(circle)).map(({ classOf, shifts: { dy, dx } }) => {
      const chance = new Array<number>(Math.max(...classOf) + 1).fill(0);
      for (const [shift, c] of classOf.entries()) chance[c]! += weight(dy[shift]!) * weight(dx[shift]!);
      return chance;
    });
  }

  const sum = (numbers: readonly number[], power: number) => numbers.reduce((all, p) => all + p ** power, 0);

  test('two draws coincide with the chances of the lesson', async () => {
    for (const [depth, chance] of (await classChances()).entries()) {
      expect(sum(chance, 1)).toBeCloseTo(1, 12);
      expect(sum(chance, 2)).toBeCloseTo(chances[depth]!, 12);
    }
  });

  test.each([0, 1, 'course'])(
    '20,000 draws from seed %j agree with them within 4 standard errors',
    async (seed) => {
      strictWorld();
      const trials = 20_000;
      const shift = { ...circle.shift, distribution: 'rounded' };
      const { rows } = (await runFile({ ...circle, seed, trials, shift })).table;
      for (const [depth, chance] of (await classChances()).entries()) {
        const expected = chances[depth]!;
        // `agreement` is a U-statistic of pairs; its variance by Hoeffding, 1948.
        const projection = sum(chance, 3) - expected ** 2;
        const variance =
          (4 * (trials - 2) * projection + 2 * expected * (1 - expected)) / (trials * (trials - 1));
        expect(Math.abs(rows[depth]!.agreement! - expected)).toBeLessThanOrEqual(
          4 * Math.sqrt(Math.max(variance, 0)),
        );
        // So narrow a bound tells this law from the uniform one, in which two draws coincide with chance 1/49.
        if (depth < 3) expect(4 * Math.sqrt(variance)).toBeLessThan(expected - 1 / 49);
      }
    },
  );
});

import { describe, expect, test } from 'vitest';
import type { Pair } from '../../src/core/tensor.ts';
import { counted } from '../support/compare/counted.ts';
import { outputsOf, runFile } from '../support/running.ts';

const noise = (size: Pair) => ({ type: 'noise', size, channels: 2 });
const circular = { type: 'down_shift', relative: 0, border: 'circular' };
const interior = { type: 'down_shift', relative: 0 };

describe('shifts that are not whole in cells', () => {
  test('are left out, and trials counts the rest', async () => {
    const shift = { y: [0, 2], x: [0, 0], step: 0.5, fill_mode: 'wrap' };
    const file = { image: noise([8, 8]), shift, trials: 100, layers: ['max_pool', 'max_pool'] };
    const plain = await outputsOf(file);
    const steps = await outputsOf({ ...file, compare: circular });
    const { dy, trials } = plain[0]!.shifts;
    const drawn = (...shifts: number[]) => shifts.reduce((sum, y) => sum + trials[dy.indexOf(y)]!, 0);
    expect(steps.map((step) => step.shifts.total)).toEqual([drawn(0, 1, 2), drawn(0, 2), drawn(0)]);
    const { table } = await runFile({ ...file, compare: circular });
    expect(table.rows.map((row) => [row.trials, row.shifts])).toEqual([
      [drawn(0, 1, 2), 3],
      [drawn(0, 2), 2],
      [drawn(0), 1],
    ]);
  });

  test('are whole wherever rounding put them: 25 · 0.28 is 7 pixels', async () => {
    const shift = { max: 7, path: 'vertical', step: 0.28, fill_mode: 'wrap' };
    const file = { image: noise([9, 9]), shift, trials: 'all', layers: ['relu'], compare: circular };
    const [step] = await outputsOf(file);
    expect(counted(step!)).toEqual([`1: ${0.28 * 25} 0`, `1: ${0.28 * -25} 0`, '1: 0 0'].sort());
    expect(0.28 * 25).not.toBe(7);
    expect(step!.trialsOf[0]).toBe(3);
  });

  test('leave a row without rates where they are all', async () => {
    const file = {
      image: noise([8, 8]),
      against: noise([8, 8]),
      shift: {
        list: [
          [1, 0],
          [0, 1],
          [3, 1],
        ],
      },
      trials: 50,
      layers: ['max_pool', 'global_avg_pool'],
      compare: interior,
      measures: ['neighbour_rate', 'worst', 'psnr', 'pair_interval'],
      expect: [
        { metric: 'position_bits', at: { step: 1 }, max: 0 },
        { metric: 'invariant_radius', at: { step: 1 }, min: 0 },
        { metric: 'max_abs', at: { step: 1 }, min: 0 },
      ],
    };
    const { table, verdicts } = await runFile(file);
    for (const row of table.rows.slice(1)) {
      const { experiment, step, layer, depth, height, width, channels, compare, ...measured } = row;
      const { trials, shifts, matches, classes, against_matches, active_fraction, ...rates } = measured;
      expect([trials, shifts, matches, classes, against_matches]).toEqual([0, 0, 0, 0, 0]);
      expect(new Set(Object.values(rates))).toEqual(new Set([null]));
      expect(Object.keys(rates).length).toBeGreaterThan(15);
    }
    // What was not measured is no success.
    expect(verdicts.map(({ state }) => state)).not.toContain('passed');
  });
});

import { expect, test, vi } from 'vitest';
import type { OutputMap } from '../../../src/core/tensor.ts';
import { toCsv } from '../../../src/results/table_csv.ts';
import { runFile } from '../../support/running.ts';

const hash = vi.hoisted(() => ({ constant: false, calls: 0 }));

vi.mock('../../../src/engine/classify/window_hashes.ts', async (original) => {
  const real = await original<typeof import('../../../src/engine/classify/window_hashes.ts')>();
  return {
    *windowHashes(map: OutputMap) {
      if (!hash.constant) return yield* real.windowHashes(map);
      hash.calls++;
      return new Uint32Array(map.rows.length).fill(7);
    },
  };
});

const dots = (...at: number[][]) => ({ type: 'dots', size: 16, at });

/** Many outputs that differ, and some that coincide; in one pass, in copies, and one after the other. */
const experiments: Record<string, object> = {
  'the circle of the lesson': { image: 'circle', shift: { max: 3 }, pool: { type: 'max_pool', depth: 5 } },
  'two dots against one': {
    image: dots([7, 7]),
    against: dots([7, 7], [7, 9]),
    shift: { max: 2 },
    layers: ['max_pool', { type: 'max_pool', pool_size: 3, strides: 1 }, 'max_pool'],
  },
  'noise, compared with a tolerance': {
    image: { type: 'noise', size: [9, 12], channels: 2 },
    against: { type: 'noise', size: [9, 12], channels: 2 },
    shift: { max: 2, fill_mode: 'wrap' },
    layers: [{ type: 'avg_pool', padding: 'circular' }, 'global_avg_pool'],
    compare: { type: 'close', relative: 0.01 },
  },
};

test.each(Object.entries(experiments))(
  'were every hash the same, classes would be no others: %s',
  async (_, file) => {
    const tables = async (settings: object) => {
      const { table, shifts } = await runFile(
        { ...file, trials: 'all', tables: ['summary', 'shifts'] },
        settings,
      );
      return toCsv(table) + toCsv(shifts!);
    };
    for (const settings of [{}, { copies: true }, { copies: true, memory: 1 }]) {
      hash.constant = false;
      const expected = await tables(settings);
      Object.assign(hash, { constant: true, calls: 0 });
      expect(await tables(settings)).toBe(expected);
      expect(hash.calls).toBeGreaterThan(2);
    }
  },
);

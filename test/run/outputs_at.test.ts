import fc from 'fast-check';
import { expect, test } from 'vitest';
import { outputsAt } from '../../src/run/outputs_at.ts';
import { backendsThere } from '../support/backends.ts';
import { neverYields, outputsOf, readFile } from '../support/running.ts';

const file = {
  image: { type: 'noise', size: 12 },
  shift: { max: 2, fill_mode: 'reflect' },
  trials: 'all',
  layers: ['max_pool', { type: 'conv2d', kernel: 'random', filters: 2 }, 'avg_pool'],
  steps: 'all',
};

test.each(backendsThere)(
  'the outputs of some shifts are those of a run over all, step by step, in the order asked for ($name)',
  async (backend) => {
    const whole = await outputsOf(file, { backend });
    const { dy, dx } = whole[0]!.shifts;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: dy.length - 1 }), { minLength: 1, maxLength: 4 }),
        async (chosen) => {
          const shifts = chosen.map((s) => [dy[s]!, dx[s]!] as const);
          const some = await outputsAt(readFile(file).variants[0]!, shifts, {
            backend: async () => backend,
            scheduler: neverYields,
          });
          expect(some.length).toBe(whole.length);
          for (const [step, outputs] of some.entries()) {
            for (const [i, s] of chosen.entries()) {
              expect(outputs[i]!.shape).toEqual(whole[step]!.outputs[s]!.shape);
              for (const [at, value] of outputs[i]!.data.entries())
                expect(Math.abs(value - whole[step]!.outputs[s]!.data[at]!)).toBeLessThan(1e-5);
            }
          }
        },
      ),
      { numRuns: 8 },
    );
  },
);

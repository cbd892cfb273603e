import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createScheduler } from '../../src/core/scheduler.ts';
import { parseExperiment } from '../../src/index.ts';
import { outputsAt } from '../../src/run/outputs_at.ts';
import { seenCells } from '../../src/run/seen_cells.ts';

const noBackend = () => Promise.reject(new Error('no backend is needed'));

test('a cell of a 2×2 max pool sees its window', () => {
  const [{ steps }] = parseExperiment({
    image: { type: 'dots', size: 4 },
    shift: { max: 0 },
    pool: 'max_pool',
  }).variants as any;
  expect(seenCells(steps, 1, [1, 0])).toEqual([
    { rows: [2, 3], columns: [0, 1] },
    { rows: [1], columns: [0] },
  ]);
});

const layer = fc.record({
  type: fc.constantFrom('max_pool', 'avg_pool', 'blur_pool'),
  pool_size: fc.integer({ min: 1, max: 4 }),
  strides: fc.integer({ min: 1, max: 3 }),
  padding: fc.constantFrom('same', 'circular'),
});

test('exactly the pixels that a cell is said to see change it', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(layer, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 5, max: 9 }),
      fc.nat(),
      fc.nat(),
      async (layers, size, down, across) => {
        const written = layers.map(({ type, pool_size, ...rest }) =>
          type === 'blur_pool'
            ? { type, strides: rest.strides, padding: 'circular' }
            : { type: 'avg_pool', pool_size, ...rest },
        );
        const read = (rows: number[][]) =>
          parseExperiment({
            image: { type: 'pixels', rows },
            shift: { max: 0 },
            layers: written as any,
            steps: 'all',
          });
        const outputOf = async (rows: number[][]) => {
          const [variant] = read(rows).variants;
          const outputs = await outputsAt(variant!, [[0, 0]], {
            loops: true,
            backend: noBackend,
            scheduler: createScheduler(),
          });
          return outputs.at(-1)![0]!;
        };
        const blank = Array.from({ length: size }, () => Array<number>(size).fill(0));
        const zero = await outputOf(blank);
        const [height, width] = zero.shape;
        const cell = [down % height, across % width] as const;
        const [{ rows, columns }] = seenCells(read(blank).variants[0]!.steps, layers.length, cell) as any;
        // Every weight is above 0, so a pixel changes the cell if and only if a window of it reaches the pixel.
        for (let y = 0; y < size; y++)
          for (let x = 0; x < size; x++) {
            const lit = blank.map((row, i) => row.map((_, j) => (i === y && j === x ? 1 : 0)));
            const { data } = await outputOf(lit);
            const changed = data[cell[0] * width + cell[1]] !== 0;
            expect(changed, `${y}, ${x}`).toBe(rows.includes(y) && columns.includes(x));
          }
      },
    ),
    { numRuns: 25 },
  ));

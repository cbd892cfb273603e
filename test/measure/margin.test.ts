import { describe, expect, test } from 'vitest';
import { loadBackend } from '../../src/backend/load.ts';
import { run } from '../../src/index.ts';

const backend = await loadBackend('cpu');

/** A pixel of 12 channels, or an image, in which a layer chooses. */
async function marginOf(
  rows: (number | number[])[][],
  layer: object,
): Promise<(number | null | undefined)[]> {
  const { table } = await run(
    {
      image: { type: 'pixels', rows },
      shift: { max: 0 },
      trials: 'all',
      steps: 'all',
      layers: [layer as never],
      measures: ['margin'],
    },
    { backend },
  );
  return table.rows.map((row) => row.margin);
}

describe('margin', () => {
  test('of argmax is the gap between the two largest channels, relative to the larger one, where it is smallest', async () => {
    expect(
      await marginOf(
        [
          [
            [1, 4, 3],
            [8, 2, 6],
          ],
        ],
        { type: 'argmax' },
      ),
    ).toEqual([null, 0.25]);
  });

  test('of a tie is 0', async () => {
    expect(await marginOf([[[5, 5, 1]]], { type: 'argmax' })).toEqual([null, 0]);
  });

  test('of adaptive sampling is the gap between the norms of the two best phases', async () => {
    // Phases of one pixel each: squared norms 16, 4, 9 and 1.
    const rows = [
      [4, 3],
      [2, 1],
    ];
    expect(await marginOf(rows, { type: 'adaptive_polyphase' })).toEqual([null, (16 - 9) / 16]);
    expect(await marginOf(rows, { type: 'adaptive_polyphase', norm: 'l1' })).toEqual([null, (4 - 3) / 4]);
  });

  test('is not defined where no layer chooses', async () => {
    expect(await marginOf([[1, 2]], { type: 'relu' })).toEqual([null, null]);
  });
});

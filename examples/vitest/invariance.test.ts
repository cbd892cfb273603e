import { measure, run } from 'coincide';
import 'coincide/vitest';
import { expect, test } from 'vitest';

test('the experiment holds what it claims, and gives the committed table', async () => {
  await expect('experiments/circle.yaml').toHoldClaims();
});

test('four max pools do not see a shift by up to 3 pixels', async () => {
  const { table } = await run({
    image: 'circle',
    shift: { max: 3 },
    pool: { type: 'max_pool', depth: 4 },
  });
  expect(table.rows).toBeInvariant({ depth: 4 });
  expect(table.rows).not.toBeInvariant({ depth: 3 });
});

/** A model of one's own: here, how bright each image is. */
function brightness({ data, shape: [n] }: { data: Float32Array; shape: number[] }): number[] {
  const size = data.length / n!;
  return Array.from({ length: n! }, (_, i) =>
    data.subarray(i * size, (i + 1) * size).reduce((sum, value) => sum + value, 0),
  );
}

test('a function of one’s own is measured in the same way', async () => {
  const rows = await measure(brightness, { image: 'circle', shift: { max: 3 }, trials: 'all' });
  expect(rows).toBeInvariant();
  const [, output] = rows;
  expect(output?.match_rate).toBe(1);
});

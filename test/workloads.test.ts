import { expect, test } from 'vitest';
import { countsOnly, workload } from '../bench/workloads.ts';
import { run } from '../src/run.ts';

// Known from programs that share no code with coincide: NumPy, JAX, PyTorch, TensorFlow and C (bench/peers).
test.each(['W1', 'W1r', 'W2', 'W3', 'W4'])('%s has the answer that other programs give', async (name) => {
  const { table } = await run(countsOnly(workload(name)));
  const answer = table.rows.map(({ classes, matches }) => `${classes}/${matches}`).join(' ');
  expect(answer).toBe(workload(name).answer);
});

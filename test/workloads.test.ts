import { expect, test } from 'vitest';
import { countsOnly, large, workload } from '../bench/workloads.ts';
import { run } from '../src/run/run.ts';

// Known from programs that share no code with coincide: NumPy, JAX, PyTorch, TensorFlow and C (bench/peers).
const some = [...['W1', 'W1r', 'W2', 'W3', 'W4'].map(workload), large];

test.each(some)('$name has the answer that other programs give', async (work) => {
  const { table } = await run(countsOnly(work));
  const answer = table.rows.map(({ classes, matches }) => `${classes}/${matches}`).join(' ');
  expect(answer).toBe(work.answer);
});

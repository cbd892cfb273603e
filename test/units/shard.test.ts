import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shardOf, splitByCost } from '../../src/units/shard.ts';

const slurm = (id: number, min: number, step: number, count: number) => ({
  SLURM_ARRAY_TASK_ID: String(id),
  SLURM_ARRAY_TASK_MIN: String(min),
  SLURM_ARRAY_TASK_STEP: String(step),
  SLURM_ARRAY_TASK_COUNT: String(count),
});

test('a shard is written as index and total', () => {
  expect(shardOf('2/5', {})).toEqual({ index: 2, of: 5 });
  expect(shardOf('1/1', { CI_NODE_INDEX: '3' })).toEqual({ index: 1, of: 1 });
});

test.each([
  ['Slurm, from 0', 'auto', slurm(0, 0, 1, 4), 1, 4],
  ['Slurm, from 0, the last', 'auto', slurm(3, 0, 1, 4), 4, 4],
  ['Slurm, from 1', 'auto', slurm(1, 1, 1, 10), 1, 10],
  ['Slurm in steps: --array=2-20:6', 'auto', slurm(14, 2, 6, 4), 3, 4],
  ['GitLab', 'auto', { CI_NODE_INDEX: '1', CI_NODE_TOTAL: '3' }, 1, 3],
  ['GitLab, the last', 'auto', { CI_NODE_INDEX: '3', CI_NODE_TOTAL: '3' }, 3, 3],
  ['CircleCI', 'auto', { CIRCLE_NODE_INDEX: '0', CIRCLE_NODE_TOTAL: '3' }, 1, 3],
  ['Buildkite', 'auto', { BUILDKITE_PARALLEL_JOB: '2', BUILDKITE_PARALLEL_JOB_COUNT: '3' }, 3, 3],
  ['AWS Batch', 'auto', { AWS_BATCH_JOB_ARRAY_INDEX: '6', AWS_BATCH_JOB_ARRAY_SIZE: '7' }, 7, 7],
  ['Kubernetes', 'auto/20', { JOB_COMPLETION_INDEX: '0' }, 1, 20],
  ['GNU parallel', 'auto/20', { PARALLEL_SEQ: '20' }, 20, 20],
  ['a total of its own', 'auto/8', { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '3' }, 2, 8],
  [
    'an empty variable is none',
    'auto',
    { SLURM_ARRAY_TASK_ID: '', CI_NODE_INDEX: '2', CI_NODE_TOTAL: '3' },
    2,
    3,
  ],
])('%s', (_, text, environment, index, of) => {
  expect(shardOf(text, environment)).toEqual({ index, of });
});

test.each([
  ['5', {}, '--shard: expected a shard such as 2/5, auto or auto/20, not "5".'],
  ['1:5', {}, '--shard: expected a shard such as 2/5, auto or auto/20, not "1:5"; write 1/5.'],
  ['1 of 5', {}, '--shard: expected a shard such as 2/5, auto or auto/20, not "1 of 5"; write 1/5.'],
  ['2/', {}, '--shard: expected a shard such as 2/5, auto or auto/20, not "2/".'],
  ['0/5', {}, '--shard 0/5: expected an index from 1 to the total; this is 0 of 5.'],
  ['6/5', {}, '--shard 6/5: expected an index from 1 to the total; this is 6 of 5.'],
  [
    'auto',
    {},
    '--shard auto: none of SLURM_ARRAY_TASK_ID, CI_NODE_INDEX, CIRCLE_NODE_INDEX, BUILDKITE_PARALLEL_JOB, AWS_BATCH_JOB_ARRAY_INDEX, JOB_COMPLETION_INDEX, PARALLEL_SEQ is set; write the shard, such as 2/5.',
  ],
  [
    'auto',
    { JOB_COMPLETION_INDEX: '1' },
    '--shard auto: JOB_COMPLETION_INDEX brings no total; write auto/20, say.',
  ],
  [
    'auto',
    { CI_NODE_INDEX: 'x', CI_NODE_TOTAL: '3' },
    '--shard auto: expected a whole number in CI_NODE_INDEX, not "x".',
  ],
  ['auto', { CI_NODE_INDEX: '2' }, '--shard auto: expected a whole number in CI_NODE_TOTAL, not "".'],
  [
    'auto/3',
    { PARALLEL_SEQ: '4' },
    '--shard auto/3: expected an index from 1 to the total; this is 4 of 3, as the environment says.',
  ],
  ['auto', slurm(3, 1, 4, 3), 'this is 1.5 of 3, as the environment says.'],
  ['auto', slurm(1, 1, 0, 3), 'this is NaN of 3, as the environment says.'],
  ['1/99999999999999999999', {}, 'this is 1 of 100000000000000000000.'],
])('--shard %s with %j is refused', (text, environment, message) => {
  expect(() => shardOf(text, environment)).toThrow(message);
});

test('each unit is in one shard, neighbours stay together, and no shard takes longer than its share and two halves of a unit', () => {
  const seconds = fc.array(fc.double({ min: 1e-4, max: 100, noNaN: true }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(seconds, fc.integer({ min: 1, max: 12 }), (seconds, of) => {
      const shards = splitByCost(seconds, of);
      const total = seconds.reduce((sum, one) => sum + one, 0);
      for (const [i, shard] of shards.entries()) {
        expect(shard).toBeGreaterThanOrEqual(i === 0 ? 0 : shards[i - 1]!);
        expect(shard).toBeLessThan(of);
      }
      for (let shard = 0; shard < of; shard++) {
        const own = seconds.filter((_, i) => shards[i] === shard).reduce((sum, one) => sum + one, 0);
        expect(own).toBeLessThanOrEqual((total / of + Math.max(...seconds)) * (1 + 1e-9));
      }
    }),
  );
});

test('no number of shards is too large: each unit is in one of them', () => {
  const of = 2 ** 40;
  for (const shard of splitByCost([1, 2, 3], of)) {
    expect(shard).toBeGreaterThanOrEqual(0);
    expect(shard).toBeLessThan(of);
  }
});

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { measure, run } from '../src/index.ts';
import { matchers } from '../src/vitest.ts';
import { coincide } from './support/cli/coincide.ts';
import { broken, circle } from './support/experiment/circle.ts';
import { folder } from './support/files.ts';

const lesson = { image: 'circle', shift: { max: 3 }, pool: { type: 'max_pool', depth: 4 } } as const;

test('rows are invariant where every trial matches', async () => {
  const result = await run(lesson);
  expect(result.table.rows).toBeInvariant({ depth: 4 });
  expect(result).toBeInvariant();
  expect(result.table.rows).not.toBeInvariant({ depth: 3 });
  expect(() => expect(result).toBeInvariant({ depth: 3 })).toThrow(
    'expected rows to be invariant:\n  depth 3: 94 of 1000 trials match',
  );
  expect(() => expect(result).not.toBeInvariant({ depth: 4 })).toThrow('expected rows not to be invariant:');
});

test('a failure shows the shifts that differ as a map', async () => {
  const { table } = await run({ ...lesson, shift: { max: 1 }, trials: 'all' });
  // One pixel up, down, left or right leaves depth 3 as it is; the four corners do not, and differ from each other.
  expect(() => expect(table.rows).toBeInvariant({ depth: 3 })).toThrow(
    'depth 3: 5 of 9 trials match:\n    . # .\n    # @ #\n    . # .\n    @ unshifted, # the same',
  );
  const first = await measure(
    ({ data, shape: [n] }) => Array.from({ length: n! }, (_, i) => data[i * 9 + 4]!),
    {
      image: { type: 'dots', size: 3 },
      shift: { max: 1 },
      trials: 'all',
    },
  );
  expect(() => expect(first).toBeInvariant()).toThrow(
    '1 of 9 trials match:\n    a a a\n    a @ a\n    a a a\n',
  );
  const copies = table.rows.map((row) => ({ ...row }));
  expect(() => expect(copies).toBeInvariant({ depth: 3 })).toThrow(/5 of 9 trials match$/);
});

test('what selects nothing is no success, whatever was expected', async () => {
  const { table } = await run(lesson);
  expect(() => expect(table.rows).toBeInvariant({ depth: 9 })).toThrow('no row is selected by {"depth":9}');
  expect(() => expect(table.rows).not.toBeInvariant({ depth: 9 })).toThrow('no row is selected');
  expect(() => expect([]).toBeInvariant()).toThrow('no row is selected');
  expect(() => expect('circle').not.toBeInvariant()).toThrow(
    'expected the rows of a table, or the result of a run',
  );
  expect(matchers.toBeInvariant([{ trials: 0, matches: 0 }]).pass).toBe(false);
});

test('a file holds its claims, with the results beside its folder', async () => {
  const cwd = folder({ 'experiments/a.yaml': circle, 'experiments/b.yaml': broken });
  const [a, b] = ['a', 'b'].map((name) => join(cwd, `experiments/${name}.yaml`));
  await expect(a).not.toHoldClaims();
  await coincide(cwd, 'run');
  await expect(a).toHoldClaims();
  await expect(expect(b).toHoldClaims()).rejects.toThrow('✗ classes at depth 4: at least 2');
  await expect(expect(join(cwd, 'none.yaml')).toHoldClaims()).rejects.toThrow('none.yaml');
});

test('a claim that does not hold shows its shifts as a map, once, however many claims are about them', async () => {
  const file = `image: circle
shift: { max: 1 }
trials: all
pool: { type: max_pool, depth: 4 }
expect:
  - { metric: match_rate, at: { depth: 3 }, equals: 1 }
  - { metric: matches, at: { depth: 3 }, equals: 9 }
  - { metric: active_fraction, at: { depth: 4 }, equals: 0 }
baseline: off
`;
  const path = join(folder({ 'experiments/a.yaml': file }), 'experiments/a.yaml');
  const message = await expect(path)
    .toHoldClaims()
    .then(
      () => '',
      (error: Error) => error.message,
    );
  const map = '  depth 3: which shifts match:\n    . # .\n    # @ #\n    . # .\n    @ unshifted, # the same';
  expect(message.split(map)).toHaveLength(2);
  const committed = join(
    folder({ 'experiments/a.yaml': file.replace('baseline: off', 'tables: [shifts]') }),
    'experiments',
  );
  await coincide(join(committed, '..'), 'run');
  await expect(expect(join(committed, 'a.yaml')).toHoldClaims()).rejects.toThrow(map);
  // Whether values are 0 is told by no map of shifts.
  expect(message).not.toContain('depth 4: which');
});

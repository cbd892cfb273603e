import fc from 'fast-check';
import { expect, test } from 'vitest';
import { setOf, type WrittenPicture } from '../../support/measure/set_of.ts';
import { runFile } from '../../support/running.ts';

const list: WrittenPicture[] = Array.from({ length: 6 }, (_, i) => ({
  rows: [[i % 3, (i * i) % 5, (2 * i) % 4, i === 4 ? 0 : 1]],
  label: i % 3,
}));

/** A blank picture, whose norm is 0. */
const blank: WrittenPicture = { rows: [[0, 0, 0, 0]], label: 1 };

interface Sum {
  trials: number;
  matches: number;
  right: number;
  cosine: number[];
  relative_l2: number[];
  max_abs: number;
}

test('a row is what the tables of the pictures alone say of its shift, whatever each of them drew', async () => {
  const scene = fc.record({
    seed: fc.nat(9),
    trials: fc.constantFrom<'all' | number>('all', 3, 20),
    pictures: fc.shuffledSubarray([...list, blank], { minLength: 1 }),
  });
  await fc.assert(
    fc.asyncProperty(scene, async ({ seed, trials, pictures }) => {
      const file = { seed, trials, shift: { x: [-1, 1], y: [0, 1] }, layers: ['flatten', 'softmax'] };
      const kinds = { images: { set: setOf(pictures, ['a', 'b', 'c']) } };
      const { shifts } = await runFile(
        { ...file, image: 'set', tables: ['shifts'], steps: 'all' },
        { kinds },
      );
      for (const step of [0, 1, 2]) {
        const sums = new Map<string, Sum>();
        for (const [i, { rows, label }] of pictures.entries()) {
          const alone = {
            ...file,
            seed: `${seed} image p${i}`,
            image: { type: 'pixels', rows },
            steps: 'all',
            tables: ['shifts', 'decisions'],
          };
          const own = await runFile(alone);
          for (const row of own.shifts!.rows.filter((one) => one.step === step)) {
            const key = `${row.dy} ${row.dx}`;
            const sum = sums.get(key) ?? {
              trials: 0,
              matches: 0,
              right: 0,
              cosine: [],
              relative_l2: [],
              max_abs: 0,
            };
            const m = row.trials as number;
            const decided = own.decisions!.rows.find(
              (one) => one.step === step && one.dy === row.dy && one.dx === row.dx,
            );
            sum.trials += m;
            sum.matches += row.class === 0 ? m : 0;
            sum.right += decided?.decision === label ? m : 0;
            for (const name of ['cosine', 'relative_l2'] as const)
              if (row[name] !== null) sum[name].push(...Array<number>(m).fill(row[name] as number));
            sum.max_abs = Math.max(sum.max_abs, row.max_abs as number);
            sums.set(key, sum);
          }
        }
        const mean = (values: number[]) =>
          values.length === 0 ? null : values.reduce((a, b) => a + b) / values.length;
        const rows = shifts!.rows.filter((row) => row.step === step);
        expect(rows).toHaveLength(sums.size);
        const order = rows.map(({ dy, dx }) => 10 * (dy as number) + (dx as number));
        expect(order).toEqual(order.toSorted((a, b) => a - b));
        for (const row of rows) {
          const sum = sums.get(`${row.dy} ${row.dx}`)!;
          expect(row).toMatchObject({
            trials: sum.trials,
            matches: sum.matches,
            match_rate: sum.matches / sum.trials,
            accuracy: step === 0 ? null : sum.right / sum.trials,
            max_abs: sum.max_abs,
          });
          for (const name of ['cosine', 'relative_l2'] as const) {
            const expected = mean(sum[name]);
            if (expected === null) expect(row[name]).toBeNull();
            else expect(row[name]).toBeCloseTo(expected, 10);
          }
        }
      }
    }),
    { numRuns: 8 },
  );
});

test('class numbers have no distances; without labels there is no accuracy', async () => {
  const unlabelled = list.map(({ rows }) => ({ rows }));
  const { shifts } = await runFile(
    { image: 'set', shift: { x: [0, 1] }, trials: 'all', layers: ['flatten', 'argmax'], tables: ['shifts'] },
    { kinds: { images: { set: setOf(unlabelled) } } },
  );
  const empty = { cosine: null, relative_l2: null, max_abs: null, accuracy: null };
  for (const row of shifts!.rows.filter(({ layer }) => layer === 'argmax')) expect(row).toMatchObject(empty);
});

test('sampled trials of a set cannot be paired by it', async () => {
  const file = { image: 'set', shift: { x: [0, 1] }, trials: 5, layers: ['relu'], tables: ['shifts'] };
  const given = { ...file, baseline: { no_worse: 'significant' } };
  await expect(runFile(given, { kinds: { images: { set: setOf(list) } } })).rejects.toThrow(
    'baseline.no_worse: pairs the trials of one image by their shifts; for a set, write trials: all or no_worse_by.',
  );
});

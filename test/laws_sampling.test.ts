import seedrandom from 'seedrandom';
import { expect, test } from 'vitest';
import { defineLayer } from '../src/layers/define.ts';
import { maxPool } from '../src/layers/max_pool.ts';
import { outputsOf, runFile } from './support/running.ts';
import { strictWorld } from './support/strict.ts';
import { processorTime } from './support/time.ts';

const N = 20_000;

test.each([0, 1, 'two'])(
  '`trials: all` is the limit of sampling, within 4 standard errors at N = 20,000, from seed %j',
  async (seed) => {
    strictWorld();
    const file = {
      seed,
      image: { type: 'circle', size: 32, radius: 7 },
      shift: { y: [-2, 3], x: [-1, 4] },
      pool: { type: 'max_pool', depth: 4 },
    };
    const all = (await runFile({ ...file, trials: 'all' })).table.rows;
    const sampled = (await runFile({ ...file, trials: N })).table.rows;
    const steps = await outputsOf({ ...file, trials: 'all' });
    let compared = 0;
    for (const [step, { classOf, distances, shifts }] of steps.entries()) {
      const within4 = (metric: string, variance: number) => {
        const difference = Number(sampled[step]![metric]) - Number(all[step]![metric]);
        expect(Math.abs(difference), `${metric} at depth ${step}`).toBeLessThanOrEqual(
          4 * Math.sqrt(variance) + 1e-12,
        );
        if (variance > 0) compared++;
      };
      const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
      const variance = (values: readonly number[]) => mean(values.map((x) => x ** 2)) - mean(values) ** 2;
      const classes = [...classOf];
      const chance = classes.map((c) => classes.filter((other) => other === c).length / shifts.total);
      within4('match_rate', variance(classes.map((c) => (c === 0 ? 1 : 0))) / N);
      within4('relative_l2', variance(distances.map(({ relativeL2 }) => relativeL2)) / N);
      within4('cosine', variance(distances.map(({ cosine }) => cosine)) / N);
      // A U-statistic: the leading term of its variance, and the second for where that one is 0 (Hoeffding, 1948).
      const pairs = mean(chance);
      within4('agreement', (4 * variance(chance)) / N + (2 * pairs * (1 - pairs)) / (N * (N - 1)));
      // The plug-in entropy; the last summand is its bias (Miller, 1955), which leads where all classes are alike.
      const bias = (new Set(classes).size - 1) / (2 * N * Math.LN2);
      within4('position_bits', variance(chance.map(Math.log2)) / N + bias ** 2);
      expect(sampled[step]).toMatchObject({ classes: all[step]!.classes, max_abs: all[step]!.max_abs });
    }
    expect(compared).toBeGreaterThan(15);
  },
);

test('a stranger can recompute the shifts of a run from its key, with seedrandom alone', async () => {
  const file = {
    seed: 'my seed',
    image: 'circle',
    shift: { y: [-2, 5], x: [0, 3] },
    trials: 300,
    pool: 'max_pool',
    tables: ['shifts'],
  };
  const random = seedrandom('my seed shift [-2,5,0,3,1,"uniform"]');
  const drawn = new Map<string, number>();
  for (let trial = 0; trial < 300; trial++) {
    const dy = -2 + Math.floor(random() * 8);
    const dx = Math.floor(random() * 4);
    drawn.set(`${dy} ${dx}`, (drawn.get(`${dy} ${dx}`) ?? 0) + 1);
  }
  const { shifts } = await runFile(file);
  const rows = shifts!.rows.filter(({ step }) => step === 1);
  expect(new Map(rows.map(({ dy, dx, trials }) => [`${dy} ${dx}`, trials]))).toEqual(drawn);
});

test('a million trials compute no more outputs than a hundred, and cost little more than to draw them', async () => {
  const batches: number[] = [];
  const counted = defineLayer({
    ...maxPool,
    apply(tf, x, options) {
      batches.push(x.shape[0]);
      return maxPool.apply(tf, x, options);
    },
  });
  const run = (trials: number) => {
    const file = { image: 'circle', shift: { max: 1 }, trials, pool: { type: 'counted', depth: 2 } };
    return runFile(file, { kinds: { layers: { counted } }, copies: true });
  };
  await run(100);
  expect(batches.splice(0)).toEqual([9, 9]);
  const began = processorTime();
  const { table } = await run(1_000_000);
  const took = processorTime() - began;
  expect(batches).toEqual([9, 9]);
  expect(table.rows[0]).toMatchObject({ trials: 1_000_000, shifts: 9 });

  const random = seedrandom('plain');
  const from = processorTime();
  for (let i = 0; i < 2_000_000; i++) random();
  expect(took).toBeLessThan(5 * (processorTime() - from) + 200);
});

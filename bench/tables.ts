import { coincide, ours } from './coincide.ts';
import { inProcess, measure } from './compare.ts';
import type { Section } from './report.ts';
import { experimentOf, large, workload } from './workloads.ts';

/** The full default table, distances and all, beside counts alone; and where no pixel is 0. */
export async function tables(): Promise<Section> {
  const w3 = workload('W3');
  const noise = coincide.parseExperiment({ ...experimentOf(w3), image: { type: 'noise', size: w3.size } });
  const lines = await measure([
    ...[...['W1', 'W2', 'W3'].map(workload), large].map((work) =>
      ours(`${work.name}, classes and matches`, work),
    ),
    ...[...['W1', 'W2', 'W3', 'W4'].map(workload), large].map((work) =>
      ours(`${work.name}, default table`, work, { table: 'whole' }),
    ),
    inProcess('W3 on noise, default table', async () => {
      await coincide.run(noise);
      return '';
    }),
  ]);
  return { title: 'Whole tables', unit: 'ms', against: 'the first', lines };
}

import type { ExperimentInput } from '../src/experiment/schema/input.ts';
import { coincide, ours } from './coincide.ts';
import { type Contestant, inProcess, measure } from './compare.ts';
import type { Section } from './report.ts';
import { experimentOf, large, workload } from './workloads.ts';

/**
 * The full default table, distances and all, beside counts alone; where no pixel is 0; with the worst shift; and a row for
 * every shift.
 */
export async function tables(): Promise<Section> {
  const w3 = experimentOf(workload('W3'));
  const noise: ExperimentInput = { ...w3, image: { type: 'noise', size: 512 } };
  const lines = await measure([
    ...[...['W1', 'W2', 'W3'].map(workload), large].map((work) =>
      ours(`${work.name}, classes and matches`, work),
    ),
    ...[...['W1', 'W2', 'W3', 'W4'].map(workload), large].map((work) =>
      ours(`${work.name}, default table`, work, { table: 'whole' }),
    ),
    whole('W3 on noise, default table', noise),
    whole('W3, default table and worst', { ...w3, measures: ['worst'] }),
    whole('W3 on noise, default table and worst', { ...noise, measures: ['worst'] }),
    whole('W3, a row for every shift', { ...w3, tables: ['shifts'] }),
    whole('W3 on noise, a row for every shift', { ...noise, tables: ['shifts'] }),
  ]);
  return { title: 'Whole tables', unit: 'ms', against: 'the first', lines };
}

function whole(name: string, given: ExperimentInput): Contestant {
  const experiment = coincide.parseExperiment(given);
  return inProcess(name, async () => {
    await coincide.run(experiment);
    return '';
  });
}

import { fileURLToPath } from 'node:url';
import type * as Coincide from '../src/index.ts';
import { type Contestant, inProcess } from './compare.ts';
import { experimentOf, type Workload, withCountsOnly } from './workloads.ts';

/** The built package: what users run, without a compiler in between. */
export const dist = new URL('../dist/', import.meta.url);
export const coincide = (await import(new URL('index.js', dist).href)) as typeof Coincide;
export const cli = fileURLToPath(new URL('cli.js', dist));

/** The package in this process, on what was parsed before; it picks what computes, unless a backend is given. */
export function ours(
  name: string,
  work: Workload,
  {
    backend,
    table = 'counts',
    answer = ({ classes, matches }) => `${classes}/${matches}`,
  }: { backend?: Coincide.Backend; table?: 'counts' | 'whole'; answer?: (row: Coincide.Row) => string } = {},
): Contestant {
  const whole = coincide.parseExperiment(experimentOf(work));
  const experiment = table === 'counts' ? withCountsOnly(whole) : whole;
  return inProcess(name, async () => {
    const result = await coincide.run(experiment, backend ? { backend } : {});
    return result.table.rows.map(answer).join(' ');
  });
}

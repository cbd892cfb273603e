import { fileURLToPath } from 'node:url';
import type * as Coincide from '../src/index.ts';
import { type Contestant, inProcess } from './compare.ts';
import { experimentOf, type Workload } from './workloads.ts';

/** The built package: what users run, without a compiler in between. */
export const dist = new URL('../dist/', import.meta.url);
export const coincide = (await import(new URL('index.js', dist).href)) as typeof Coincide;
export const cli = fileURLToPath(new URL('cli.js', dist));

/** An experiment whose table holds classes and matches only, as the peers count them: no distances. */
export function countsOnly(experiment: Parameters<typeof coincide.parseExperiment>[0]): Coincide.Experiment {
  const parsed = coincide.parseExperiment(experiment);
  const measures = parsed.measures.filter(({ columns }) => 'classes' in columns || 'matches' in columns);
  return { ...parsed, measures };
}

/** The package in this process, on what was parsed before; it picks what computes, unless a backend is given. */
export function ours(
  name: string,
  work: Workload,
  { backend, table = 'counts' }: { backend?: Coincide.Backend; table?: 'counts' | 'whole' } = {},
): Contestant {
  const input = experimentOf(work);
  const experiment = table === 'counts' ? countsOnly(input) : coincide.parseExperiment(input);
  return inProcess(name, async () => {
    const result = await coincide.run(experiment, backend ? { backend } : {});
    return result.table.rows.map(({ classes, matches }) => `${classes}/${matches}`).join(' ');
  });
}

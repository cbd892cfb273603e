import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Coincide from '../src/index.ts';
import { coincide } from './coincide.ts';
import { median } from './compare.ts';
import {
  experimentOf,
  large,
  others,
  type Workload,
  withCountsOnly,
  workload,
  workloads,
} from './workloads.ts';

/*
 * Counting beside another build of this package, in turn in one process:
 *
 *     npx tsx bench/beside.ts ../before/dist W1 W4
 *
 * For each workload the processor's milliseconds of both (the least, and the middle one), and how many times faster this
 * build is: the ratio of the least, and the middle one of the ratios of all rounds.
 */
const [folder, ...names] = process.argv.slice(2);
if (folder === undefined) throw new Error('expected the folder dist/ of another build');
const before = (await import(pathToFileURL(resolve(folder, 'index.js')).href)) as typeof Coincide;

const [w2, w3] = [workload('W2'), workload('W3')];
/** Those of `growth.ts` that are no workload by themselves. */
const further: Workload[] = [
  { ...w2, reach: 32, name: '256², ±32' },
  { ...w3, reach: 64, name: '512², ±64' },
  { ...w2, size: 1024, radius: 448, name: '1024², ±16' },
];

const all = [...workloads, large, ...others, ...further];
const unknown = names.filter((name) => !all.some((work) => work.name === name));
if (unknown.length > 0)
  throw new Error(`no workload ${unknown.join(', ')}; expected ${all.map(({ name }) => name).join(', ')}`);

for (const work of all) {
  if (names.length > 0 && !names.includes(work.name)) continue;
  const runs = [before, coincide].map((build) => countsOf(build, work));
  if ((await runs[0]!()) !== (await runs[1]!())) throw new Error(`${work.name}: the answers differ.`);
  for (const run of [...runs, ...runs]) await processorTime(run, 800);
  const times: number[][] = [[], []];
  for (let round = 0; round < 120; round++)
    for (const [i, run] of runs.entries()) times[i]!.push(await processorTime(run, 20));
  const [then, now] = times as [number[], number[]];
  const least = Math.min(...then) / Math.min(...now);
  const middle = median(then.map((time, round) => time / now[round]!));
  const shown = times.map((some) => `${Math.min(...some).toFixed(3)} (${median(some).toFixed(3)})`);
  console.log(
    `${work.name.padEnd(20)} ${shown.join(' → ')} ms, ${least.toFixed(2)} × (${middle.toFixed(2)} ×)`,
  );
}

function countsOf({ parseExperiment, run }: typeof Coincide, work: Workload): () => Promise<string> {
  const experiment = withCountsOnly(parseExperiment(experimentOf(work)));
  return async () => {
    const { table } = await run(experiment);
    return table.rows.map(({ classes, matches }) => `${classes}/${matches}`).join(' ');
  };
}

/** Milliseconds of the processor for a run, over at least so many milliseconds. */
async function processorTime(run: () => Promise<string>, least: number): Promise<number> {
  const [began, from] = [performance.now(), process.cpuUsage()];
  let runs = 0;
  do {
    await run();
    runs++;
  } while (performance.now() - began < least);
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000 / runs;
}

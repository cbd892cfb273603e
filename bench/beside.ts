import { relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as Coincide from '../src/index.ts';
import { coincide } from './coincide.ts';
import { median } from './compare.ts';
import { runOfSet, sets } from './sets.ts';
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
 * Beside another build of this package, in turn in one process:
 *
 *     npx tsx bench/beside.ts before/dist W1 'W1, default table' 'S pools'
 *
 * The other build must lie in this repository: what lies elsewhere is compiled anew as it is loaded, and seems slower.
 * For each workload, counted only or with the default table, and for sets, the processor's milliseconds of both (the
 * least, and the middle one), and how many times faster this build is: the ratio of the least, and the middle one of the
 * ratios of all rounds. Without names all workloads are counted.
 */
const [folder, ...names] = process.argv.slice(2);
if (folder === undefined) throw new Error('expected the folder dist/ of another build');
if (relative(fileURLToPath(new URL('..', import.meta.url)), resolve(folder)).startsWith('..'))
  throw new Error(`expected a build in this repository; copy ${folder} into it`);
const before = (await import(pathToFileURL(resolve(folder, 'index.js')).href)) as typeof Coincide;

const [w2, w3] = [workload('W2'), workload('W3')];
/** Those of `growth.ts` that are no workload by themselves. */
const further: Workload[] = [
  { ...w2, reach: 32, name: '256², ±32' },
  { ...w3, reach: 64, name: '512², ±64' },
  { ...w2, size: 512, radius: 224, name: '512², ±16' },
  { ...w2, size: 1024, radius: 448, name: '1024², ±16' },
];

/** What a build runs, and what it answers. */
interface Compared {
  name: string;
  runOf(build: typeof Coincide): () => Promise<string>;
}

const counted: Compared[] = [...workloads, large, ...others, ...further].map((work) => ({
  name: work.name,
  runOf: (build) => tableOf(build, withCountsOnly(build.parseExperiment(experimentOf(work)))),
}));
const whole: Compared[] = [...workloads, large, ...others, ...further].map((work) => ({
  name: `${work.name}, default table`,
  runOf: (build) => tableOf(build, build.parseExperiment(experimentOf(work))),
}));
const ofSets: Compared[] = sets.map((set) => ({ name: set.name, runOf: (build) => runOfSet(set, build) }));

const all = [...counted, ...whole, ...ofSets];
const unknown = names.filter((name) => !all.some((one) => one.name === name));
if (unknown.length > 0)
  throw new Error(`no workload ${unknown.join(', ')}; expected ${all.map(({ name }) => name).join('; ')}`);

for (const { name, runOf } of names.length === 0 ? counted : all) {
  if (names.length > 0 && !names.includes(name)) continue;
  const runs = [before, coincide].map(runOf);
  if ((await runs[0]!()) !== (await runs[1]!())) throw new Error(`${name}: the answers differ.`);
  for (const run of [...runs, ...runs]) await processorTime(run, 800);
  const times: number[][] = [[], []];
  const began = performance.now();
  for (let round = 0; round < 120 && (round < 5 || performance.now() - began < 30_000); round++)
    for (const [i, run] of runs.entries()) times[i]!.push(await processorTime(run, 20));
  const [then, now] = times as [number[], number[]];
  const least = Math.min(...then) / Math.min(...now);
  const middle = median(then.map((time, round) => time / now[round]!));
  const shown = times.map((some) => `${Math.min(...some).toFixed(3)} (${median(some).toFixed(3)})`);
  console.log(`${name.padEnd(25)} ${shown.join(' → ')} ms, ${least.toFixed(2)} × (${middle.toFixed(2)} ×)`);
}

function tableOf({ run }: typeof Coincide, experiment: Coincide.Experiment): () => Promise<string> {
  return async () => {
    const { table } = await run(experiment);
    return table.rows
      .map(({ classes, matches, cosine, relative_l2, max_abs }) =>
        [classes, matches, cosine, relative_l2, max_abs].join('/'),
      )
      .join(' ');
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

import { coincide, ours } from './coincide.ts';
import { type Contestant, compare, inProcess, measure } from './compare.ts';
import { batched, oneByOne } from './copies.ts';
import { growth } from './growth.ts';
import { materialOf } from './material.ts';
import { coldStarts, memory } from './processes.ts';
import { PROFILED, profiles, profileTable } from './profile.ts';
import { print } from './report.ts';
import { oursOfSet, sets } from './sets.ts';
import { tables } from './tables.ts';
import { others, type Workload, workloads } from './workloads.ts';

const wasm = await coincide.loadBackend('wasm');

/** What a script would do with the same TensorFlow.js, where it does not take all day. */
async function script(work: Workload): Promise<Contestant[]> {
  if (work.size > 256) return [];
  const material = await materialOf(work);
  const { image, trials } = material;
  return work.draws
    ? [inProcess('TF.js wasm, one image at a time', () => oneByOne(wasm.tf, image, trials, work.depth))]
    : [inProcess('TF.js wasm, batched copies', () => batched(wasm.tf, material))];
}

// `npm run bench -- W2 blur` runs those alone.
const only = process.argv.slice(2);
const chosen = (work: Workload) => only.length === 0 || only.includes(work.name);
for (const work of [...workloads, ...others].filter(chosen)) {
  const contestants = [
    ours('coincide', work),
    ours('coincide --backend wasm', work, { backend: wasm }),
    ...(await script(work)),
  ];
  const lines = await compare(contestants, { answer: work.answer });
  print({ title: `${work.name}: ${work.title}`, unit: 'ms', against: 'the first', lines });
}
if (only.length === 0) {
  for (const section of await growth()) print(section);
  print(await tables());
  console.log(`\nWhere the time of counting goes\n${profileTable(await profiles(PROFILED))}`);
  const ofSets = await measure(sets.map((set) => oursOfSet(set.name, set)));
  print({ title: 'Sets of pictures', unit: 'ms', against: 'the first', lines: ofSets });
  print(await coldStarts());
  print(await memory());
}

import { existsSync, mkdtempSync, realpathSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stream } from '../src/core/random.ts';
import type { Family, Suite } from './faults/family.ts';
import { families } from './faults/list.ts';
import { cli } from './faults/processes.ts';
import { removeFolder } from './faults/projects.ts';
import { formatTallies, isClean, type Tally, tallyOf } from './faults/tally.ts';
import { endAll } from './processes/interrupt.ts';

/**
 * `npm run test:faults`: disturbs the built command line in every way that is known, and counts what it loses, what it
 * says wrongly, its stack traces and its hangs. It fails unless all of these are zero. A part, chosen by a seed;
 * `-- --all` tries all, `-- --seed 7` a part again, `-- --only watch` the families whose name has the word.
 */
const { values } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    seed: { type: 'string', default: String(Math.floor(Date.now() / 1000) % 100_000) },
    only: { type: 'string', default: '' },
  },
});
if (!existsSync(cli)) throw new Error('There is no dist/; `npm run build` makes it.');
const began = performance.now();
console.log(`${values.all ? 'all faults' : 'a part of the faults'}, seed ${values.seed}`);
const tallies: Tally[] = [];
const open = new Set<Map<string, Tally>>();
const folders = new Set<string>();
// All of it takes long: what is counted so far is worth a look.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(name, () => {
    endAll();
    for (const own of open) tallies.push(...own.values());
    report('interrupted');
    for (const work of folders) removeFolder(work);
    process.exit(1);
  });
for (const family of families) if (family.name.includes(values.only)) await tried(family);
const sound = tallies.length > 0 && tallies.every(isClean);
report(sound ? 'nothing lost' : 'NOT CLEAN');
process.exitCode = sound ? 0 : 1;

function report(words: string): void {
  console.log(`\n${formatTallies(tallies)}\n`);
  for (const { fault, examples } of tallies)
    for (const example of examples) console.log(`${fault}: ${example}`);
  console.log(`${words}; ${seconds(began)} s, seed ${values.seed}`);
}

async function tried(family: Family): Promise<void> {
  console.log(`\n${family.name}`);
  const from = performance.now();
  const work = realpathSync(mkdtempSync(join(tmpdir(), 'coincide-faults-')));
  const own = new Map<string, Tally>();
  open.add(own);
  folders.add(work);
  const suite: Suite = {
    all: values.all,
    seed: values.seed,
    work,
    random: (purpose) => stream(values.seed, 'faults', [family.name, purpose]),
    tally(fault) {
      if (!own.has(fault)) own.set(fault, tallyOf(fault));
      return own.get(fault)!;
    },
    say: (line) => console.log(`  ${line}`),
    each: (items, use) => eachOf(items, use),
  };
  try {
    const reason = await family.unable?.(suite);
    if (reason !== undefined) return suite.say(`not tried: ${reason}`);
    await family.run(suite);
    suite.say(`${seconds(from)} s`);
  } finally {
    tallies.push(...own.values());
    open.delete(own);
    folders.delete(work);
    removeFolder(work);
  }
}

/** As many at a time as there are cores. */
async function eachOf<T>(items: readonly T[], use: (item: T, index: number) => Promise<void>): Promise<void> {
  const rest = items.entries();
  await Promise.all(
    Array.from({ length: Math.max(2, availableParallelism()) }, async () => {
      for (const [index, item] of rest) await use(item, index);
    }),
  );
}

function seconds(from: number): number {
  return Math.round((performance.now() - from) / 1000);
}

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { coldStarts, memory, wholeProcess } from '../processes.ts';
import { PROFILED, profiles } from '../profile.ts';
import { print } from '../report.ts';
import { tables } from '../tables.ts';
import { contest, namedWorkloads, tableContest } from './contest.ts';
import {
  marksOfContest,
  marksOfDistances,
  marksOfGrowth,
  marksOfProcesses,
  marksOfSets,
  marksOfTables,
} from './marks.ts';
import { inOwnProcess } from './own_process.ts';
import { marksTable, page, table } from './page.ts';
import { setUp, type Tools } from './setup.ts';

// Workloads by name; all, and the page, if none is named.
const names = process.argv.slice(2);
const tools = setUp();
const heats = await contest(tools, namedWorkloads(names), ({ work, lines }) =>
  print({ title: `${work.name}: ${work.title}`, unit: 'ms', against: 'the first', lines }),
);
console.log(`\n${table(heats)}`);
if (names.length === 0) {
  const growing = await inOwnProcess('growth');
  const distances = await tableContest(tools, ({ work, lines }) =>
    print({ title: `${work.name}, default table`, unit: 'ms', against: 'the first', lines }),
  );
  const ofSets = await inOwnProcess('sets');
  const whole = await tables();
  const cold = await coldStarts(
    ['numpy', 'jax', 'torch', 'tensorflow'].map((library) =>
      wholeProcess(`python -c "import ${library}"`, tools.python, ['-c', `import ${library}`]),
    ),
  );
  const peaks = await memory();
  const beside = distances.map(({ work, lines }) => ({
    ...{ title: `${work.name}: default table`, unit: 'ms' as const, against: 'the first' as const, lines },
  }));
  const sections = [...beside, ...ofSets, ...growing, whole, cold, peaks];
  for (const section of sections) print(section);
  const marks = [
    ...marksOfContest(heats),
    ...marksOfTables(heats, whole),
    ...marksOfDistances(distances),
    ...marksOfSets(ofSets),
    ...marksOfGrowth(growing),
    ...marksOfProcesses(cold, peaks),
  ];
  console.log(`\n${marksTable(marks)}`);
  const file = fileURLToPath(new URL('../RESULTS.md', import.meta.url));
  const found = await profiles(PROFILED);
  writeFileSync(file, page({ about: about(tools), heats, sections, marks, profiles: found }));
}

function about({ versions }: Tools): string[] {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', 'src') === '' ? '' : ', with changes that are not committed';
  const [cpu, ...more] = cpus();
  return [
    `Date: ${new Date().toISOString().slice(0, 10)}`,
    `Machine: ${cpu!.model}, ${more.length + 1} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}`,
    `coincide: commit ${git('rev-parse', '--short', 'HEAD')}${changed}`,
    `Versions: ${versions.join(' · ')}`,
  ];
}

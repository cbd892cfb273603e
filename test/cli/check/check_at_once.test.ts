import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkExperiment } from '../../../src/check/check_experiment.ts';
import { loadBackend, parseExperiment } from '../../../src/index.ts';
import { contentOf, resultFiles } from '../../../src/results/files.ts';
import { writeResults } from '../../../src/results/store.ts';
import { readStored } from '../../../src/results/stored.ts';
import { runExperiment } from '../../../src/run/run.ts';
import { coincide } from '../../support/cli/coincide.ts';
import { circle } from '../../support/experiment/circle.ts';
import { filesBelow, folder } from '../../support/files.ts';

test('two checks and a run at once in one folder: no damage, and no false verdict', async () => {
  const cwd = folder({
    'experiments/a.yaml': `${circle}tables: [summary, shifts]\nexpect: [{ metric: classes, at: { depth: 4 }, equals: 1 }]\n`,
    'experiments/b.yaml': circle.replace('circle', 'noise'),
  });
  await coincide(cwd, 'run');
  const bytes = () => filesBelow(cwd).map((name) => `${name} ${readFileSync(join(cwd, name), 'base64')}`);
  const before = bytes();
  for (let round = 0; round < 2; round++) {
    const ended = await Promise.all([coincide(cwd, 'check'), coincide(cwd, 'run'), coincide(cwd, 'check')]);
    expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ''],
      [0, ''],
      [0, ''],
    ]);
  }
  expect(bytes()).toEqual(before);
});

test('what is read is all of one run, while others write', async () => {
  const backend = await loadBackend('wasm');
  const versions = await Promise.all(
    [1, 2].map(async (seed) => {
      const experiment = parseExperiment(
        { image: 'circle', seed, shift: { max: 3 }, pool: 'max_pool', tables: ['summary', 'shifts'] },
        'a',
      );
      return {
        experiment,
        files: (await resultFiles(await runExperiment(experiment, { backend: async () => backend }))).map(
          (file) => ({ path: file.path, content: contentOf(file) }),
        ),
      };
    }),
  );
  const results = join(folder(), 'results');
  await writeResults(results, versions[0]!.files);
  const seen = new Set<number>();
  let writing = true;
  const writer = (async () => {
    // A slow machine may read in step with the writer, and meet only every other run.
    for (let i = 0; i < 60 || (seen.size < 2 && i < 3000); i++) {
      await writeResults(results, versions[i % 2]!.files);
    }
    writing = false;
  })();
  while (writing) {
    const stored = await readStored(results, 'a');
    const texts = [stored.table, stored.shifts, stored.package].map((file) => file?.text);
    const of = versions.findIndex(({ files }) => files.every(({ content }) => texts.includes(content)));
    expect(of).toBeGreaterThanOrEqual(0);
    seen.add(of);
  }
  await writer;
  expect(seen.size).toBe(2);
  const { experiment, files } = versions[1]!;
  await writeResults(results, files);
  const { findings } = await checkExperiment(experiment, await readStored(results, 'a'), {
    backend: async () => backend,
  });
  expect(findings).toMatchObject([{ state: 'held' }]);
});

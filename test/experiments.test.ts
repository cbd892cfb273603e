import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, test } from 'vitest';
import { readExperimentFile } from '../src/experiment/disk/files.ts';
import { parseYaml } from '../src/experiment/text/yaml.ts';
import { run } from '../src/index.ts';
import { contentOf, resultFiles } from '../src/results/files.ts';
import { project } from './support/files.ts';
import { processorTime } from './support/time.ts';

const below = (folder: string) =>
  readdirSync(join(project, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(project, folder).length + 1))
    .filter((path) => !path.endsWith('.actual'))
    .sort();

const experiments = below('experiments').filter((path) => path.endsWith('.yaml'));
const schema = JSON.parse(readFileSync(join(project, 'schema.json'), 'utf8'));
const takes = new Ajv({ strictTypes: false, strictRequired: false }).compile(schema);

// The backend is loaded by the first run of a process: that is not the experiment's time.
beforeAll(() => run({ image: 'circle', shift: { max: 0 }, layers: ['relu'] }));

describe.each(experiments)('experiments/%s', (path) => {
  const file = join(project, 'experiments', path);

  test('is valid, also for an editor', () => {
    takes(parseYaml(readFileSync(file, 'utf8'), path).value);
    expect(takes.errors).toBeNull();
  });

  test('has a description, a sentence, and expectations', async () => {
    const { description, expect: claims } = await readExperimentFile(file);
    expect(description).toMatch(/^[A-Z].*\.$/);
    expect(claims.length).toBeGreaterThan(0);
  });

  // Networks of the protocols take a minute: they are computed once, by the test of the command line for all files.
  test.skipIf(path.startsWith('protocols/'))(
    'holds, and gives the committed results, in no time',
    async () => {
      const experiment = await readExperimentFile(file);
      const begun = processorTime();
      const result = await run(experiment);
      const took = processorTime() - begun;
      expect(result.verdicts.filter(({ state }) => state !== 'passed')).toEqual([]);
      for (const file of await resultFiles(result)) {
        expectBytes(join(project, 'results', file.path), contentOf(file));
      }
      // "Well under a second", a few for trained networks, with room for a machine that does something else too.
      expect(took).toBeLessThan(path.startsWith('models/') ? 30_000 : 3000);
    },
  );
});

/** The very bytes are there; otherwise what was made is left beside them. */
function expectBytes(path: string, content: string): void {
  const [expected, actual] = [readFileSync(path), Buffer.from(content)];
  const same = expected.equals(actual);
  if (same) rmSync(`${path}.actual`, { force: true });
  else writeFileSync(`${path}.actual`, actual);
  expect(same, `${path} differs from ${path}.actual`).toBe(true);
}

import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPackage } from './support/build.ts';
import { neutral } from './support/environment.ts';
import { project } from './support/files.ts';
import { scaled } from './support/time.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'coincide-example-')));
const [suite, own] = [join(folder, 'vitest'), join(folder, 'own-model')];

/** As a stranger has them: from the tarball, with what their package.json files name installed above both. */
beforeAll(() => {
  const source = join(folder, 'package');
  const { files } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { files: string[] };
  // The build makes `dist`; a pattern with `!` leaves a part of it out.
  for (const file of ['package.json', ...files.filter((file) => file !== 'dist' && !file.startsWith('!'))])
    cpSync(join(project, file), join(source, file));
  buildPackage(join(source, 'dist'));
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: source,
      encoding: 'utf8',
    }),
  );
  const dependencies: Record<string, string> = {};
  for (const example of [suite, own]) {
    const from = join(project, 'examples', basename(example));
    cpSync(from, example, { recursive: true, filter: (path) => !path.includes('node_modules') });
    Object.assign(
      dependencies,
      JSON.parse(readFileSync(join(example, 'package.json'), 'utf8')).devDependencies,
    );
  }
  dependencies.coincide = `file:${packed.filename}`;
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
  const { status, stderr } = npm(folder, 'install', ...options);
  if (status !== 0) throw new Error(stderr);
}, scaled(300));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function npm(cwd: string, ...args: string[]) {
  // What vitest tells its own children is not for those of the example.
  const env = Object.fromEntries(
    Object.entries(neutral).filter(([name]) => !/^(VITEST|npm_|NODE_)/.test(name)),
  );
  return spawnSync('npm', args, { cwd, encoding: 'utf8', env: { ...env, NO_COLOR: '1' } });
}

test.each([
  [suite, 3],
  [own, 4],
])(
  '%s passes, and its types hold',
  (example, tests) => {
    const { stdout, stderr, status } = npm(example, 'test');
    expect(stdout + stderr).toMatch(new RegExp(`Tests +${tests} passed`));
    expect(status).toBe(0);
    const types = npm(example, 'run', 'types');
    expect(types.stdout).not.toContain('invariance.test.ts');
    expect(types.status).toBe(0);
  },
  scaled(120),
);

test('its experiment and results are those of the project', () => {
  const comments = (path: string) => readFileSync(path, 'utf8').replace(/^#.*\n/, '');
  for (const name of readdirSync(join(project, 'examples/vitest/results'))) {
    expect(readFileSync(join(project, 'examples/vitest/results', name), 'utf8'), name).toBe(
      readFileSync(join(project, 'results', name), 'utf8'),
    );
  }
  expect(comments(join(project, 'examples/vitest/experiments/circle.yaml'))).toBe(
    comments(join(project, 'experiments/circle.yaml')),
  );
});

test(
  'a claim that fails turns it red, with the sentence that check prints',
  () => {
    const path = join(suite, 'experiments/circle.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replace('max: 0.1', 'max: 0.001'));
    const { stdout, stderr, status } = npm(suite, 'test');
    expect(stdout + stderr).toContain('expected experiments/circle.yaml to hold its claims:');
    expect(stdout + stderr).toContain(
      'depth 2: match_rate is 0.018 [0.0114, 0.0283] (18 of 1000), not at most 0.001',
    );
    expect(status).toBe(1);
  },
  scaled(120),
);

test(
  'a model that was made worse turns its guard red, as its README shows',
  () => {
    const path = join(own, 'model.ts');
    const source = readFileSync(path, 'utf8');
    const worse = source.replace('poolSize: 2 }', 'poolSize: 2, strides: 8 }');
    expect(worse).not.toBe(source);
    writeFileSync(path, worse);
    const { stdout, stderr, status } = npm(own, 'test');
    const [, told] = /```\n(Error: [^`]*)```/.exec(readFileSync(join(own, 'README.md'), 'utf8'))!;
    expect(stdout + stderr).toContain(told);
    expect(status).toBe(1);
  },
  scaled(120),
);

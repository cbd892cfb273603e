import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { cli, coincide } from './support/cli/coincide.ts';
import { neutral } from './support/environment.ts';
import { broken, circle } from './support/experiment/circle.ts';
import { folder, project } from './support/files.ts';

const action = parse(readFileSync(join(project, 'action.yml'), 'utf8'));

function bash(script: string, cwd: string, env: Record<string, string>) {
  const path = join(project, 'tools/ci', script);
  return spawnSync('bash', [path], { cwd, encoding: 'utf8', env: { ...neutral, ...env } });
}

const COINCIDE_COMMAND = `${process.execPath} ${cli}`;

test('the action runs scripts that there are, and hands them its inputs', () => {
  const steps: { run?: string; env?: Record<string, string> }[] = action.runs.steps;
  const scripts = steps.flatMap(({ run }) => run?.match(/tools\/ci\/\w+\.sh/) ?? []);
  expect(scripts).toEqual(['tools/ci/install.sh', 'tools/ci/check.sh']);
  for (const script of scripts) expect(existsSync(join(project, script))).toBe(true);
  const text = readFileSync(join(project, 'tools/ci/check.sh'), 'utf8');
  for (const name of Object.keys(steps.at(-1)!.env!)) expect(text).toContain(`\${${name}:-}`);
  const used = JSON.stringify(steps)
    .match(/inputs\.[\w-]+/g)!
    .map((name) => name.slice('inputs.'.length));
  expect([...new Set(used)].sort()).toEqual(Object.keys(action.inputs).sort());
});

test('check.sh annotates, appends a page to the summary, and exits as the check does', async () => {
  const cwd = folder({
    'experiments/a.yaml': broken,
    'experiments/b c.yaml': circle.replace('circle', 'noise'),
    summary: 'before\n',
  });
  await coincide(cwd, 'run', 'experiments/a.yaml');
  const GITHUB_STEP_SUMMARY = join(cwd, 'summary');
  const failed = bash('check.sh', cwd, {
    COINCIDE_COMMAND,
    GITHUB_STEP_SUMMARY,
    COINCIDE_FILES: 'experiments/a.yaml\n',
    COINCIDE_JUNIT: 'j.xml',
  });
  expect(failed.stdout).toContain('\n::error file=experiments/a.yaml,line=5,col=5,title=');
  expect(failed.status).toBe(1);
  expect(readFileSync(GITHUB_STEP_SUMMARY, 'utf8')).toMatch(/^before\n# coincide check\n/);
  expect(existsSync(join(cwd, 'j.xml'))).toBe(true);
  // A file name with a space is one file; without a summary there is none.
  const wrong = bash('check.sh', cwd, {
    COINCIDE_COMMAND,
    COINCIDE_FILES: 'experiments/a.yaml\nexperiments/b c.yaml',
  });
  expect(wrong.stderr).toBe(
    'experiments/b c.yaml: "b c" cannot name results; expected letters, digits, ".", "-" and "_", 64 at most.\n',
  );
  expect(wrong.status).toBe(2);
});

test('check.sh hands on the backend and the commit', () => {
  const cwd = folder({ 'experiments/a.yaml': circle });
  const since = bash('check.sh', cwd, { COINCIDE_COMMAND, COINCIDE_CHANGED_SINCE: 'main' });
  expect(since).toMatchObject({
    status: 2,
    stderr: '--changed-since: this folder is not in a git repository.\n',
  });
  const backend = bash('check.sh', cwd, { COINCIDE_COMMAND, COINCIDE_BACKEND: 'gpu' });
  expect(backend.stderr).toMatch(/^--backend: unknown backend "gpu"/);
});

test.each([
  ['is there', { npx: 'echo 1.2.3' }, {}, 'coincide 1.2.3 is installed\n'],
  [
    'is in a lock file',
    { npx: 'exit 1', npm: 'echo npm "$@"' },
    { 'package-lock.json': '{}' },
    'npm ci --no-audit --no-fund\n',
  ],
  [
    'is nowhere',
    { npx: 'exit 1', npm: 'echo npm "$@"' },
    {},
    'npm install --no-audit --no-fund --no-save coincide\n',
  ],
])('install.sh installs what is needed: coincide %s', (_, commands, files, printed) => {
  const bin = folder(
    Object.fromEntries(Object.entries(commands).map(([name, line]) => [name, `#!/bin/sh\n${line}\n`])),
  );
  for (const name of Object.keys(commands)) chmodSync(join(bin, name), 0o755);
  const { stdout, status } = bash('install.sh', folder(files as Record<string, string>), {
    PATH: `${bin}:${process.env.PATH}`,
  });
  expect(stdout).toBe(printed);
  expect(status).toBe(0);
});

test('the pages for other services are YAML, and their commands are taken', async () => {
  const page = readFileSync(join(project, 'docs/ci.md'), 'utf8');
  const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, text]) => parse(text!));
  expect(blocks).toHaveLength(3);
  const commands = JSON.stringify(blocks).match(/coincide check[^"]*/g)!;
  expect(commands.length).toBeGreaterThan(1);
  const cwd = folder({ 'experiments/a.yaml': circle });
  await coincide(cwd, 'run');
  for (const command of commands.filter(
    (one) => !one.includes('changed-since') && one !== 'coincide check',
  )) {
    const { code } = await coincide(cwd, ...command.split(' ').slice(1));
    expect(code, command).toBe(0);
  }
  expect(existsSync(join(cwd, 'coincide.xml'))).toBe(true);
  const [, inputs] = Object.entries(blocks[0].jobs.invariance.steps[1])[1] as [string, object];
  for (const name of Object.keys(inputs)) expect(action.inputs).toHaveProperty(name);
});

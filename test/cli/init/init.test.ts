import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { coincide } from '../../support/cli/coincide.ts';
import { filesBelow, folder, project } from '../../support/files.ts';

const ATTRIBUTES = 'results/** -text\n';

/** Where an editor looks for the schema of a file that begins so. */
function schemaOf(path: string): string {
  const [, reference] = /^# yaml-language-server: \$schema=(.+)\n/.exec(readFileSync(path, 'utf8'))!;
  return resolve(dirname(path), reference!);
}

test('init writes what run then runs, and what validate then finds valid', async () => {
  const cwd = folder();
  const begun = await coincide(cwd, 'init');
  expect(begun).toMatchObject({ code: 0, stderr: '' });
  expect(begun.stdout).toBe(`\
wrote    coincide.schema.json
wrote    experiments/circle.yaml
wrote    experiments/two-dots.yaml
wrote    .gitattributes

Next: npx coincide run
`);
  expect(filesBelow(cwd)).toEqual([
    '.gitattributes',
    'coincide.schema.json',
    'experiments/circle.yaml',
    'experiments/two-dots.yaml',
  ]);
  expect(readFileSync(join(cwd, '.gitattributes'), 'utf8')).toBe(ATTRIBUTES);
  expect(await coincide(cwd, 'validate')).toMatchObject({ code: 0 });
  const run = await coincide(cwd, 'run');
  expect(run.stdout).toMatch(/\n2 experiments: \d+ expectations held; wrote 4 files to results\/\n$/);
  expect(run).toMatchObject({ code: 0, stderr: '' });
});

test('without an installed package the schema reference leads to a copy of the schema', async () => {
  const cwd = folder();
  await coincide(cwd, 'init', 'new/project');
  for (const name of ['circle', 'two-dots']) {
    const schema = schemaOf(join(cwd, `new/project/experiments/${name}.yaml`));
    expect(readFileSync(schema)).toEqual(readFileSync(join(project, 'schema.json')));
  }
});

test('in a project that has the package, or below one, it leads into the package, without a copy', async () => {
  const cwd = folder({ 'node_modules/coincide/schema.json': '{}' });
  for (const place of ['.', 'work/space']) {
    const { stdout } = await coincide(cwd, 'init', place);
    expect(stdout).not.toContain('coincide.schema.json');
    const schema = schemaOf(join(cwd, place, 'experiments/circle.yaml'));
    expect(schema).toBe(join(cwd, 'node_modules/coincide/schema.json'));
  }
});

test('the next step names the folder that was asked for', async () => {
  const { stdout } = await coincide(folder(), 'init', 'new');
  expect(stdout).toMatch(/^wrote {4}new\/coincide\.schema\.json\n/);
  expect(stdout).toMatch(/\nNext: cd new && npx coincide run\n$/);
});

test('nothing is ever overwritten', async () => {
  const mine = {
    '.gitattributes': `*.png binary\r\n${ATTRIBUTES}`,
    'coincide.schema.json': 'my schema',
    'experiments/circle.yaml': 'my circle',
    'experiments/two-dots.yaml': 'my dots',
  };
  const cwd = folder(mine);
  const { code, stdout } = await coincide(cwd, 'init');
  expect(stdout).toMatch(/^(kept {5}\S+\n){4}\n/);
  expect(code).toBe(0);
  for (const [name, content] of Object.entries(mine)) {
    expect(readFileSync(join(cwd, name), 'utf8')).toBe(content);
  }
});

test.each([
  ['*.png binary\n', `*.png binary\n${ATTRIBUTES}`],
  ['*.png binary', `*.png binary\n${ATTRIBUTES}`],
  ['', ATTRIBUTES],
])('the line for git is added at the end of %j', async (before, after) => {
  const cwd = folder({ '.gitattributes': before });
  const { stdout } = await coincide(cwd, 'init');
  expect(stdout).toContain('extended .gitattributes\n');
  expect(readFileSync(join(cwd, '.gitattributes'), 'utf8')).toBe(after);
});

test('where git writes CRLF, a run of what was committed changes no file', async () => {
  const cwd = folder();
  await coincide(cwd, 'init');
  await coincide(cwd, 'run');
  const git = (at: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], {
      cwd: at,
      encoding: 'utf8',
    });
  git(cwd, 'init', '--quiet');
  git(cwd, 'add', '.');
  git(cwd, 'commit', '--quiet', '--message', 'results');
  const copy = join(folder(), 'copy');
  git(cwd, 'clone', '--quiet', '--config', 'core.autocrlf=true', '.', copy);
  expect(readFileSync(join(copy, 'experiments/circle.yaml'), 'utf8')).toContain('\r\n');
  expect(await coincide(copy, 'run')).toMatchObject({ code: 0, stderr: '' });
  expect(git(copy, 'status', '--porcelain')).toBe('');
});

test('a .gitattributes in another encoding keeps its bytes', async () => {
  const before = Buffer.from('caf\xe9.png binary\n', 'latin1');
  const cwd = folder({ '.gitattributes': before });
  expect((await coincide(cwd, 'init')).stdout).toContain('extended .gitattributes\n');
  expect(readFileSync(join(cwd, '.gitattributes'))).toEqual(Buffer.concat([before, Buffer.from(ATTRIBUTES)]));
});

test('a file in the way of a folder, or a folder in the way of a file, is named', async () => {
  const file = folder({ experiments: 'a file' });
  expect(await coincide(file, 'init')).toMatchObject({
    code: 4,
    stderr: 'could not write experiments: there is a file where a folder is needed.\n',
  });
  const other = folder();
  mkdirSync(join(other, '.gitattributes'));
  expect(await coincide(other, 'init')).toMatchObject({
    code: 4,
    stderr: 'could not write .gitattributes: there is a folder where a file is needed.\n',
  });
  expect(existsSync(join(other, 'experiments/circle.yaml'))).toBe(true);
});

test('a file in the place of the project is answered with what init writes', async () => {
  const cwd = folder();
  expect(await coincide(cwd, 'init', 'first.yaml')).toMatchObject({
    code: 2,
    stderr:
      'init first.yaml: expected the folder of a new project; coincide init alone writes experiments/circle.yaml, a file to begin with.\n',
  });
  expect(readdirSync(cwd)).toEqual([]);
  mkdirSync(join(cwd, 'odd.json'));
  expect(await coincide(cwd, 'init', 'odd.json')).toMatchObject({ code: 0 });
});

import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { coincide } from '../../support/cli/coincide.ts';
import { filesBelow, folder, project } from '../../support/files.ts';

const experiment = `image: { type: sprite, path: pictures.png, tile: 28, embed: { size: 36 } }
shift: { max: 4 }
trials: 6
tables: [summary, images]
pool: max_pool
`;

function set(files: Record<string, string> = { 'set.yaml': experiment }): string {
  const cwd = folder(files);
  cpSync(join(project, 'experiments/models/fashion200.png'), join(cwd, 'pictures.png'));
  return cwd;
}

const rowsOf = (csv: string) => {
  const [head, ...lines] = csv.trim().split('\n');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(head!.split(',').map((name, i) => [name, cells[i]]));
  });
};

test('--picture measures the pictures that it names, with the numbers that they have in the set', async () => {
  const cwd = set();
  await coincide(cwd, 'run', 'set.yaml', '-q');
  const all = rowsOf(readFileSync(join(cwd, 'results/set.images.csv'), 'utf8'));
  const of = (name: string) => all.filter(({ image }) => image === name).at(-1)!;
  for (const name of ['r0c1', 'r9c19']) {
    const { stdout, code } = await coincide(cwd, 'run', 'set.yaml', '--picture', name, '-o', '-');
    expect(code).toBe(0);
    const row = rowsOf(stdout).at(-1)!;
    for (const column of ['trials', 'matches', 'classes', 'cosine', 'relative_l2', 'active_fraction'])
      expect(row[column], `${name} ${column}`).toBe(of(name)[column]);
  }
  const { stdout } = await coincide(cwd, 'run', 'set.yaml', '--picture=r9c19', '--picture=r0c1');
  expect(stdout).toMatch(/18×18 +2 /);
  expect(stdout).toContain('wrote nothing (--out DIR keeps such a run)');
  expect(filesBelow(cwd).filter((path) => path.startsWith('results/'))).toHaveLength(3);
});

test('a picture beyond the limit can be chosen, and show draws it', async () => {
  const cwd = set({ 'set.yaml': experiment.replace('tile: 28', 'tile: 28, limit: 3') });
  const { stdout } = await coincide(cwd, 'show', 'set.yaml', '--picture', 'r9c19');
  expect(stdout).toContain('Shown: r9c19.\n');
  expect((await coincide(cwd, 'show', 'set.yaml')).stdout).toContain(
    'Shown: r0c0, the first of 3 pictures; --picture NAME chooses.\n',
  );
});

test.each([
  [
    'r9c91',
    'set.yaml',
    '--picture: no picture is called "r9c91"; there are 200, such as r0c0 and r9c19; did you mean "r9c1"?',
  ],
  ['a', 'circle.yaml', '--picture a: circle has no set of pictures.'],
])('%j in %s is a mistake', async (name, file, message) => {
  const cwd = set({
    'set.yaml': experiment,
    'circle.yaml': 'image: circle\nshift: { max: 1 }\npool: max_pool\n',
  });
  expect(await coincide(cwd, 'run', file, `--picture=${name}`)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `${message}\n`,
  });
});

test('a picture that is named by its file alone is offered with its folder', async () => {
  const cwd = folder({
    'set.yaml': 'image: { type: folder, path: pics }\nshift: { max: 1 }\npool: max_pool\n',
  });
  const picture = join(project, 'experiments/models/fashion200.png');
  for (const path of ['long_name/cat.png', 'long_name/one.png']) cpSync(picture, join(cwd, 'pics', path));
  const said = async (name: string) =>
    (await coincide(cwd, 'explain', 'set.yaml', `--picture=${name}`)).stderr;
  expect(await said('cat.png')).toBe(
    '--picture: unknown picture "cat.png"; did you mean "long_name/cat.png"?\n',
  );
});

test('validate -q says nothing of what is right', async () => {
  expect(await coincide(set(), 'validate', 'set.yaml', '-q')).toMatchObject({
    code: 0,
    stdout: '',
    stderr: '',
  });
});

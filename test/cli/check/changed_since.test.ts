import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { coincide } from '../../support/cli/coincide.ts';
import { circle } from '../../support/experiment/circle.ts';
import { folder } from '../../support/files.ts';
import { pngNamed } from '../../support/image/pictures.ts';

const picture = pngNamed('filtered');
const named = (path: string) =>
  `image: { type: file, path: ${path} }\nshift: { max: 1 }\ntrials: all\nlayers: [max_pool]\n`;

function git(cwd: string, ...args: string[]): void {
  const as = ['-c', 'user.name=x', '-c', 'user.email=x@x', '-c', 'protocol.file.allow=always'];
  execFileSync('git', [...as, ...args], { cwd, stdio: 'pipe' });
}

function commit(cwd: string): void {
  git(cwd, 'add', '.');
  git(cwd, 'commit', '--quiet', '--allow-empty', '-m', 'x');
}

/** A repository whose results are committed. */
async function repository(files: Record<string, string | Uint8Array>, ...args: string[]): Promise<string> {
  const cwd = folder(files);
  git(cwd, 'init', '--quiet', '--initial-branch=main');
  expect(await coincide(cwd, 'run', '-q', ...args)).toMatchObject({ code: 0 });
  commit(cwd);
  return cwd;
}

async function chosen(cwd: string, ...args: string[]): Promise<string[]> {
  const since = args.includes('--changed-since') ? [] : ['--changed-since', 'main'];
  const { code, stdout, stderr } = await coincide(cwd, 'check', ...since, ...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.match(/^\w+$/gm) ?? [];
}

test('a file that git ignores is never taken as unchanged, and neither are ignored results', async () => {
  const cwd = await repository({
    'experiments/a.yaml': named('data/a.png'),
    'experiments/b.yaml': circle,
    'experiments/c.yaml': circle,
    'experiments/data/a.png': picture,
    '.gitignore': 'data/\nresults/c.*\n*.shifts.csv\n',
  });
  expect(await chosen(cwd)).toEqual(['a', 'c']);
});

test('a file outside the repository is never taken as unchanged', async () => {
  const out = folder({ 'a.png': picture });
  const cwd = await repository(
    { 'experiments/a.yaml': named(join(out, 'a.png')), 'experiments/b.yaml': circle },
    '--allow-outside',
  );
  expect(await chosen(cwd, '--allow-outside')).toEqual(['a']);
});

test('a submodule that moved or is dirty changes all below it', async () => {
  const origin = folder({ 'a.png': picture, '.gitignore': 'ignored.png\n' });
  git(origin, 'init', '--quiet', '--initial-branch=main');
  commit(origin);
  const cwd = folder({ 'experiments/a.yaml': named('sub/a.png'), 'experiments/b.yaml': circle });
  git(cwd, 'init', '--quiet', '--initial-branch=main');
  git(cwd, 'submodule', '--quiet', 'add', origin, 'experiments/sub');
  await coincide(cwd, 'run', '-q');
  commit(cwd);
  expect(await chosen(cwd)).toEqual([]);
  const sub = join(cwd, 'experiments/sub');
  appendFileSync(join(sub, '.gitignore'), '#\n');
  expect(await chosen(cwd)).toEqual(['a']);
  commit(sub);
  expect(await chosen(cwd)).toEqual(['a']);
  commit(cwd);
  expect(await chosen(cwd)).toEqual([]);
  // What the submodule ignores, git cannot judge.
  writeFileSync(join(sub, 'ignored.png'), picture);
  writeFileSync(join(cwd, 'experiments/c.yaml'), named('sub/ignored.png'));
  await coincide(cwd, 'run', '-q', 'experiments/c.yaml');
  commit(cwd);
  expect(await chosen(cwd)).toEqual(['c']);
});

test('a repository inside that is no submodule is never taken as unchanged', async () => {
  const cwd = await repository({
    'experiments/a.yaml': circle,
    'experiments/b.yaml': named('in/a.png'),
    'experiments/in/a.png': picture,
  });
  mkdirSync(join(cwd, 'experiments/in'), { recursive: true });
  expect(await chosen(cwd)).toEqual([]);
  git(join(cwd, 'experiments/in'), 'init', '--quiet');
  expect(await chosen(cwd)).toEqual(['b']);
});

test('before the first commit all has changed since HEAD, as in a hook that checks it', async () => {
  const cwd = folder({ 'experiments/a.yaml': circle, 'experiments/b.yaml': circle });
  git(cwd, 'init', '--quiet', '--initial-branch=main');
  expect(await coincide(cwd, 'run', '-q')).toMatchObject({ code: 0 });
  expect(await chosen(cwd, '--changed-since', 'HEAD')).toEqual(['a', 'b']);
  git(cwd, 'add', '.');
  expect(await chosen(cwd, '--changed-since', 'HEAD')).toEqual(['a', 'b']);
  commit(cwd);
  appendFileSync(join(cwd, 'experiments/b.yaml'), '# changed\n');
  expect(await chosen(cwd, '--changed-since', 'HEAD')).toEqual(['b']);
  git(cwd, 'checkout', '--quiet', '--orphan', 'other');
  expect(await chosen(cwd, '--changed-since', '@')).toEqual(['a', 'b']);
});

test('a commit that begins with a dash is a mistake', async () => {
  const cwd = await repository({ 'experiments/a.yaml': circle });
  for (const ref of ['-main', '--output=x', '-']) {
    expect(await coincide(cwd, 'check', `--changed-since=${ref}`)).toEqual({
      code: 2,
      signal: null,
      stdout: '',
      stderr: `--changed-since ${ref}: expected a commit, such as origin/main.\n`,
    });
  }
});

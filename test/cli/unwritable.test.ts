import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cli, coincide, start } from '../support/cli/coincide.ts';
import { circle } from '../support/experiment/circle.ts';
import { filesBelow, folder } from '../support/files.ts';

const UNTOUCHED = 'what was there before is untouched.\n';

test('results/ that is a file exits 4, and the file stays', async () => {
  const cwd = folder({ 'experiments/a.yaml': circle, results: 'mine' });
  expect(await coincide(cwd, 'run')).toMatchObject({
    code: 4,
    stdout: '',
    stderr: `could not write results: there is a file where a folder is needed; ${UNTOUCHED}`,
  });
  expect(readFileSync(join(cwd, 'results'), 'utf8')).toBe('mine');
});

test('a folder under the name of a table exits 4 and says what is written and what is not', async () => {
  const cwd = folder({
    'experiments/a.yaml': circle,
    'experiments/b.yaml': circle,
    'experiments/c.yaml': circle,
  });
  mkdirSync(join(cwd, 'results/b.csv/mine'), { recursive: true });
  expect(await coincide(cwd, 'run')).toMatchObject({
    code: 4,
    stderr: `stopped; written: a; not written: b, c.
could not write results/b.csv: there is a folder where a file is needed; ${UNTOUCHED}`,
  });
  expect(filesBelow(join(cwd, 'results'))).toEqual(['a.csv', 'a.datapackage.json']);
});

// Root may write everywhere, so it becomes nobody for this.
const nobody =
  process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
const command = [...nobody, process.execPath, cli];
const works = spawnSync(command[0]!, [...command.slice(1), '--version']).status === 0;

test.runIf(works)(
  `a folder that may only be read exits 4, and the old table stays${works ? '' : ' (not tried: no setpriv, or nobody cannot read the project)'}`,
  async () => {
    const cwd = folder({ 'experiments/a.yaml': circle, 'results/a.csv': 'old' });
    chmodSync(cwd, 0o755);
    chmodSync(join(cwd, 'results'), 0o555);
    onTestFinished(() => chmodSync(join(cwd, 'results'), 0o755));
    expect(await start(cwd, ['run'], { command }).ended).toMatchObject({
      code: 4,
      stdout: '',
      stderr: `could not write results: permission denied; ${UNTOUCHED}`,
    });
    expect(filesBelow(join(cwd, 'results'))).toEqual(['a.csv']);
    expect(readFileSync(join(cwd, 'results/a.csv'), 'utf8')).toBe('old');
    if (nobody.length === 0) return;
    expect(await start(cwd, ['init'], { command }).ended).toMatchObject({
      code: 4,
      stderr: 'could not write coincide.schema.json: permission denied.\n',
    });
  },
);

// A file system of 64 KiB needs the right to mount; where that lacks, test/results/disk.test.ts has the same in process.
const small = ['mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs'];
const probe = spawnSync('unshare', ['-m', ...small, '/mnt']).status === 0;

test.runIf(probe)(
  `a full disk exits 4, and the old table stays${probe ? '' : ' (not tried: no right to mount)'}`,
  async () => {
    const cwd = folder({ 'experiments/a.yaml': `${circle}tables: [summary, shifts]\n` });
    const results = join(cwd, 'results');
    mkdirSync(results);
    spawnSync(small[0]!, [...small.slice(1), results]);
    onTestFinished(() => void spawnSync('umount', [results]));
    writeFileSync(join(results, 'a.csv'), 'old');
    writeFileSync(join(results, 'full'), Buffer.alloc(52 * 1024));
    const { code, stderr } = await coincide(cwd, 'run');
    expect(stderr).toMatch(
      /^could not write results\/a\.[a-z.]+: the disk is full; what was there before is untouched\.\n$/,
    );
    expect(code).toBe(4);
    expect(filesBelow(results)).toEqual(['a.csv', 'full']);
    expect(readFileSync(join(results, 'a.csv'), 'utf8')).toBe('old');
  },
);

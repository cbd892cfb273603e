import { spawnSync } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, coincide, start } from '../support/cli/coincide.ts';
import { broken, circle } from '../support/experiment/circle.ts';
import { filesBelow, folder } from '../support/files.ts';

describe('-o -', () => {
  test('prints the bytes that would be written, and writes nothing', async () => {
    const cwd = folder({ 'experiments/circle.yaml': circle });
    const printed = await coincide(cwd, 'run', '-o', '-');
    expect(printed).toMatchObject({ code: 0, stderr: '' });
    expect(filesBelow(cwd)).toEqual(['experiments/circle.yaml']);
    await coincide(cwd, 'run');
    expect(printed.stdout).toBe(readFileSync(join(cwd, 'results/circle.csv'), 'utf8'));
  });

  test('tells of a failed expectation on stderr', async () => {
    const cwd = folder({ 'broken.yaml': broken });
    const { code, stdout, stderr } = await coincide(cwd, 'run', 'broken.yaml', '-o', '-');
    expect(stdout.split('\n')).toHaveLength(1 + 5 + 1);
    expect(stderr).toBe(
      'broken\n  ✗ classes at depth 4: at least 2 (broken.yaml:5:5)\n      depth 4: classes is 1, not at least 2\n',
    );
    expect(code).toBe(1);
  });

  test.each([
    [['-o', '-'], '-o - takes one experiment, not 2; name its file.'],
    [['-o', '-', '--json'], '-o - and --json both take stdout; choose one.'],
  ])('of two experiments, or with --json, is a mistake: %j', async (args, message) => {
    const cwd = folder({ 'experiments/a.yaml': circle, 'experiments/b.yaml': circle });
    expect(await coincide(cwd, 'run', ...args)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `${message}\n`,
    });
  });
});

describe('a device or a pipe under the name of a folder takes the table as - does', () => {
  /** A folder with an experiment, and its table. */
  function tried() {
    const cwd = folder({ 'experiments/circle.yaml': circle });
    const printed = spawnSync(process.execPath, [cli, 'run', '-o', '-'], { cwd }).stdout;
    expect(printed.length).toBeGreaterThan(500);
    return { cwd, printed };
  }

  test.each(['/dev/stdout', '>(cat)', '/dev/fd/1'])('%s', (out) => {
    const { cwd, printed } = tried();
    const script = `"$0" "$1" run -o ${out} | cat`;
    const { status, stdout } = spawnSync('bash', ['-c', script, process.execPath, cli], { cwd });
    expect(status).toBe(0);
    expect(stdout.equals(printed)).toBe(true);
    expect(filesBelow(cwd)).toEqual(['experiments/circle.yaml']);
  });

  test('a named pipe', () => {
    const { cwd, printed } = tried();
    const script = 'mkfifo pipe && (cat pipe & "$0" "$1" run -o pipe; wait) && rm pipe';
    const { status, stdout } = spawnSync('bash', ['-c', script, process.execPath, cli], { cwd });
    expect(status).toBe(0);
    expect(stdout.equals(printed)).toBe(true);
  });

  test('the table of shards too', async () => {
    const { cwd, printed } = tried();
    await coincide(cwd, 'run', '--shard', '1/1', '--out', 'shard');
    const { stdout } = spawnSync(process.execPath, [cli, 'merge', 'shard', '-o', '-'], { cwd });
    expect(stdout.equals(printed)).toBe(true);
    expect(filesBelow(cwd).filter((path) => !path.startsWith('shard/'))).toEqual(['experiments/circle.yaml']);
  });
});

describe('the name of a file is no folder of results', () => {
  test.each([
    ['a.csv', '-o - > a.csv writes the table alone, --combine a.csv that of all experiments'],
    [
      'my table.csv',
      '-o - > "my table.csv" writes the table alone, --combine "my table.csv" that of all experiments',
    ],
    ['a.json', '--json > a.json writes everything'],
    ['a.tex', '--latex a.tex writes a table'],
    ['a.html', 'coincide report -o a.html writes a page'],
    ['a.svg', 'coincide plot FILE -o a.svg draws a figure'],
  ])('%s', async (out, remedy) => {
    const cwd = folder({ 'experiments/circle.yaml': circle });
    expect(await coincide(cwd, 'run', '-o', out)).toMatchObject({
      code: 2,
      stderr: `--out ${out}: expected the folder of the results; ${remedy}.\n`,
    });
    expect(filesBelow(cwd)).toEqual(['experiments/circle.yaml']);
  });

  test('unless a folder of this name is there', async () => {
    const cwd = folder({ 'experiments/circle.yaml': circle, 'a.csv/kept': '' });
    expect(await coincide(cwd, 'run', '-o', 'a.csv')).toMatchObject({ code: 0 });
    expect(filesBelow(cwd)).toContain('a.csv/circle.csv');
  });
});

describe('--json', () => {
  test('prints one document with every table, its numbers unrounded, and what became of the expectations', async () => {
    const cwd = folder({
      'experiments/a.yaml': `${circle}tables: [summary, shifts]\n`,
      'experiments/broken.yaml': broken,
    });
    const { code, stdout, stderr } = await coincide(cwd, 'run', '--json');
    const { version, experiments } = JSON.parse(stdout);
    expect(version).toBe(1);
    expect(experiments).toMatchObject([{ experiment: 'a' }, { experiment: 'broken' }]);
    const [a] = experiments;
    expect(Object.keys(a.rows[3])).toEqual(a.columns);
    expect(a.rows[3]).toMatchObject({ matches: 94, pair_rate: 0.007173958795199924 });
    expect(a.shifts.rows).toHaveLength(49 * 5);
    expect(a.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(experiments[1].expectations).toMatchObject([
      { state: 'failed', violations: [{ operator: 'min', expected: 2, actual: 1 }] },
    ]);
    expect(stderr).toContain('✗ classes at depth 4: at least 2');
    expect(stderr).toMatch(/\n2 experiments: 0 expectations held, 1 did not; wrote 5 files to results\/\n$/);
    expect(code).toBe(1);
  });
});

describe('--quiet', () => {
  test('prints nothing where all is well, and writes all the same', async () => {
    const cwd = folder({
      'experiments/blank.yaml': 'image: { type: dots, value: 0 }\nshift: { max: 1 }\npool: max_pool\n',
    });
    expect(await coincide(cwd, 'run', '--quiet')).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(await coincide(cwd, 'run', '-q', '--json')).toMatchObject({ code: 0, stderr: '' });
    expect(filesBelow(join(cwd, 'results'))).toHaveLength(2);
  });
});

describe('--verbose', () => {
  test('says how it computes, and why', async () => {
    const cwd = folder({ 'a.yaml': circle });
    const chosen = await coincide(cwd, 'run', 'a.yaml', '--verbose');
    expect(chosen.stderr).toMatch(
      /^a: computed in plain loops, without a backend\n(a: computed distances of step \d \(\w+\) .+\n)+$/,
    );
    const asked = await coincide(cwd, 'run', 'a.yaml', '--verbose', '--backend', 'cpu');
    expect(asked.stderr).toMatch(/^a: computed on cpu, which was asked for\n$/);
    expect(asked.stdout).toBe(chosen.stdout);
  });

  test('shows where a mistake was found, which nothing else does', async () => {
    const cwd = folder({ 'a.yaml': 'image: cirle\n' });
    const [plain, verbose] = await Promise.all([
      coincide(cwd, 'run', 'a.yaml'),
      coincide(cwd, 'run', 'a.yaml', '--verbose'),
    ]);
    expect(plain).toMatchObject({ code: 2 });
    expect(plain.stderr).not.toMatch(/UserError|\bat .*\.js|dist/);
    expect(verbose).toMatchObject({ code: 2 });
    expect(verbose.stderr.startsWith(plain.stderr)).toBe(true);
    expect(verbose.stderr).toMatch(/\n {4}at .*dist\//);
  });
});

describe('what is not a terminal', () => {
  test.each([{}, { CI: 'true' }, { FORCE_COLOR: '1', NO_COLOR: '1' }, { TERM: 'xterm-256color' }])(
    'gets no colours: %j',
    async (env) => {
      const cwd = folder({ 'experiments/broken.yaml': broken });
      const { stdout, stderr } = await start(cwd, ['run'], { env: env as Record<string, string> }).ended;
      expect(stdout).toContain('✗');
      expect(stdout + stderr).not.toContain('\u001b');
    },
  );

  test.each([['run'], ['check'], ['show', 'experiments/broken.yaml']])(
    'has colours with FORCE_COLOR, and none with --no-color: %j',
    async (...args) => {
      const cwd = folder({ 'experiments/broken.yaml': broken });
      const env = { FORCE_COLOR: '1' };
      expect((await start(cwd, args, { env }).ended).stdout).toContain('\u001b[');
      const { stdout, stderr } = await start(cwd, [...args, '--no-color'], { env }).ended;
      expect(stdout + stderr).not.toContain('\u001b');
    },
  );

  test('may stop reading: all is written and nothing is said', async () => {
    const cwd = folder({ 'experiments/a.yaml': circle, 'experiments/b.yaml': circle });
    const line = `"$0" "$1" run | head -n 1; echo "\${PIPESTATUS[@]}"`;
    const { status, stdout, stderr } = spawnSync('bash', ['-c', line, process.execPath, cli], { cwd });
    expect(stderr.toString()).toBe('');
    expect(stdout.toString()).toBe('a\n0 0\n');
    expect(status).toBe(0);
    expect(filesBelow(join(cwd, 'results'))).toHaveLength(4);
  });

  test.each(['run', 'schema', 'list', 'doctor', '--help'])('may be closed from the start: %s', (command) => {
    const cwd = folder({ 'experiments/a.yaml': circle });
    const { child, ended } = start(cwd, [command]);
    child.stdout!.destroy();
    return expect(ended).resolves.toMatchObject({ code: 0, stderr: '' });
  });

  test.each(['run', 'schema'])('may be full: %s exits 4 and says so', (command) => {
    const cwd = folder({ 'experiments/a.yaml': circle });
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [cli, command], {
      cwd,
      stdio: ['ignore', full, 'pipe'],
    });
    expect(stderr.toString()).toBe('could not print: the disk is full.\n');
    expect(status).toBe(4);
  });
});

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reporters } from '../../../src/check/reporters/registry.ts';
import { updatePackage } from '../../support/check/package_of.ts';
import { coincide, start } from '../../support/cli/coincide.ts';
import { broken, circle } from '../../support/experiment/circle.ts';
import { filesBelow, folder } from '../../support/files.ts';
import { bytesOf, known, pngNamed } from '../../support/image/pictures.ts';

const claims = `${circle}expect: [{ metric: classes, at: { depth: 4 }, equals: 1 }]\n`;

/** A project whose results are committed. */
async function project(files: Record<string, string>): Promise<string> {
  const cwd = folder(files);
  await coincide(cwd, 'run');
  return cwd;
}

/** Replaces a text in a file; a table's data package goes with it. */
function edit(path: string, from: string | RegExp, to: string): void {
  const before = readFileSync(path, 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
  if (path.endsWith('.csv')) updatePackage(path);
}

/** Every file of a folder with its bytes. */
function bytes(cwd: string): string[] {
  return filesBelow(cwd).map((name) => `${name} ${readFileSync(join(cwd, name), 'base64')}`);
}

test('what holds exits 0, says each claim, and changes no file', async () => {
  const cwd = await project({ 'experiments/circle.yaml': claims, 'experiments/b/noise.yaml': claims });
  const before = bytes(cwd);
  expect(await coincide(cwd, 'check')).toEqual({
    code: 0,
    signal: null,
    stdout: `\
b/noise
  ✓ classes at depth 4: equal to 1
  ✓ baseline: same
circle
  ✓ classes at depth 4: equal to 1
  ✓ baseline: same
2 experiments: 4 claims held
`,
    stderr: '',
  });
  expect(bytes(cwd)).toEqual(before);
});

test('it says the same in a CI', async () => {
  const cwd = await project({ 'experiments/circle.yaml': claims });
  const env = { CI: 'true', GITHUB_ACTIONS: 'true' };
  expect(await start(cwd, ['check'], { env }).ended).toEqual(await coincide(cwd, 'check'));
});

test('an expectation that fails exits 1 with its line, what is and what should be, and for which shifts', async () => {
  const cwd = await project({
    'experiments/a.yaml': broken
      .replace('min: 2', 'min: 2')
      .replace('depth: 4 }, m', 'depth: 3 }, m')
      .replace('min: 2', 'max: 2'),
  });
  const { code, stdout } = await coincide(cwd, 'check');
  expect(stdout).toBe(`\
a
  ✗ classes at depth 3: at most 2 (experiments/a.yaml:5:5)
      depth 3: classes is 45, not at most 2
        shifts that do not match now (add \`tables: [summary, shifts]\` and commit, to see which are new): (-1, -1) (-1, 1) (1, -1) (1, 1) (-2, -2); at most 5 are listed, the shortest ones
  ✓ baseline: same
1 experiment: 1 claim held, 1 did not
`);
  expect(code).toBe(1);
});

test('a cell that is another exits 1 with both values and the line of the table', async () => {
  const cwd = await project({ 'experiments/a.yaml': claims });
  edit(join(cwd, 'results/a.csv'), ',0.094,', ',0.194,');
  const { code, stdout } = await coincide(cwd, 'check');
  expect(stdout).toContain(`\
  ✗ baseline: same (experiments/a.yaml:1:1)
      depth 3: match_rate was 0.194, is 0.094 [0.0774, 0.114] (results/a.csv:5)
        shifts that do not match now (add \`tables: [summary, shifts]\` and commit, to see which are new): `);
  expect(code).toBe(1);
});

test('shifts that do not match explain no drop of another number', async () => {
  const cwd = await project({ 'experiments/a.yaml': claims });
  const path = join(cwd, 'results/a.csv');
  const header = readFileSync(path, 'utf8').split('\n')[0]!.split(',');
  // The number of matches is as it was.
  const rows = readFileSync(path, 'utf8').split('\n');
  const cells = rows[4]!.split(',');
  cells[header.indexOf('active_fraction')] = '0.9';
  rows[4] = cells.join();
  writeFileSync(path, rows.join('\n'));
  updatePackage(path);
  const { code, stdout } = await coincide(cwd, 'check');
  expect(stdout).toContain('depth 3: active_fraction was 0.9, is ');
  expect(stdout).not.toContain('shifts that');
  expect(code).toBe(1);
});

test('tables that an experiment does not write any more stand with its other claims', async () => {
  const cwd = await project({ 'experiments/a.yaml': `${claims}tables: [shifts]\n` });
  // The summary is always written.
  expect(filesBelow(join(cwd, 'results'))).toEqual(['a.csv', 'a.datapackage.json', 'a.shifts.csv']);
  expect(await coincide(cwd, 'check')).toMatchObject({ code: 0 });
  writeFileSync(join(cwd, 'experiments/a.yaml'), claims);
  const { code, stdout } = await coincide(cwd, 'check');
  expect(stdout).toBe(`\
a
  ✓ classes at depth 4: equal to 1
  ✓ baseline: same
  ✗ there is no experiment for results/a.shifts.csv (results/a.shifts.csv)
      it is obsolete: a does not write it any more; remove it, or name it in tables
1 experiment: 2 claims held, 1 did not
`);
  expect(code).toBe(1);
});

test('with a committed table of shifts, those are named whose verdict changed', async () => {
  const cwd = await project({ 'experiments/a.yaml': `${claims}tables: [summary, shifts]\n` });
  // At depth 3 of the committed table (2, 2) matched and (0, 1) did not.
  edit(join(cwd, 'results/a.csv'), ',0.094,', ',0.194,');
  edit(join(cwd, 'results/a.shifts.csv'), /^(a,3,.*,2,2,\d+),\d+,/m, '$1,0,');
  edit(join(cwd, 'results/a.shifts.csv'), /^(a,3,.*,0,1,\d+),0,/m, '$1,7,');
  const { code, stdout } = await coincide(cwd, 'check');
  expect(stdout).toContain(
    'shifts that matched and do not now: (2, 2); shifts that did not match and do now: (0, 1)',
  );
  expect(code).toBe(1);
});

test.each<[string, RegExp | string, string, string]>([
  ['shift.max', 'max: 3', 'max: 4', 'shift.max 3 → 4'],
  ['the seed', 'image: circle', 'image: circle\nseed: 1', 'seed 0 → 1'],
  ['the depth', 'depth: 4', 'depth: 5', 'pool.depth 4 → 5'],
  ['the layer', 'max_pool', 'avg_pool', 'pool.type max_pool → avg_pool, compare.type exact → close'],
  ['a measure', 'image: circle', 'measures: [worst]\nimage: circle', 'measures [] → ["worst"]'],
])('another experiment exits 2 and names the key: %s', async (_, from, to, change) => {
  const cwd = await project({ 'experiments/a.yaml': `${circle}expect: [{ metric: classes, min: 1 }]\n` });
  edit(join(cwd, 'experiments/a.yaml'), from, to);
  const { code, stdout } = await coincide(cwd, 'check');
  expect(stdout).toContain(
    `the experiment has changed: ${change}; run \`coincide run experiments/a.yaml\` and commit\n`,
  );
  expect(code).toBe(2);
});

test('another description, expectation or comment is no other experiment', async () => {
  const cwd = await project({ 'experiments/a.yaml': claims });
  writeFileSync(
    join(cwd, 'experiments/a.yaml'),
    `# A comment.\ndescription: Round.\nexpect: [{ metric: classes, at: { depth: 4 }, max: 2 }]\n${circle}`,
  );
  expect(await coincide(cwd, 'check')).toMatchObject({ code: 0 });
});

test.each<[string, (cwd: string) => void, string]>([
  ['no table', (cwd) => rmSync(join(cwd, 'results/a.csv')), 'there is no committed table to compare with'],
  [
    'no results at all',
    (cwd) => rmSync(join(cwd, 'results'), { recursive: true }),
    'there is no committed table to compare with',
  ],
  [
    'no data package',
    (cwd) => rmSync(join(cwd, 'results/a.datapackage.json')),
    'there is no committed data package, which says what the table was made from',
  ],
  [
    'no table of shifts',
    (cwd) => rmSync(join(cwd, 'results/a.shifts.csv')),
    'there is no committed table of shifts',
  ],
])('a missing baseline exits 1: %s', async (_, remove, words) => {
  const cwd = await project({ 'experiments/a.yaml': `${claims}tables: [summary, shifts]\n` });
  remove(cwd);
  const { code, stdout } = await coincide(cwd, 'check');
  expect(stdout).toContain(`      ${words}; run \`coincide run experiments/a.yaml\` and commit\n`);
  expect(code).toBe(1);
});

test.each<[string, (text: string) => string, string]>([
  [
    'a merge conflict',
    (text) => text.replace(/^(.*\n.*\n)(.*\n)/, '$1<<<<<<< HEAD\n$2=======\n$2>>>>>>> other\n'),
    'results/a.csv:3:1: there is a merge conflict here; resolve it, or run the experiment again and commit.',
  ],
  [
    'a row cut short',
    (text) => text.slice(0, text.lastIndexOf(',', text.length - 20)),
    'results/a.csv:6: expected 24 cells, as in the header, not ',
  ],
  [
    'a word for a number',
    (text) => text.replace(',0.094,', ',many,'),
    'results/a.csv:5: match_rate: expected a number, not "many".',
  ],
  [
    'a row that is listed twice',
    (text) => `${text}${text.split('\n')[1]}\n`,
    'results/a.csv:7: this row is listed twice.',
  ],
  ['a quote without end', (text) => text.replace('max_pool', '"max_pool'), 'a quote is not closed.'],
  ['nothing', () => '', 'results/a.csv:1: the table is empty.'],
])('a damaged table exits 2 with its line: %s', async (_, damage, words) => {
  const cwd = await project({ 'experiments/a.yaml': claims });
  const path = join(cwd, 'results/a.csv');
  writeFileSync(path, damage(readFileSync(path, 'utf8')));
  const { code, stdout, stderr } = await coincide(cwd, 'check');
  expect(stdout).toContain(words);
  expect(stderr).toBe('');
  expect(code).toBe(2);
});

test('a damaged data package exits 2', async () => {
  const cwd = await project({ 'experiments/a.yaml': claims });
  writeFileSync(join(cwd, 'results/a.datapackage.json'), '{\n<<<<<<< HEAD\n');
  const { code, stdout } = await coincide(cwd, 'check');
  expect(stdout).toContain('results/a.datapackage.json:2:1: there is a merge conflict here;');
  expect(code).toBe(2);
});

test('a table without an experiment fails when the whole folder is checked, and no other file does', async () => {
  const cwd = await project({
    'experiments/a.yaml': claims,
    'experiments/old/b.yaml': circle,
    'results/notes.csv': 'mine,too\n',
    'results/notes.txt': 'mine',
  });
  rmSync(join(cwd, 'experiments/old'), { recursive: true });
  for (const args of [[], ['experiments'], ['./experiments/']]) {
    const { code, stdout } = await coincide(cwd, 'check', ...args);
    expect(stdout.match(/✗ .*/g)).toEqual([
      '✗ there is no experiment for results/old/b.csv (results/old/b.csv)',
      '✗ there is no experiment for results/old/b.datapackage.json (results/old/b.datapackage.json)',
    ]);
    expect(code).toBe(1);
  }
  expect(await coincide(cwd, 'check', 'experiments/a.yaml')).toMatchObject({ code: 0 });
});

test.each<[string, Record<string, string>, string]>([
  ['no folder', {}, 'experiments: there is no such folder here; `coincide init` makes one.\n'],
  [
    'no files',
    { 'experiments/x.txt': '' },
    'experiments: there is no experiment in this folder; expected files that end in .yaml, .yml, .json.\n',
  ],
  [
    'zero trials',
    { 'experiments/a.yaml': `trials: 0\n${circle}` },
    'experiments/a.yaml:1:9: trials: expected a whole number from 1 to 100,000,000, not 0; write all, which takes every shift once, or a number of shifts such as 1000.\n',
  ],
  [
    'no row',
    { 'experiments/a.yaml': `${circle}expect: [{ metric: classes, at: { depth: 7 }, min: 1 }]\n` },
    'experiments/a.yaml:4:42: expect.0.at.depth: expected 0, 1, 2, 3 or 4, not 7; write 4.\n',
  ],
])('empty is never green: %s', async (_, files, words) => {
  expect(await coincide(folder(files), 'check')).toEqual({
    code: 2,
    signal: null,
    stdout: '',
    stderr: words,
  });
});

test('what is wrong with a file, every reporter tells, and nothing is run', async () => {
  const cwd = folder({
    'experiments/a.yaml': claims,
    'experiments/b.yaml': circle.replace('circle', 'circl').replace('max: 3', 'max: x'),
  });
  const names = ['junit:out/j.xml', 'json:out/r.json', 'markdown:out/p.md', 'text:out/t.txt'];
  const reporters = ['github', ...names].flatMap((name) => ['--reporter', name]);
  const { code, stdout, stderr } = await coincide(cwd, 'check', ...reporters);
  const image = 'image: unknown image "circl"; did you mean "circle"?';
  const max =
    'shift.max: expected a finite number of at least 0, a percentage such as 10%, or two as [y, x], not "x".';
  const line = (n: string, message: string) => `experiments/b.yaml:${n}: ${message}\n`;
  expect(stderr).toBe(line('1:8', image) + line('2:15', max));
  const claim = 'experiments/b.yaml: invalid experiment file';
  const title = `title=${claim.replace(':', '%3A')}`;
  expect(stdout).toBe(`\
::error file=experiments/b.yaml,line=1,col=8,${title}::${claim}%0A${image}
::error file=experiments/b.yaml,line=2,col=15,${title}::${claim}%0A${max.replaceAll('%', '%25')}
1 experiment: 0 claims held, 2 could not be judged
`);
  expect(code).toBe(2);
  const written = (name: string) => readFileSync(join(cwd, 'out', name), 'utf8');
  const junit = written('j.xml');
  expect(junit).toContain('<testsuite name="experiments/b.yaml"');
  expect(junit).toContain('tests="2" failures="0" errors="2"');
  expect(junit).toContain('<error message="image: unknown image &quot;circl&quot;; did you mean');
  expect(junit).toContain('type="file">experiments/b.yaml:1\n');
  expect(JSON.parse(written('r.json'))).toMatchObject({
    state: 'error',
    counts: { held: 0, failed: 0, errors: 2 },
    checked: [
      {
        file: 'experiments/b.yaml',
        findings: [
          { about: 'file', where: { line: 1, column: 8 }, messages: [image] },
          { about: 'file', where: { line: 2, column: 15 }, messages: [max] },
        ],
      },
    ],
    messages: ['nothing was run'],
  });
  expect(written('p.md')).toContain('did you mean "circle"?');
  expect(written('t.txt')).toContain(`✗ invalid experiment file (experiments/b.yaml:1:8)\n      ${image}\n`);
  expect(filesBelow(cwd).filter((name) => name.startsWith('results'))).toEqual([]);
});

test('that there is nothing to check, every reporter tells too', async () => {
  const cwd = folder({});
  const { code, stdout } = await coincide(cwd, 'check', '--reporter', 'json');
  const message = 'there is no such folder here; `coincide init` makes one.';
  expect(JSON.parse(stdout)).toMatchObject({
    state: 'error',
    checked: [{ findings: [{ messages: [message] }] }],
  });
  expect(code).toBe(2);
});

test('an experiment that claims nothing is not checked, and neither are rows without trials', async () => {
  const off = `${circle}baseline: off\n`;
  const none =
    'image: circle\nshift: { y: [1, 1] }\ntrials: 5\ncompare: down_shift\npool: { type: max_pool, depth: 2 }\n' +
    'expect: [{ metric: match_rate, at: { depth: 2 }, min: 0 }]\n';
  const cwd = await project({ 'experiments/none.yaml': none, 'experiments/off.yaml': off });
  const { code, stdout } = await coincide(cwd, 'check');
  expect(stdout).toContain('a selected row has no trials, so nothing was measured');
  expect(stdout).toContain('there are no expectations either, so nothing is checked');
  expect(stdout).toMatch(/2 could not be judged\n$/);
  expect(code).toBe(2);
});

test('a run that fails exits 3, and a table that cannot be read 4', async () => {
  const cwd = folder({
    'a.json': JSON.stringify({
      image: { type: 'pixels', rows: [[3e38, 3e38]] },
      shift: { max: 0 },
      layers: ['square'],
    }),
    'b.yaml': circle,
    'results/b.csv/x': '',
  });
  const failed = await coincide(cwd, 'check', 'a.json');
  expect(failed).toMatchObject({ code: 3, stderr: '' });
  expect(failed.stdout).toMatch(
    /^a\n {2}✗ can be run \(a\.json\)\n {6}step 1 \(square\) gives Infinity [^\n]+\n1 experiment: 0 claims held, 1 could not be judged\n$/,
  );
  const unread = await coincide(cwd, 'check', 'b.yaml');
  expect(unread).toMatchObject({
    code: 4,
    stdout: '',
    stderr: 'results/b.csv: it cannot be read (there is a folder where a file is needed).\n',
  });
});

test.each(['1', '3'])(
  'where a run fails, the others are checked, and every reporter tells of it: %s threads',
  async (workers) => {
    const cwd = await project({ 'experiments/a.yaml': claims, 'experiments/c.yaml': claims });
    // The second variant fails, and what comes after it.
    const fails = `image: { type: pixels, rows: [[1, 2]] }
shift: { max: 0 }
layers: [{ type: conv2d, kernel: [[1]], bias: 0 }, square]
sweep: { layers.0.bias: [0, 1.0e+30, 2.0e+30] }
`;
    writeFileSync(join(cwd, 'experiments/b.yaml'), fails);
    const { code, stdout, stderr } = await coincide(
      cwd,
      'check',
      ...['--workers', workers],
      ...['--reporter', 'text'],
      ...Object.keys(reporters).flatMap((name) => ['--reporter', `${name}:out.${name}`]),
    );
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
    expect(stdout.match(/^\w$/gm)).toEqual(['a', 'b', 'c']);
    const sentence = 'step 2 (square) gives Infinity at row 0, column 0, channel 0 for the shift (0, 0)';
    expect(stdout).toContain(`b\n  ✗ can be run (experiments/b.yaml)\n      ${sentence}`);
    for (const name of Object.keys(reporters))
      expect(readFileSync(join(cwd, `out.${name}`), 'utf8').replaceAll('\\', ''), name).toContain(sentence);
    expect(readFileSync(join(cwd, 'out.github'), 'utf8')).toContain('::error file=experiments/b.yaml,');
  },
);

test('an expectation of level warn is shown, and exits 0, also of a run and a report', async () => {
  const cwd = await project({ 'experiments/a.yaml': broken.replace('min: 2', 'min: 2, level: warn') });
  for (const command of ['check', 'run']) {
    const { code, stdout } = await coincide(cwd, command);
    expect(stdout).toContain('  ! classes at depth 4: at least 2 (experiments/a.yaml:5:5)\n');
    expect(stdout).toContain('1 warning');
    expect(code).toBe(0);
  }
  const page = await coincide(cwd, 'report');
  expect(page).toMatchObject({ code: 0, stderr: 'wrote report.html\n' });
  const html = readFileSync(join(cwd, 'report.html'), 'utf8');
  expect(html).toContain('<span class="badge warns">Warning</span>');
  expect(html).toContain('1 warning');
  expect(html).not.toContain('Does not hold<');
  const comment = await coincide(cwd, 'report', '--format', 'md', '-o', '-');
  expect(comment.code).toBe(0);
  expect(comment.stdout).toContain('⚠️ Warning');
  expect(comment.stdout).toContain('- ⚠️ classes at depth 4');
});

test('a variant that must be better than another', async () => {
  const sweep = 'sweep: { pool.type: [max_pool, avg_pool] }\n';
  const expectation = (gain: number) =>
    `expect: [{ metric: match_rate, at: { depth: 4 }, compare_to: { pool.type: avg_pool }, min_gain: ${gain}, confident: true }]\n`;
  const cwd = await project({
    'experiments/a.yaml': circle + sweep + expectation(0.9),
    'experiments/b.yaml': circle + sweep + expectation(0.99),
  });
  const { code, stdout } = await coincide(cwd, 'check');
  expect(stdout).toContain(
    '✓ match_rate at depth 4: better by at least 0.9 than pool.type avg_pool, confidently\n',
  );
  expect(stdout).toContain(
    '✗ match_rate at depth 4: better by at least 0.99 than pool.type avg_pool, confidently (',
  );
  const [header = [], ...rows] = readFileSync(join(cwd, 'results/b.csv'), 'utf8')
    .split('\n')
    .map((line) => line.split(','));
  const other = rows.find((row) => row.includes('avg_pool') && row[header.indexOf('depth')] === '4')!;
  const high = Number(Number(other[header.indexOf('match_high')]).toPrecision(3));
  const bounds = `its lower bound 0.996 is not at least ${high} (the upper bound of pool.type avg_pool) + 0.99`;
  const words = `      pool.type max_pool, depth 4: match_rate is 1 [0.996, 1] (1000 of 1000), ${bounds}\n`;
  expect(stdout).toContain(words);
  const ran = await coincide(cwd, 'run', 'experiments/b.yaml');
  expect(ran.stdout).toContain(words);
  expect(code).toBe(1);
});

test('--changed-since checks what git says has changed, and all with --all', async () => {
  const cwd = await project({ 'experiments/a.yaml': claims, 'experiments/b.yaml': claims });
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@x', ...args], { cwd, stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '-m', 'x');
  const none = await coincide(cwd, 'check', '--changed-since', 'main');
  expect(none).toMatchObject({
    code: 0,
    stdout: 'no experiment has changed since main\n0 experiments: 0 claims held\n',
  });
  const experiments = async (...args: string[]) => {
    const { stdout } = await coincide(cwd, 'check', '--changed-since', 'main', ...args);
    return stdout.match(/^\w$/gm);
  };
  expect(await experiments('--all')).toEqual(['a', 'b']);
  edit(join(cwd, 'experiments/b.yaml'), 'image', '# More.\nimage');
  expect(await experiments()).toEqual(['b']);
  git('checkout', '--quiet', '-b', 'branch');
  git('commit', '--quiet', '-am', 'x');
  expect(await experiments()).toEqual(['b']);
  // An edited table is what a check is for.
  edit(join(cwd, 'results/a.csv'), ',0.094,', ',0.194,');
  expect(await experiments()).toEqual(['a', 'b']);
  // So is a file that an experiment names, and none of the others.
  git('commit', '--quiet', '-am', 'x');
  git('checkout', '--quiet', '-B', 'main');
  writeFileSync(join(cwd, 'experiments/dot.png'), pngNamed('filtered'));
  writeFileSync(
    join(cwd, 'experiments/c.yaml'),
    'image: { type: file, path: dot.png }\nshift: { max: 1 }\ntrials: all\nlayers: [max_pool]\n',
  );
  await coincide(cwd, 'run', 'experiments/c.yaml');
  git('add', '.');
  git('commit', '--quiet', '-m', 'x');
  expect(await experiments()).toBe(null);
  writeFileSync(join(cwd, 'experiments/dot.png'), pngNamed('type 0, 1 bits'));
  expect(await experiments()).toEqual(['c']);
  // A set that has lost a picture is another one, though all that it still names is as it was.
  for (const label of ['x', 'y', 'z']) {
    mkdirSync(join(cwd, 'experiments/set', label), { recursive: true });
    for (const name of ['1', '2'])
      writeFileSync(join(cwd, `experiments/set/${label}/${name}.png`), pngNamed('filtered'));
  }
  const set =
    'image: { type: folder, path: set, labels: folders }\nshift: { max: 1 }\ntrials: all\npool: max_pool\n';
  writeFileSync(join(cwd, 'experiments/d.yaml'), set);
  await coincide(cwd, 'run', 'experiments/d.yaml');
  git('add', '.');
  git('commit', '--quiet', '-m', 'x');
  expect(await experiments()).toBe(null);
  rmSync(join(cwd, 'experiments/set/x/2.png'));
  expect(await experiments()).toEqual(['d']);
  git('checkout', '--quiet', '.');
  rmSync(join(cwd, 'experiments/set/z'), { recursive: true });
  expect(await experiments()).toEqual(['d']);
  const unknown = await coincide(cwd, 'check', '--changed-since', 'nowhere');
  expect(unknown).toMatchObject({
    code: 2,
    stderr: '--changed-since: git does not know a commit "nowhere"; fetch it first.\n',
  });
  const option = await coincide(cwd, 'check', '--changed-since=--output=x');
  expect(option).toMatchObject({ code: 2, stdout: '' });
  const outside = await coincide(
    folder({ 'experiments/a.yaml': claims }),
    'check',
    '--changed-since',
    'main',
  );
  expect(outside).toMatchObject({
    code: 2,
    stderr: '--changed-since: this folder is not in a git repository.\n',
  });
});

test.each([
  [['--reporter', 'txt'], '--reporter txt: unknown reporter "txt"; did you mean "text"?\n'],
  [['--reporter', 'junit:'], '--reporter junit:: expected a file after the colon.\n'],
  [
    ['--reporter', 'json', '--reporter', 'text'],
    '--reporter json and text both take stdout; write one to a file, as in json:FILE.\n',
  ],
  [['--reportr', 'text'], 'coincide check does not take --reportr; did you mean "--reporter"?\n'],
  [['--backend', 'gpu'], '--backend: unknown backend "gpu"; '],
])('a wrong argument exits 2 with a sentence: %j', async (args, words) => {
  const cwd = folder({ 'experiments/a.yaml': claims });
  const { code, stdout, stderr } = await coincide(cwd, 'check', ...args);
  expect(stdout).toBe('');
  expect(stderr.startsWith(words)).toBe(true);
  expect(code).toBe(2);
});

test('on GitHub, files are named from where the repository was checked out', async () => {
  const cwd = await project({ 'below/experiments/a.yaml': broken });
  const args = ['check', '--reporter', 'github'];
  const line = async (workspace: string) => {
    const env = { GITHUB_WORKSPACE: workspace };
    return (await start(join(cwd, 'below'), args, { env }).ended).stdout.split('\n')[0];
  };
  expect(await line(cwd)).toMatch(/^::error file=below\/experiments\/a\.yaml,/);
  expect(await line(join(cwd, 'below'))).toMatch(/^::error file=experiments\/a\.yaml,/);
  expect(await line(join(cwd, 'elsewhere'))).toMatch(/^::error file=experiments\/a\.yaml,/);
});

test('reporters print and write side by side', async () => {
  const cwd = await project({ 'experiments/a.yaml': claims });
  const { code, stdout } = await coincide(
    cwd,
    'check',
    '--reporter',
    'junit:out/j.xml',
    '--reporter',
    'json:out/r.json',
  );
  expect(stdout).toContain('1 experiment: 2 claims held\n');
  expect(filesBelow(join(cwd, 'out'))).toEqual(['j.xml', 'r.json']);
  expect(JSON.parse(readFileSync(join(cwd, 'out/r.json'), 'utf8'))).toMatchObject({
    version: 1,
    state: 'held',
  });
  expect(code).toBe(0);
  const full = await coincide(cwd, 'check', '--reporter', 'json:/dev/full');
  expect(full).toMatchObject({ code: 4, stderr: 'could not write /dev/full: the disk is full.\n' });
});

test('a table of images is held against the committed one, cell by cell', async () => {
  const cwd = folder({
    'experiments/s.yaml':
      'image: { type: sprite, path: s.png, tile: 28, limit: 3 }\nshift: { max: 2 }\ntrials: 5\ntables: [images]\npool: { type: max_pool, depth: 2 }\n',
  });
  copyFileSync(
    new URL('../../../experiments/models/fashion200.png', import.meta.url),
    join(cwd, 'experiments/s.png'),
  );
  expect((await coincide(cwd, 'run', '-q')).code).toBe(0);
  expect((await coincide(cwd, 'check')).code).toBe(0);
  const path = join(cwd, 'results/s.images.csv');
  const text = readFileSync(path, 'utf8');
  const [, , line] = text.split('\n');
  writeFileSync(path, text.replace(line!, line!.replace(/[^,]+$/, '0.123')));
  updatePackage(path);
  const changed = await coincide(cwd, 'check');
  expect(changed.stdout).toMatch(
    /image r0c0, .*active_fraction was 0\.123, is .* \(results\/s\.images\.csv:3\)/,
  );
  expect(changed.code).toBe(1);
  rmSync(path);
  const gone = await coincide(cwd, 'check');
  expect(gone.stdout).toContain(
    'there is no committed table of images; run `coincide run experiments/s.yaml`',
  );
  expect(gone.code).toBe(1);
});

test('a table of another run than its data package could not be judged, and exits 2', async () => {
  const cwd = await project({ 'experiments/a.yaml': claims });
  const path = join(cwd, 'results/a.csv');
  writeFileSync(path, readFileSync(path, 'utf8').replace(',0.094,', ',0.194,'));
  const { code, stdout } = await coincide(cwd, 'check');
  expect(stdout).toContain(
    'results/a.csv: table and package are of different runs; run the experiment again and commit both.',
  );
  expect(code).toBe(2);
});

test('an input file that is another than the committed one is named, and exits 2', async () => {
  const image = 'image: { type: file, path: s.png }\nshift: { max: 1 }\npool: max_pool\n';
  const cwd = folder({ 'experiments/a.yaml': image });
  const picture = (n: number) => writeFileSync(join(cwd, 'experiments/s.png'), bytesOf(known.pngs[n]!.file));
  picture(0);
  expect((await coincide(cwd, 'run', '-q')).code).toBe(0);
  picture(1);
  for (const policy of ['', 'baseline: { no_worse_by: 1 }\n']) {
    writeFileSync(join(cwd, 'experiments/a.yaml'), image + policy);
    const { code, stdout } = await coincide(cwd, 'check');
    expect(stdout).toMatch(
      /s\.png is another file \(sha256 [0-9a-f]{64}, was [0-9a-f]{64}\); run `coincide run/,
    );
    expect(code).toBe(2);
  }
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { coincide } from '../../support/cli/coincide.ts';
import { broken, circle } from '../../support/experiment/circle.ts';
import { filesBelow, folder } from '../../support/files.ts';

const table = `\
  depth  layer      size  classes    matches            match rate
      0  circle    64×64       49    18/1000  0.018 [0.011, 0.028]
      1  max_pool  32×32       49    18/1000  0.018 [0.011, 0.028]
      2  max_pool  16×16       49    18/1000  0.018 [0.011, 0.028]
      3  max_pool    8×8       45    94/1000  0.094 [0.077, 0.114]
      4  max_pool    4×4        1  1000/1000          1 [0.996, 1]
`;

test('without arguments it runs every file below experiments/, prints the tables and mirrors the tree', async () => {
  const cwd = folder({
    'experiments/circle.yaml': `description: It is round.\n${circle}`,
    'experiments/protocols/deep/x.json': JSON.stringify({
      image: 'noise',
      shift: { max: 1 },
      pool: 'max_pool',
      tables: ['summary', 'shifts'],
    }),
    'experiments/.hidden/y.yaml': 'not read',
    'experiments/notes.txt': 'not read',
  });
  const { code, stdout, stderr } = await coincide(cwd, 'run');
  expect(stderr).toBe('');
  expect(stdout).toContain(`circle: It is round.\n${table}\nprotocols/deep/x\n`);
  expect(stdout).toMatch(/\n2 experiments: no expectation stated; wrote 5 files to results\/\n$/);
  expect(code).toBe(0);
  expect(filesBelow(join(cwd, 'results'))).toEqual([
    'circle.csv',
    'circle.datapackage.json',
    'protocols/deep/x.csv',
    'protocols/deep/x.datapackage.json',
    'protocols/deep/x.shifts.csv',
  ]);
});

test('files and folders are run as they are named, each file once', async () => {
  const cwd = folder({
    'a.yaml': circle,
    'set/experiments/b/c.yml': circle,
    'set/experiments/d.yaml': circle,
  });
  const { code, stdout } = await coincide(cwd, 'run', 'set', 'a.yaml', 'set/experiments/d.yaml', './a.yaml');
  expect(stdout.match(/^\S+$/gm)).toEqual(['b/c', 'd', 'a']);
  expect(code).toBe(0);
  expect(filesBelow(join(cwd, 'results')).filter((name) => name.endsWith('.csv'))).toEqual([
    'a.csv',
    'b/c.csv',
    'd.csv',
  ]);
});

test('what follows -- is a path, even if it looks like an option', async () => {
  const cwd = folder({ '-q.yaml': circle });
  const { code, stdout } = await coincide(cwd, 'run', '--', '-q.yaml');
  expect(code).toBe(0);
  expect(stdout).toContain('wrote 2 files to results/');
  expect(filesBelow(join(cwd, 'results'))).toContain('-q.csv');
});

test.each([
  ['relative', (cwd: string) => ['out/put/', join(cwd, 'out/put')]],
  ['absolute', (cwd: string) => [join(cwd, 'elsewhere'), join(cwd, 'elsewhere')]],
])('--out takes another folder, %s', async (_, places) => {
  const cwd = folder({ 'experiments/circle.yaml': circle });
  const [out, path] = places(cwd);
  const { code, stdout } = await coincide(cwd, 'run', '--out', out!);
  expect(code).toBe(0);
  expect(stdout).toContain(`wrote 2 files to ${out!.replace(/\/$/, '')}/\n`);
  expect(filesBelow(cwd)).not.toContain('results/circle.csv');
  expect(filesBelow(path!)).toEqual(['circle.csv', 'circle.datapackage.json']);
});

test('an old table is replaced, and files that are not its own stay', async () => {
  const cwd = folder({
    'experiments/circle.yaml': circle,
    'results/circle.csv': 'old',
    'results/notes.txt': 'mine',
  });
  expect(await coincide(cwd, 'run')).toMatchObject({ code: 0 });
  expect(readFileSync(join(cwd, 'results/circle.csv'), 'utf8')).toMatch(/^experiment,step,/);
  expect(readFileSync(join(cwd, 'results/notes.txt'), 'utf8')).toBe('mine');
});

test('an expectation that does not hold exits 1 and says where, what it is and what it should be; the table is written all the same', async () => {
  const cwd = folder({ 'experiments/broken.yaml': broken, 'experiments/fine.yaml': circle });
  const { code, stdout, stderr } = await coincide(cwd, 'run');
  expect(stderr).toBe('');
  expect(stdout).toContain(`${table}\
  ✗ classes at depth 4: at least 2 (experiments/broken.yaml:5:5)
      depth 4: classes is 1, not at least 2
`);
  expect(stdout).toMatch(/\n2 experiments: 0 expectations held, 1 did not; wrote 4 files to results\/\n$/);
  expect(code).toBe(1);
  expect(filesBelow(join(cwd, 'results'))).toHaveLength(4);
});

test('rows that break an expectation are told by what is swept, five of them in full', async () => {
  const cwd = folder({
    'sweep.yaml': `${circle}sweep: { shift.max: [1, 2, 3] }\nexpect: [{ metric: classes, max: 0 }]\n`,
  });
  const { code, stdout } = await coincide(cwd, 'run', 'sweep.yaml', '--quiet');
  expect(stdout).toBe(`\
sweep
  ✗ classes: at most 0 (sweep.yaml:5:10)
      shift.max 1, depth 0: classes is 9, not at most 0
      shift.max 1, depth 1: classes is 9, not at most 0
      shift.max 1, depth 2: classes is 9, not at most 0
      shift.max 1, depth 3: classes is 5, not at most 0
      shift.max 1, depth 4: classes is 1, not at most 0
      … and 10 more rows that do not hold
`);
  expect(code).toBe(1);
});

test('a mistake in one file keeps all of them from running', async () => {
  const cwd = folder({ 'experiments/circle.yaml': circle, 'experiments/wrong.yaml': 'image: circle\n' });
  const { code, stdout, stderr } = await coincide(cwd, 'run');
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^(experiments\/wrong\.yaml:\d+:\d+: .+\n)+$/);
  expect(filesBelow(cwd)).toEqual(['experiments/circle.yaml', 'experiments/wrong.yaml']);
});

test('a run that fails exits 3, names the file, and says what is written and what is not', async () => {
  const overflow = { image: { type: 'pixels', rows: [[3e38, 3e38]] }, shift: { max: 0 }, layers: [] };
  const cwd = folder({
    'experiments/a.yaml': circle,
    'experiments/b.json': JSON.stringify({
      ...overflow,
      layers: ['square'],
    }),
    'experiments/c.yaml': circle,
  });
  const { code, stderr } = await coincide(cwd, 'run');
  expect(stderr).toMatch(/^stopped; written: a; not written: b, c\.\nexperiments\/b\.json: [^\n]+\n$/);
  expect(code).toBe(3);
  expect(filesBelow(join(cwd, 'results'))).toEqual(['a.csv', 'a.datapackage.json']);
});

test('what is warned of goes to stderr, with the name of the experiment', async () => {
  const cwd = folder({
    'blank.yaml': 'image: { type: dots, value: 0 }\nshift: { max: 1 }\npool: max_pool\n',
  });
  const { code, stdout, stderr } = await coincide(cwd, 'run', 'blank.yaml');
  expect(stderr).toBe('warning: blank: the image has no set pixel, so nothing can be seen to move.\n');
  expect(stdout).not.toContain('warning');
  expect(code).toBe(0);
});

test('a long table is cut on the screen, never in the file', async () => {
  const cwd = folder();
  const sweep = Array.from({ length: 20 }, (_, i) => i);
  writeFileSync(join(cwd, 'long.yaml'), `${circle}sweep: { seed: [${sweep}] }\n`);
  const { stdout } = await coincide(cwd, 'run', 'long.yaml');
  expect(stdout).toContain('\n  … and 40 more rows\n');
  expect(readFileSync(join(cwd, 'results/long.csv'), 'utf8').split('\n')).toHaveLength(1 + 100 + 1);
});

test('a description of several lines is one sentence, in lines of the terminal’s width', async () => {
  const description =
    'description: |\n  Four max pools make this circle the same,\n  wherever it is within three pixels.\n';
  const cwd = folder({ 'a.yaml': `${description}${circle}` });
  const wide = await coincide(cwd, 'run', 'a.yaml');
  expect(wide.stdout).toMatch(
    /^a: Four max pools make this circle the same, wherever it is within three pixels\.\n {2}depth/,
  );
  expect(wide.stdout).toContain('1 experiment: no expectation stated; wrote 2 files');
});

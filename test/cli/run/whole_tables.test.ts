import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { coincide } from '../../support/cli/coincide.ts';
import { circle } from '../../support/experiment/circle.ts';
import { filesBelow, folder } from '../../support/files.ts';

const files = {
  'experiments/a.yaml': circle,
  'experiments/b.yaml': `${circle}sweep: { shift.max: [1, 2] }\n`,
};

test('--combine has the rows of all experiments, --latex the chosen columns of them', async () => {
  const cwd = folder(files);
  const { code, stderr } = await coincide(
    cwd,
    ...['run', '-q', '--combine', 'all.csv', '--latex', 'all.tex', '--columns', 'experiment,depth,classes'],
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: 'wrote all.csv and all.tex\n' });
  const [head, ...rows] = readFileSync(join(cwd, 'all.csv'), 'utf8').trim().split('\n');
  const lines = (name: string) =>
    readFileSync(join(cwd, `results/${name}.csv`), 'utf8')
      .trim()
      .split('\n');
  expect(head).toBe(lines('b')[0]);
  const [a, b] = [lines('a').slice(1), lines('b').slice(1)];
  expect(rows).toEqual([...a.map((row) => row.replace(/^a,/, 'a,,')), ...b]);
  expect(readFileSync(join(cwd, 'all.tex'), 'utf8')).toContain('  b & $4$ & $1$ \\\\\n');
});

test('- is stdout, and nothing else is printed there', async () => {
  const cwd = folder(files);
  const { stdout, code } = await coincide(
    cwd,
    'run',
    'experiments/a.yaml',
    '--combine',
    '-',
    '--trials',
    '9',
  );
  expect(code).toBe(0);
  expect(stdout).toMatch(/^experiment,step,/);
  expect(stdout.trim().split('\n')).toHaveLength(6);
  expect(filesBelow(cwd).filter((path) => path.startsWith('results/'))).toEqual([]);
});

test.each([
  [
    ['--latex', 'a.tex', '--columns', 'clases'],
    '--columns: unknown column "clases"; did you mean "classes"?',
  ],
  [['--columns', 'classes'], '--columns: it chooses the columns of --latex FILE, which is missing.'],
  [['--combine', 'a.txt'], '--combine a.txt: expected a name that ends in .csv, or - for CSV on stdout.'],
  [['--combine', '-', '--json'], '--combine -: stdout is taken by -o - or --json; name a file.'],
  [['--combine', '-', '--latex', '-'], '--combine and --latex both write to stdout; choose one.'],
])('%j is a mistake, and nothing runs', async (args, message) => {
  const cwd = folder(files);
  expect(await coincide(cwd, 'run', ...args)).toMatchObject({ code: 2, stdout: '', stderr: `${message}\n` });
  expect(filesBelow(cwd)).toHaveLength(2);
});

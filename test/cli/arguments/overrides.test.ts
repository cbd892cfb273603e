import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { coincide } from '../../support/cli/coincide.ts';
import { circle } from '../../support/experiment/circle.ts';
import { filesBelow, folder } from '../../support/files.ts';

const NOTHING = 'wrote nothing (--out DIR keeps such a run)\n';

/** The rows of the one experiment that `--json` printed. */
function rowsOf(stdout: string): Record<string, unknown>[] {
  return JSON.parse(stdout).experiments[0].rows;
}

test.each([
  [['--set', 'shift.max=1'], { shifts: 9, trials: 1000 }],
  [['--set', 'shift.max=[1, 0]', '--set', 'trials=all'], { shifts: 3, trials: 3 }],
  [['--set=image={ type: dots, size: 8 }', '--set=trials=7'], { layer: 'dots', height: 8, trials: 7 }],
  [['--trials', '12'], { trials: 12 }],
  [['--trials', 'all'], { shifts: 49, trials: 49 }],
  [['--seed', '-1', '--trials=5'], { trials: 5 }],
])('%j takes the place of the file’s value, writes nothing and says so', async (args, row) => {
  const cwd = folder({ 'experiments/circle.yaml': circle });
  const text = await coincide(cwd, 'run', ...args);
  expect(text).toMatchObject({ code: 0, stderr: '' });
  expect(text.stdout).toContain(NOTHING);
  const json = await coincide(cwd, 'run', '--json', ...args);
  expect(json).toMatchObject({ code: 0, stderr: `1 experiment: no expectation stated; ${NOTHING}` });
  expect(rowsOf(json.stdout)[0]).toMatchObject(row);
  expect(filesBelow(cwd)).toEqual(['experiments/circle.yaml']);
});

test('with --out such a run is written, and only there', async () => {
  const cwd = folder({ 'experiments/circle.yaml': circle, 'results/circle.csv': 'old' });
  const { code, stdout } = await coincide(cwd, 'run', '--trials', '5', '--out', 'five');
  expect(code).toBe(0);
  expect(stdout).toContain('wrote 2 files to five/\n');
  expect(readFileSync(join(cwd, 'five/circle.csv'), 'utf8')).toContain(
    '\ncircle,0,circle,0,64,64,1,exact,5,',
  );
  expect(readFileSync(join(cwd, 'results/circle.csv'), 'utf8')).toBe('old');
});

test('another seed draws other shifts, the file’s own the same', async () => {
  const cwd = folder({ 'circle.yaml': circle });
  const [plain, same, other] = await Promise.all([
    coincide(cwd, 'run', 'circle.yaml', '-o', '-'),
    coincide(cwd, 'run', 'circle.yaml', '-o', '-', '--seed', '0'),
    coincide(cwd, 'run', 'circle.yaml', '-o', '-', '--seed', 'other'),
  ]);
  expect(plain.stdout).toMatch(/^experiment,/);
  expect(same.stdout).toBe(plain.stdout);
  expect(other.stdout).toMatch(/^experiment,/);
  expect(other.stdout).not.toBe(plain.stdout);
});

test('a key that is set leaves the sweep, and its column goes', async () => {
  const cwd = folder({ 'sweep.yaml': `${circle}sweep: { shift.max: [1, 2], image.radius: [9, 10] }\n` });
  const { stdout } = await coincide(cwd, 'run', 'sweep.yaml', '--json', '--set', 'shift.max=3');
  expect(JSON.parse(stdout).experiments[0].columns.slice(0, 3)).toEqual([
    'experiment',
    'image.radius',
    'step',
  ]);
});

test.each([
  [
    ['--set', 'shift.max'],
    '--set shift.max: expected KEY=VALUE, such as shift.max=5; write --set shift.max=VALUE.',
  ],
  [
    ['--set', 'shift: { max: 4 }'],
    '--set shift: { max: 4 }: expected KEY=VALUE, such as shift.max=5; write --set "shift={ max: 4 }".',
  ],
  [
    ['--set', 'shift.max=4,image.radius=9'],
    '--set shift.max=4,image.radius=9: expected one KEY=VALUE; write --set shift.max=4 --set image.radius=9.',
  ],
  [
    ['--set', 'shift.max=4 trials=9'],
    '--set shift.max=4 trials=9: expected one KEY=VALUE; write --set shift.max=4 --set trials=9.',
  ],
  [['--set', '=5'], '--set =5: expected KEY=VALUE, such as shift.max=5.'],
  [['--seed', '1', '--seed', '2'], '--seed is given 2 times; give it once.'],
  [['--trials=1', '--trials=2', '--trials=3'], '--trials is given 3 times; give it once.'],
  [['--out', ''], '--out: expected a folder, or - for stdout.'],
])('%j is a mistake', async (args, message) => {
  const cwd = folder({ 'experiments/circle.yaml': circle });
  expect(await coincide(cwd, 'run', ...args)).toMatchObject({ code: 2, stdout: '', stderr: `${message}\n` });
  expect(filesBelow(cwd)).toEqual(['experiments/circle.yaml']);
});

test('--variant runs only what it chooses, with its expectations, and writes nothing', async () => {
  const sweep = `${circle}sweep: { shift.max: [1, 2, 3] }
expect:
  - { metric: shifts, at: { shift.max: 2 }, equals: 25 }
  - { metric: shifts, at: { shift.max: 3 }, equals: 0 }
`;
  const cwd = folder({ 'experiments/a.yaml': sweep });
  const args = ['run', '--variant', 'shift.max=2'];
  const text = await coincide(cwd, ...args);
  expect(text).toMatchObject({ code: 0, stderr: '' });
  expect(text.stdout).toContain(`1 experiment: 1 expectation held; ${NOTHING}`);
  expect(filesBelow(cwd)).toEqual(['experiments/a.yaml']);
  const { stdout } = await coincide(cwd, ...args, '--json', '--workers', '2');
  expect(new Set(rowsOf(stdout).map((row) => row['shift.max']))).toEqual(new Set([2]));
  expect(await coincide(cwd, 'run', '--variant', 'shift.max=9')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^--variant shift\.max=9: expected 1, 2 or 3 for shift\.max, not "9"/),
  });
});

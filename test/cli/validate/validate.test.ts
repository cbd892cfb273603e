import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { coincide } from '../../support/cli/coincide.ts';
import { broken, circle } from '../../support/experiment/circle.ts';
import { filesBelow, folder } from '../../support/files.ts';

test('validate says of every file what is in it, and writes nothing', async () => {
  const cwd = folder({
    'experiments/b/one.yaml': broken,
    'experiments/a.yaml': `${circle}sweep: { shift.max: [1, 2] }\n`,
    'other.yml': circle,
  });
  expect(await coincide(cwd, 'validate', 'experiments', 'other.yml')).toEqual({
    code: 0,
    signal: null,
    stderr: '',
    stdout: `\
experiments/a.yaml: valid; 2 variants, 0 expectations
experiments/b/one.yaml: valid; 1 variant, 1 expectation
other.yml: valid; 1 variant, 0 expectations
`,
  });
  expect((await coincide(cwd, 'validate')).stdout).not.toContain('other.yml');
  expect(filesBelow(cwd)).toHaveLength(3);
});

test('validate --resolved prints files with every default filled in; they give the same again', async () => {
  const cwd = folder({ 'a.yaml': circle, 'b.yaml': `${circle}sweep: { shift.max: [1, 2] }\n` });
  const { code, stdout } = await coincide(cwd, 'validate', '--resolved', 'a.yaml', 'b.yaml');
  expect(code).toBe(0);
  const [a, b, ...more] = stdout.split('---\n');
  expect(more).toEqual([]);
  expect(a).toMatch(/^# a\.yaml\nseed: 0\n/);
  expect(b).toMatch(/^# b\.yaml\n/);
  const again = folder({ 'b.yaml': b! });
  const { stdout: twice } = await coincide(again, 'validate', '--resolved', 'b.yaml');
  expect(parse(twice)).toEqual(parse(b!));
});

test('validate tells the mistakes of all files, on stderr, and of valid ones nothing', async () => {
  const cwd = folder({
    'experiments/a.yaml': circle,
    'experiments/b.yaml': circle.replace('image', 'imag'),
    'experiments/c.yaml': circle.replace('3', '-3'),
  });
  const { code, stdout, stderr } = await coincide(cwd, 'validate');
  expect(stdout).toBe('');
  expect(stderr).toContain('experiments/b.yaml:1:1: ');
  expect(stderr).toContain('experiments/c.yaml:2:15: ');
  expect(stderr).not.toContain('a.yaml');
  expect(code).toBe(2);
});

test.each(['validate', 'run'])('%s without experiments/ says how to begin', async (command) => {
  expect(await coincide(folder(), command)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: 'experiments: there is no such folder here; `coincide init` makes one.\n',
  });
});

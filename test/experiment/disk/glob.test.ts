import { spawnSync } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { expandGlob, isGlob } from '../../../src/experiment/disk/glob.ts';
import { folder } from '../../support/files.ts';

const names = [
  'a.yaml',
  'b.yml',
  'x[1].yaml',
  '.h.yaml',
  'd/a.yaml',
  'd/e/c.yaml',
  'd/.g/a.yaml',
  'é.yaml',
  'a b.yaml',
];
const files = Object.fromEntries(names.map((name) => [name, '']));

function inFolder(): void {
  const before = process.cwd();
  onTestFinished(() => process.chdir(before));
  process.chdir(folder(files));
}

test.each([
  '*.yaml',
  '?.yaml',
  '[ab].y*',
  '[!a].yaml',
  'd/*',
  'd/*/*.yaml',
  '**/*.yaml',
  'd/**/c.yaml',
  '{a*,b*,no}.y*',
  '.*.yaml',
  './*.yaml',
  'x[[]1].yaml',
  'd/.g/*',
  '*/a.yaml',
  'no*',
  '**/a.yaml',
])('%s matches what bash matches', async (pattern) => {
  inFolder();
  const script = `shopt -s globstar nullglob; printf '%s\\0' ${pattern}`;
  const { stdout } = spawnSync('bash', ['-c', script], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  const wanted = stdout.split('\0').filter((name) => name !== '');
  const trimmed = (list: readonly string[]) => [...new Set(list)].sort();
  expect(trimmed(await expandGlob(pattern))).toEqual(trimmed(wanted));
});

test.each(['[z-a]', '[', '{,', '***', '*/'.repeat(50), '(+$^.|'])('%s is no defect', async (pattern) => {
  inFolder();
  await expect(expandGlob(pattern)).resolves.toBeInstanceOf(Array);
});

test('a path without wildcards is none', () => {
  expect(['a.yaml', 'experiments', 'a b', 'x]', '{a}'].map(isGlob)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { UserError } from '../../../src/core/error.ts';
import { expandGlob, isGlob } from '../../../src/experiment/disk/glob.ts';
import { folder } from '../../support/files.ts';
import { processorTime, scaled } from '../../support/time.ts';

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

test.each([
  ['many stars in a long name', `${'*a'.repeat(40)}*b`],
  ['many folders to any depth', `${'**/'.repeat(30)}no.yaml`],
])('%s take little time', async (_, pattern) => {
  inFolder();
  writeFileSync(`${'a'.repeat(200)}.yaml`, '');
  const began = processorTime();
  expect(await expandGlob(pattern)).toEqual([]);
  expect(processorTime() - began).toBeLessThan(scaled(1));
});

test.each([
  [
    '{a,b}'.repeat(30),
    `${'{a,b}'.repeat(12)}…: its braces give more than 1,000 patterns; name a folder, or use * or **.`,
  ],
  [
    `${'x'.repeat(5000)}*`,
    `${'x'.repeat(60)}…: the pattern has more than 4,096 characters; name a folder, or use * or **.`,
  ],
])('a pattern that stands for too many is refused', async (pattern, message) => {
  await expect(expandGlob(pattern)).rejects.toThrow(new UserError(message));
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

test('Windows completes a pattern with backslashes, and its shells leave it as it is', async () => {
  inFolder();
  expect(await expandGlob('d\\*\\*.yaml', path.win32)).toEqual(['d/e/c.yaml']);
  expect(await expandGlob('d\\*\\*.yaml', path.posix)).toEqual([]);
});

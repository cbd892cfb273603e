import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { commands } from '../../../src/cli/commands.ts';
import { completionScript } from '../../../src/cli/completion/completion_script.ts';
import { folder, project } from '../../support/files.ts';

/** What bash offers for the last of some words. */
function offered(...words: string[]): string[] {
  return offeredIn(project, ...words);
}

function offeredIn(cwd: string, ...words: string[]): string[] {
  const script = `${completionScript(commands)}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})
COMP_CWORD=${words.length - 1}
_coincide
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8', cwd });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

test('commands are completed, then their options, then files', () => {
  expect(offered('coincide', 'ch')).toEqual(['check']);
  expect(offered('coincide', 'help', 'pl')).toEqual(['plot', 'playground']);
  expect(offered('coincide', '')).toEqual(expect.arrayContaining(['run', 'doctor', 'completion', '--help']));
  expect(offered('coincide', 'check', '--re')).toEqual(['--results', '--reporter']);
  expect(offered('coincide', 'run', '--no')).toEqual(['--no-color']);
  expect(offered('coincide', 'run', 'pack')).toEqual(expect.arrayContaining(['package.json']));
});

test('a name with spaces is one name', () => {
  const cwd = folder({ 'my circle.yaml': '', 'my dots.yaml': '' });
  expect(offeredIn(cwd, 'coincide', 'run', 'my').sort()).toEqual(['my circle.yaml', 'my dots.yaml']);
});

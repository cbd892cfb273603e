import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { commandName, commandOptions, positionalOf } from '../../../src/cli/arguments/option_names.ts';
import { commands } from '../../../src/cli/commands.ts';
import { argumentValues } from '../../../src/cli/completion/argument_values.ts';
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

test('the value of an option is completed with its words, and a path only where one is expected', () => {
  const cwd = folder({ 'a.yaml': '', 'tensor.txt': '', 'text/a.yaml': '', 'w/a.yaml': '' });
  const of = (...words: string[]) => offeredIn(cwd, 'coincide', ...words).sort();
  expect(of('run', '--backend', '')).toEqual(['auto', 'cpu', 'tensorflow', 'wasm']);
  expect(of('run', '--backend', 't')).toEqual(['tensorflow']);
  expect(of('run', '--providers', 'cu')).toEqual(['cuda']);
  expect(of('check', '--reporter', 't')).toEqual(['text']);
  expect(of('report', '--format', '')).toEqual(['html', 'md']);
  expect(of('plot', 'a.yaml', '--y', 'match')).toEqual(['match_high', 'match_low', 'match_rate', 'matches']);
  expect(of('plot', 'a.yaml', '--x', 'd')).toEqual(['depth', 'dx', 'dy']);
  expect(of('plot', 'a.yaml', '--')).toEqual(expect.arrayContaining(['--x', '--y']));
  expect(of('run', '--trials', '')).toEqual(['all']);
  for (const option of ['--seed', '--set', '--variant', '--picture', '--threads'])
    expect(of('run', option, '')).toEqual([]);
  expect(of('cache', '')).toEqual(['prune', 'show', 'verify']);
  expect(of('list', 'max_p')).toEqual(['max_pool']);
  expect(of('doctor', '')).toEqual([]);
  expect(of('run', '')).toEqual(['a.yaml', 'tensor.txt', 'text', 'w']);
  expect(of('run', '--out', 't')).toEqual(['text']);
  expect(of('run', '-o', 't')).toEqual(['text']);
  expect(of('plot', '-o', 't')).toEqual(['tensor.txt', 'text']);
  expect(of('run', '--combine', 't')).toEqual(['tensor.txt', 'text']);
  expect(of('merge', 't')).toEqual(['text']);
});

test('an option and its value may have = between them, which bash makes a word of its own', () => {
  expect(offered('coincide', 'run', '--backend', '=', 'w')).toEqual(['wasm']);
  expect(offered('coincide', 'report', '--format', '=')).toEqual(['html', 'md']);
  expect(offered('coincide', 'run', '--backend=w')).toEqual(['--backend=wasm']);
  expect(offered('coincide', 'run', '--backend', '=', 'wasm', 'pack')).toContain('package.json');
});

/** Arguments whose values nobody can guess: numbers, names of the user's own, commits. */
const FREE =
  'changed-since channel color depth font-size grep height max-age max-size name picture port seed set shift size strips threads variant width workers';

test.each(commands.map((command) => [commandName(command), command] as const))(
  'the values of each argument of %s are known',
  (name, command) => {
    const taken = [...positionalOf(command), ...Object.keys(commandOptions(command).valued)];
    const free = taken.filter((argument) => argumentValues(name, argument) === undefined);
    expect(free.filter((argument) => !FREE.split(' ').includes(argument))).toEqual([]);
  },
);

test('a name with spaces is one name', () => {
  const cwd = folder({ 'my circle.yaml': '', 'my dots.yaml': '' });
  expect(offeredIn(cwd, 'coincide', 'run', 'my').sort()).toEqual(['my circle.yaml', 'my dots.yaml']);
});

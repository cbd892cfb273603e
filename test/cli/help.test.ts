import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandName } from '../../src/cli/arguments/option_names.ts';
import { commands as allCommands } from '../../src/cli/commands.ts';
import { coincide, start } from '../support/cli/coincide.ts';
import { folder, project } from '../support/files.ts';

const [overview = ''] = (await coincide(project, '--help')).stdout.split('\nOptions:');
const commands = [...overview.matchAll(/^ {2}coincide (\w+)/gm)].map(([, name]) => name!);
const all = commands.join(', ');

test.each(['--help', '-h', 'help'])(
  '%s shows every command, examples and exit codes, on one screen',
  async (arg) => {
    const { code, stdout, stderr } = await coincide(folder(), arg);
    expect(stdout).toMatch(/^coincide <command>\n\nWhen an image moves a little, /);
    expect(stdout).toContain(overview);
    expect(commands).toEqual(expect.arrayContaining(['run', 'validate', 'init', 'list', 'schema', 'doctor']));
    expect(stdout).toMatch(/\nExamples:\n {2}coincide init /);
    expect(stdout).toContain('Exit codes: 0 held, 1 an expectation failed, 2 wrong input,');
    expect(stdout.split('\n').length).toBeLessThan(40);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  },
);

test.each(commands)('%s --help fits on one screen, with an example', async (command) => {
  const { code, stdout, stderr } = await coincide(folder(), command, '--help');
  expect(stdout).toMatch(new RegExp(`^coincide ${command}\\b.*\\n\\n[A-Z].*\\n`));
  expect(stdout).toMatch(
    new RegExp(`\\nExamples:\\n {2}(?:# .*\\n {2})?(?:[A-Z_]+=\\S+ )?coincide ${command}\\b`),
  );
  expect(stdout.split('\n').length).toBeLessThan(42);
  expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([]);
  expect(stderr).toBe('');
  expect(code).toBe(0);
});

test.each(allCommands.map((command) => [commandName(command), command.examples] as const))(
  '%s --help has its examples whole at 80 columns, and no default that is empty',
  async (name, examples) => {
    const { stdout } = await start(folder(), [name, '--help'], { env: { COLUMNS: '80' } }).ended;
    for (const [line] of examples) expect(stdout).toContain(`  ${line}`);
    expect(stdout).not.toMatch(/\[default: (?:\[\]|")/);
  },
);

test('--version is the package’s', async () => {
  const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
  expect(await coincide(folder(), '--version')).toEqual({
    code: 0,
    signal: null,
    stdout: `${version}\n`,
    stderr: '',
  });
});

test.each([
  [[], `expected a command: ${all}; see coincide --help.`],
  [['--quiet'], `expected a command: ${all}; see coincide --help.`],
  [['-v'], 'expected a command, not -v; write coincide --version, or --verbose behind a command.'],
  [['--init'], 'expected a command, not --init; write coincide init.'],
  [['-run'], 'expected a command, not -run; write coincide run.'],
  [['--frob', 'run'], 'coincide run does not take --frob; see coincide run --help.'],
  [['rnu'], 'there is no command "rnu"; did you mean "run"?'],
  [['Validate'], 'there is no command "Validate"; did you mean "validate"?'],
  [['fly'], `there is no command "fly"; expected ${all}.`],
  [['test'], 'there is no command "test"; write coincide check.'],
  [['version'], 'there is no command "version"; write coincide --version.'],
  [
    ['experiments/my circle.yaml'],
    `there is no command "experiments/my circle.yaml"; write coincide run "experiments/my circle.yaml".`,
  ],
  [['run', '--trails', '5'], 'coincide run does not take --trails; did you mean "--trials"?'],
  [['run', '--bakend=cpu'], 'coincide run does not take --bakend; did you mean "--backend"?'],
  [['run', '--JSON'], 'coincide run does not take --JSON; did you mean "--json"?'],
  [['run', '--set.shift.max=5'], 'coincide run does not take --set.shift.max; write --set shift.max=5.'],
  [
    ['run', '--no-json'],
    'coincide run does not take --no-json; leave it out: --json holds only where it is written.',
  ],
  [
    ['report', '--no-serve'],
    'coincide report does not take --no-serve; leave it out: --serve holds only where it is written.',
  ],
  [
    ['run', '--seed', 'random'],
    '--seed random: every run draws the same numbers; write --seed 0, or another number.',
  ],
  [
    ['run', '-x'],
    'coincide run does not take -x; leave it out: every experiment runs, and the exit code says whether one failed.',
  ],
  [['run', '-z'], 'coincide run does not take -z; see coincide run --help.'],
  [
    ['show', 'a.yaml', 'b.yaml'],
    'coincide show takes one FILE, and b.yaml is a second; see coincide show --help.',
  ],
  [
    ['list', 'max_pool', 'relu'],
    'coincide list takes one KIND, and relu is a second; see coincide list --help.',
  ],
  [['run', '--seed'], '--seed needs a value; see coincide run --help.'],
  [['run', '--set'], '--set needs a value; see coincide run --help.'],
  [['run', '-o'], '-o needs a value; see coincide run --help.'],
  [['explain'], 'coincide explain needs a file; see coincide explain --help.'],
  [['merge'], 'coincide merge needs a folder; see coincide merge --help.'],
  [
    ['validate', '--json'],
    'coincide validate does not take --json; coincide run, explain, inspect and merge do.',
  ],
  [['schema', 'more'], 'coincide schema does not take more; leave it out: there is one schema.'],
  [['init', 'one', 'two'], 'coincide init takes one DIR, and two is a second; see coincide init --help.'],
])('%j is a mistake, with the nearest name', async (args, message) => {
  const ended = await coincide(folder(), ...args);
  expect(ended).toEqual({ code: 2, signal: null, stdout: '', stderr: `${message}\n` });
});

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandName, optionNames } from '../../src/cli/arguments/option_names.ts';
import { commands } from '../../src/cli/commands.ts';
import { completionScript } from '../../src/cli/completion/completion_script.ts';
import { coincide, start } from '../support/cli/coincide.ts';
import { project } from '../support/files.ts';

// What holds of every command, whatever it does. The list is the registry's.

const every = commands.map((command) => [commandName(command), command] as const);
/** Commands that end by themselves: a page that is served, or a worker, goes on until Ctrl-C. */
const ending = every.filter(
  ([, command]) => !optionNames(command).some((option) => option === '--port' || option === '--queue'),
);
const takesFiles = every.filter(([name, { command }]) => /\[files/.test(command) && name !== 'serve');
const takesOneFile = every.filter(([, { command }]) => command.includes('<file>'));
let home: string;

beforeAll(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'coincide-every-')));
  for (const name of ['circle', 'circle-range', 'two-dots'])
    cpSync(join(project, `experiments/${name}.yaml`), join(home, `experiments/${name}.yaml`));
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

describe.each(every)('%s', (name, command) => {
  test('has one help, by each way to ask for it', async () => {
    const { stdout, ...ended } = await coincide(home, name, '--help');
    expect(stdout).toMatch(new RegExp(`^coincide ${name}\\b`));
    expect(ended).toEqual({ code: 0, signal: null, stderr: '' });
    for (const args of [
      [name, '-h'],
      ['--help', name],
      ['help', name],
      ['help', name, '--no-color'],
      ['--no-color', 'help', name],
      ['--no-color', name, '--help'],
    ])
      expect(await coincide(home, ...args), args.join(' ')).toEqual({ ...ended, stdout });
  });

  test('tells the version', async () => {
    const asked = await coincide(home, '--version');
    for (const flag of ['-V', '--version']) expect(await coincide(home, name, flag)).toEqual(asked);
  });

  test('is completed with each of its options', () => {
    for (const option of optionNames(command).filter((one) => one.startsWith('--')))
      expect(offered('coincide', name, option)).toContain(option);
    expect(offered('coincide', name)).toContain(name);
    expect(offered('coincide', 'help', name)).toContain(name);
  });
});

/** What bash offers for the last of some words. */
function offered(...words: string[]): string[] {
  const script = `${completionScript(commands)}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})
COMP_CWORD=${words.length - 1}
_coincide
printf '%s\\n' "\${COMPREPLY[@]}"`;
  return spawnSync('bash', ['-c', script], { encoding: 'utf8' }).stdout.split('\n');
}

test.each(ending)(
  '%s has colours with FORCE_COLOR at most, and none where they are refused',
  async (name, { command }) => {
    const file = command.includes('file')
      ? ['experiments/circle.yaml']
      : /<\w+/.test(command)
        ? ['absent']
        : [];
    const out = name === 'plot' ? ['-o', 'plot.svg'] : [];
    const args = [name, ...file, ...out];
    for (const [more, env] of [
      [['--no-color'], { FORCE_COLOR: '1' }],
      [[], { FORCE_COLOR: '1', NO_COLOR: '1' }],
      [[], {}],
    ] as [string[], Record<string, string>][]) {
      const { code, stdout, stderr } = await start(home, [...args, ...more], { env }).ended;
      expect(code).toBe(file[0] === 'absent' ? 2 : name === 'check' ? 1 : 0);
      expect(stdout + stderr).not.toBe('');
      expect(stdout + stderr).not.toContain('\u001b');
    }
  },
);

test.each(takesFiles)('%s takes a pattern in quotes, which no shell has replaced', async (name) => {
  const files = ['experiments/circle-range.yaml', 'experiments/circle.yaml'];
  await coincide(home, name, ...files);
  const [named, matched] = [
    await coincide(home, name, ...files),
    await coincide(home, name, 'experiments/c*e.yaml'),
  ];
  expect(matched).toEqual(named);
  expect(await coincide(home, name, 'experiments/z*.yaml')).toMatchObject({
    code: 2,
    stderr: 'experiments/z*.yaml: there is no such file or folder.\n',
  });
});

test.each(takesOneFile)(
  '%s takes a pattern of one file, and says which files another matches',
  async (name) => {
    const out = name === 'plot' ? ['-o', 'plot.svg'] : [];
    expect(await coincide(home, name, 'experiments/*-range.yaml', ...out)).toMatchObject({
      code: 0,
      stderr: expect.not.stringContaining('expected'),
    });
    for (const several of ['experiments', 'experiments/*.yaml'])
      expect(await coincide(home, name, several, ...out)).toEqual({
        code: 2,
        signal: null,
        stdout: '',
        stderr: `${several}: expected one experiment, not 3; name one of experiments/circle-range.yaml, experiments/circle.yaml, experiments/two-dots.yaml.\n`,
      });
  },
);

test('help of what is no command is a mistake, with the nearest name', async () => {
  const { code, stderr } = await coincide(home, 'help', 'rnu');
  expect({ code, stderr }).toEqual({ code: 2, stderr: 'there is no command "rnu"; did you mean "run"?\n' });
});

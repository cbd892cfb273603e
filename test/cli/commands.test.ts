import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandName } from '../../src/cli/arguments/option_names.ts';
import { commands } from '../../src/cli/commands.ts';
import { project } from '../support/files.ts';

const readme = readFileSync(join(project, 'README.md'), 'utf8');

test.each(commands.map((command) => [commandName(command)] as const))(
  'coincide %s has a folder of its own, a test, an example, and a line in the README',
  (name) => {
    const missing = [
      !existsSync(join(project, `src/cli/${name}/${name}.ts`)) && `src/cli/${name}/${name}.ts`,
      !hasTest(join(project, 'test/cli', name)) && `a test in test/cli/${name}/`,
      !readme.includes(`| \`coincide ${name}`) && 'a line in the table of commands in README.md',
      commands.find((command) => commandName(command) === name)!.examples.length === 0 && 'an example',
    ].filter((what) => what !== false);
    expect(missing).toEqual([]);
  },
);

test('every folder of a command is in the list of commands', () => {
  const folders = readdirSync(join(project, 'src/cli'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => existsSync(join(project, 'src/cli', name, `${name}.ts`)));
  const names = commands.map(commandName);
  expect(folders.filter((name) => !names.includes(name) && !['terminal'].includes(name))).toEqual([]);
});

function hasTest(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.test.ts'));
}
